"""chat.*: what may be posted, edited, whispered, scheduled, and by whom it is seen."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.sandbox.slack.playing import Desk, actions, button, section
from tests.sandbox.slack.refusing import refusal
from tests.waiting import eventually

REVIEW = "C0REVIEW"

pytestmark = pytest.mark.filterwarnings("ignore:The top-level `text` argument")  # the SDK's advice


async def test_a_message_is_seen_with_its_blocks_named(desk: Desk, slack: AsyncWebClient):
    posted = await slack.chat_postMessage(channel=REVIEW, text="card", blocks=[section("hi"), actions(button("go"))])

    [seen] = await desk.messages("brand", "review")
    assert (seen["ts"], seen["user"], seen["text"]) == (posted["ts"], "U0GALLEY", "card")
    assert all(block["block_id"] for block in seen["blocks"])


async def test_times_rise_and_are_never_the_same(slack: AsyncWebClient):
    times = [(await slack.chat_postMessage(channel=REVIEW, text="x"))["ts"] for _ in range(5)]

    assert times == sorted(set(times))


async def test_a_person_may_be_written_to_by_their_id(desk: Desk, slack: AsyncWebClient):
    posted = await slack.chat_postMessage(channel="U0BRAND", text="for you")

    assert posted["channel"] == (await slack.conversations_open(users="U0BRAND"))["channel"]["id"]
    assert [one["text"] for one in await desk.messages("brand", "@brand")] == ["for you"]


async def test_where_and_what_cannot_be_posted(desk: Desk, slack: AsyncWebClient):
    await desk.archive(channel="general")

    assert await refusal(slack.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    assert await refusal(slack.chat_postMessage(channel="general", text="x")) == "is_archived"
    assert await refusal(slack.chat_postMessage(channel=REVIEW, text="")) == "no_text"
    assert await refusal(slack.chat_postMessage(channel=REVIEW, text="x", thread_ts="1.000001")) == "thread_not_found"
    assert await refusal(slack.chat_postMessage(channel=REVIEW, text="x", blocks="{")) == "invalid_blocks_format"


async def test_a_public_channel_needs_membership_or_a_scope(desk: Desk, slack: AsyncWebClient):
    await desk.kick(channel="review")
    assert (await slack.chat_postMessage(channel=REVIEW, text="from outside"))["ok"]
    assert await refusal(slack.conversations_history(channel=REVIEW)) == "not_in_channel"

    await desk.scopes(remove=["chat:write.public"])
    assert await refusal(slack.chat_postMessage(channel=REVIEW, text="x")) == "not_in_channel"

    await slack.conversations_join(channel=REVIEW)
    assert (await slack.chat_postMessage(channel=REVIEW, text="x"))["ok"]


async def test_a_private_channel_does_not_exist_for_who_is_not_in_it(desk: Desk, slack: AsyncWebClient):
    made = await desk.channel(name="secret", members=["lead"], is_private=True)
    assert await refusal(slack.chat_postMessage(channel=made["channel"], text="x")) == "channel_not_found"

    await desk.invite(user="lead", channel="secret")
    assert (await slack.chat_postMessage(channel=made["channel"], text="x"))["ok"]


async def test_blocks_together_have_a_length(slack: AsyncWebClient):
    long = [section("x" * 2900) for _ in range(5)]

    assert await refusal(slack.chat_postMessage(channel=REVIEW, text="x", blocks=long)) == "msg_blocks_too_long"


async def test_an_edit_replaces_the_text_and_takes_the_blocks_away(desk: Desk, slack: AsyncWebClient):
    posted = await slack.chat_postMessage(channel=REVIEW, text="a", blocks=[section("a")])

    await slack.chat_update(channel=REVIEW, ts=posted["ts"], blocks=[section("b")])
    [kept] = await desk.messages("brand", "review")
    await slack.chat_update(channel=REVIEW, ts=posted["ts"], text="c")
    [bare] = await desk.messages("brand", "review")

    assert (kept["text"], kept["blocks"][0]["text"]["text"]) == ("a", "b")
    assert (bare["text"], "blocks" in bare, bare["edited"]["user"]) == ("c", False, "B0GALLEY")


async def test_what_cannot_be_edited(desk: Desk, slack: AsyncWebClient):
    theirs = await desk.message(user="brand", channel="review", text="mine")
    mine = await slack.chat_postMessage(channel=REVIEW, text="x")
    whispered = await slack.chat_postEphemeral(channel=REVIEW, user="U0BRAND", text="psst")

    async def editing(ts: str, **more: str) -> str:
        return await refusal(slack.chat_update(channel=REVIEW, ts=ts, **({"text": "y"} | more)))

    assert await editing(theirs["ts"]) == "cant_update_message"
    assert await editing("1.000001") == "message_not_found"
    assert await editing(whispered["message_ts"]) == "message_not_found"
    assert await editing(mine["ts"], text="") == "no_text"
    assert await refusal(slack.chat_update(channel="review", ts=mine["ts"], text="y")) == "channel_not_found"

    await desk.archive(channel="review")
    assert await editing(mine["ts"]) == "is_inactive"


async def test_a_deleted_message_is_gone_and_a_root_leaves_a_tombstone(desk: Desk, slack: AsyncWebClient):
    alone = await slack.chat_postMessage(channel=REVIEW, text="alone")
    root = await slack.chat_postMessage(channel=REVIEW, text="root")
    await desk.message(user="brand", channel="review", text="reply", thread_ts=root["ts"])

    await slack.chat_delete(channel=REVIEW, ts=alone["ts"])
    await slack.chat_delete(channel=REVIEW, ts=root["ts"])

    assert [one["subtype"] for one in await desk.messages("brand", "review")] == ["tombstone"]
    assert await refusal(slack.chat_delete(channel=REVIEW, ts=alone["ts"])) == "message_not_found"


async def test_a_whisper_is_seen_by_one_person(desk: Desk, slack: AsyncWebClient):
    await slack.chat_postEphemeral(channel=REVIEW, user="U0BRAND", text="psst")

    [seen] = await desk.messages("brand", "review")
    assert (seen["text"], seen["ephemeral"]) == ("psst", True)
    assert await desk.messages("legal", "review") == []
    assert (await slack.conversations_history(channel=REVIEW))["messages"] == []


async def test_a_whisper_needs_its_reader_there(slack: AsyncWebClient):
    whisper = slack.chat_postEphemeral(channel="C0GENERAL", user="U0GUEST", text="psst")

    assert await refusal(whisper) == "user_not_in_channel"


async def test_a_thread_counts_its_replies(desk: Desk, slack: AsyncWebClient):
    root = await slack.chat_postMessage(channel=REVIEW, text="root")
    await slack.chat_postMessage(channel=REVIEW, text="one", thread_ts=root["ts"])
    await desk.message(user="brand", channel="review", text="two", thread_ts=root["ts"])

    [seen] = await desk.messages("brand", "review")
    replies = (await slack.conversations_replies(channel=REVIEW, ts=root["ts"]))["messages"]
    assert (seen["reply_count"], seen["reply_users"]) == (2, ["U0GALLEY", "U0BRAND"])
    assert [one["text"] for one in replies] == ["root", "one", "two"]


async def test_a_permalink_names_the_message(sandbox: Sandbox, slack: AsyncWebClient):
    posted = await slack.chat_postMessage(channel=REVIEW, text="x")

    link = (await slack.chat_getPermalink(channel=REVIEW, message_ts=posted["ts"]))["permalink"]
    assert link == f"{sandbox.world.addresses.slack}/archives/{REVIEW}/p{posted['ts'].replace('.', '')}"


async def test_metadata_comes_back_whole_only_when_asked_for(slack: AsyncWebClient):
    metadata = {"event_type": "card", "event_payload": {"key": "k1", "stage": 1}}
    await slack.chat_postMessage(channel=REVIEW, text="x", metadata=metadata)

    [short] = (await slack.conversations_history(channel=REVIEW))["messages"]
    [whole] = (await slack.conversations_history(channel=REVIEW, include_all_metadata=True))["messages"]
    assert (short["metadata"], whole["metadata"]) == ({"event_type": "card"}, metadata)


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "card"}, "invalid_metadata_format"),
        ({"event_type": "card", "event_payload": {"a": {"b": {"c": 1}}}}, "invalid_metadata_schema"),
        ({"event_type": "card", "event_payload": {"a": None}}, "invalid_metadata_schema"),
        ({"event_type": "card", "event_payload": {"a": "x" * 9000}}, "metadata_too_large"),
    ],
)
async def test_metadata_has_a_form(slack: AsyncWebClient, metadata: dict, error: str):
    assert await refusal(slack.chat_postMessage(channel=REVIEW, text="x", metadata=metadata)) == error


async def test_an_edit_keeps_metadata_unless_it_brings_its_own(slack: AsyncWebClient):
    metadata = {"event_type": "card", "event_payload": {"key": "k1"}}
    posted = await slack.chat_postMessage(channel=REVIEW, text="x", metadata=metadata)
    await slack.chat_update(channel=REVIEW, ts=posted["ts"], text="y")

    [kept] = (await slack.conversations_history(channel=REVIEW, include_all_metadata=True))["messages"]
    assert kept["metadata"] == metadata


async def test_a_scheduled_message_comes_at_its_time(sandbox: Sandbox, desk: Desk, slack: AsyncWebClient):
    tomorrow = int(sandbox.world.clock.now().timestamp()) + 86_400
    await slack.chat_scheduleMessage(channel=REVIEW, post_at=tomorrow, text="good morning")
    dropped = await slack.chat_scheduleMessage(channel=REVIEW, post_at=tomorrow, text="never")
    await slack.chat_deleteScheduledMessage(channel=REVIEW, scheduled_message_id=dropped["scheduled_message_id"])
    assert len((await slack.chat_scheduledMessages_list())["scheduled_messages"]) == 1

    await desk.advance("P1DT1M")
    seen = await eventually(lambda: desk.messages("brand", "review"))
    assert [one["text"] for one in seen] == ["good morning"]


async def test_the_past_and_the_far_future_cannot_be_scheduled(sandbox: Sandbox, slack: AsyncWebClient):
    now = int(sandbox.world.clock.now().timestamp())

    async def at(moment: int) -> str:
        return await refusal(slack.chat_scheduleMessage(channel=REVIEW, post_at=moment, text="x"))

    assert await at(now - 5) == "time_in_past"
    assert await at(now + 200 * 86_400) == "time_too_far"


async def test_a_reaction_is_added_once(slack: AsyncWebClient):
    posted = await slack.chat_postMessage(channel=REVIEW, text="x")
    await slack.reactions_add(channel=REVIEW, timestamp=posted["ts"], name="eyes")

    again = slack.reactions_add(channel=REVIEW, timestamp=posted["ts"], name="eyes")
    assert await refusal(again) == "already_reacted"
