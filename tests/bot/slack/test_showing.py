"""A message of ours appears exactly once, and from then on shows today's truth."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.slack.parts import Message
from bot.slack.scopes import SCOPES
from bot.slack.standing import SHOW
from models.events import Posted, TroubleFound
from models.job import Job
from models.post import PostKind
from sandbox.faults import Kind
from sandbox.slack import names
from tests.bot.slack.conftest import GENERAL, REVIEW, TEAM, House
from tests.waiting import eventually


async def test_a_message_appears_and_is_recorded(house: House):
    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    [message] = await house.said_in(REVIEW)
    post = await house.post("card:b1")
    assert (message["text"], post.ts, post.posted_at is not None) == ("Approve hero.jpg?", message["ts"], True)
    assert house.events == [Posted(team_id=TEAM, post_id=post.id, kind="card", subject_id="b1")]


async def test_the_same_message_asked_for_twice_is_one(house: House):
    await house.show("b1", "Approve hero.jpg?")
    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    assert len(await house.said_in(REVIEW)) == 1


async def test_a_change_edits_the_message_in_place(house: House):
    await house.show("b1", "1 of 2 yes")
    await house.settled()

    await house.change("b1", "2 of 2 yes")
    await house.settled()

    assert [message["text"] for message in await house.said_in(REVIEW)] == ["2 of 2 yes"]


async def test_a_change_while_the_message_is_on_its_way_is_shown_as_well(house: House):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.RATE_LIMIT, match="chat.postMessage", times=1)
    await house.show("b1", "1 of 2 yes")
    await house.change("b1", "2 of 2 yes")
    await house.settled()

    assert [message["text"] for message in await house.said_in(REVIEW)] == ["2 of 2 yes"]
    async with house.database.read() as session:
        jobs = await session.exec(select(Job.kind).where(Job.subject == (await house.post("card:b1")).id))
    assert jobs.all() == [SHOW]  # it was read late enough: there is nothing to edit


async def test_a_truth_that_changes_while_slack_answers_is_shown_as_well(house: House):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.SLOW, match="chat.postMessage", times=1)
    await house.show("b1", "1 of 2 yes")
    await eventually(lambda: house.reads["b1"])

    await house.change("b1", "2 of 2 yes")
    await house.settled()

    assert [message["text"] for message in await house.said_in(REVIEW)] == ["2 of 2 yes"]


async def test_an_edit_that_changes_nothing_is_not_sent(house: House):
    await house.show("b1", "1 of 2 yes")
    await house.settled()

    await house.change("b1", "1 of 2 yes")
    await house.settled()

    assert house.calls("chat.update") == 0


async def test_an_edit_does_not_queue_behind_new_messages(house: House):
    await house.show("b1", "1 of 2 yes")
    await house.settled()
    house.sandbox.world.faults.arm(system="slack", kind=Kind.SLOW, match="chat.postMessage", times=3)

    for number in range(2, 5):
        await house.show(f"b{number}", "Approve?")
    await house.change("b1", "2 of 2 yes")

    async def is_edited() -> bool:
        return (await house.said_in(REVIEW))[0]["text"] == "2 of 2 yes"

    await eventually(is_edited, within=5)  # sooner than the three slow posts


async def test_a_lost_reply_leaves_one_message(house: House):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.LOST_REPLY, match="chat.postMessage", times=1)
    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    [message] = await house.said_in(REVIEW)
    assert (await house.post("card:b1")).ts == message["ts"]
    assert house.calls("chat.postMessage") == 1


@pytest.mark.parametrize("place", ["thread", "direct message"])
async def test_a_lost_reply_leaves_one_message_everywhere_else_too(house: House, place: str):
    await house.show("b1", "Approve hero.jpg?")
    await house.settled()
    root = await house.post("card:b1")
    where = {"thread_ts": root.ts} if place == "thread" else {"channel_id": "U0UPLOADER"}
    house.sandbox.world.faults.arm(system="slack", kind=Kind.LOST_REPLY, match="chat.postMessage", times=1)

    await house.show("b2", "Approved", kind=PostKind.OUTCOME, key="outcome:b2", **where)
    await house.settled()

    post = await house.post("outcome:b2")
    assert [message["ts"] for message in await house.said_in(post.channel_id) if message["text"] == "Approved"] == [
        post.ts
    ]


async def test_a_call_that_never_arrived_is_made_again(house: House):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.DROP, match="chat.postMessage", times=1)
    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    assert len(await house.said_in(REVIEW)) == 1


async def test_a_429_is_waited_out(house: House):
    house.sandbox.world.faults.arm(system="slack", kind=Kind.RATE_LIMIT, match="chat.postMessage", times=1)
    began = house.clock.wall()
    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    assert len(await house.said_in(REVIEW)) == 1
    assert house.clock.wall() - began >= timedelta(seconds=1)


async def test_a_direct_message_goes_to_the_person(house: House):
    await house.show("b1", "Your picture is approved", kind=PostKind.OUTCOME, channel_id="U0UPLOADER")
    await house.settled()

    post = await house.post("card:b1")
    assert post.channel_id == names.dm_id("U0UPLOADER")
    assert len(await house.said_in(post.channel_id)) == 1


async def test_a_line_waits_for_its_root(house: House):
    async with house.database.write() as session:
        await house.posts.say(
            session,
            team_id=TEAM,
            kind=PostKind.LINE,
            subject_id="d1",
            key="line:d1",
            channel_id=REVIEW,
            thread_of="card:b1",
            message=Message("Dana approved."),
        )
    await house.settled()
    assert await house.said_in(REVIEW) == []

    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    card, line = await house.said_in(REVIEW)
    assert (line["text"], line["thread_ts"]) == ("Dana approved.", card["ts"])


async def test_a_whisper_is_seen_by_one_person(house: House):
    async with house.database.write() as session:
        await house.posts.say(
            session,
            team_id=TEAM,
            kind=PostKind.WHISPER,
            subject_id="x",
            key="whisper:x",
            channel_id=REVIEW,
            recipient_id="U0BRAND",
            message=Message("Only you see this."),
        )
    await house.settled()

    assert [one["text"] for one in await house.seen_by("brand", "review")] == ["Only you see this."]
    assert await house.seen_by("lead", "review") == []


async def test_a_private_answer_where_galley_is_not_comes_as_a_direct_message(house: House):
    await house.control("kick", channel="general")
    async with house.database.write() as session:
        await house.posts.say(
            session,
            team_id=TEAM,
            kind=PostKind.WHISPER,
            subject_id="w",
            key="w",
            channel_id=GENERAL,
            recipient_id="U0BRAND",
            message=Message("The answer."),
        )
    await house.settled()

    assert (await house.post("w")).channel_id == names.dm_id("U0BRAND")
    assert [one["text"] for one in await house.said_in(names.dm_id("U0BRAND"))] == ["The answer."]
    assert [type(one) for one in house.events] == [Posted]


async def test_a_receipt_for_a_deleted_message_comes_as_a_direct_message(house: House):
    wish = {"kind": PostKind.RECEIPT, "recipient_id": "U0UPLOADER", "thread_ts": "1700000000.000001"}
    await house.show("b1", "Got your picture.", **wish)
    await house.settled()

    dm = names.dm_id("U0UPLOADER")
    assert [one["text"] for one in await house.said_in(dm)] == ["Got your picture."]
    assert house.troubles == []


async def test_a_line_waits_for_its_card_to_be_written_anew(house: House):
    await house.show("b1", "1 of 2 yes")
    await house.settled()
    await house.delete_all(REVIEW)

    await house.show("l1", "Dana approved", kind=PostKind.OUTCOME, key="line:1", thread_of="card:b1")
    await house.settled()
    await house.change("b1", "2 of 2 yes")
    await house.settled()

    assert [message["text"] for message in await house.said_in(REVIEW)] == ["2 of 2 yes", "Dana approved"]
    assert house.troubles == []


async def test_a_deleted_card_is_written_anew_once(house: House):
    await house.show("b1", "1 of 2 yes")
    await house.settled()

    for words in ("2 of 2 yes", "published"):
        await house.delete_all(REVIEW)
        await house.change("b1", words)
        await house.settled()
        house.truth["b1"] = words

    assert await house.said_in(REVIEW) == []
    assert house.calls("chat.postMessage") == 2
    assert (await house.post("card:b1")).is_gone


async def test_a_card_written_anew_is_edited_as_before(house: House):
    await house.show("b1", "1 of 2 yes")
    await house.settled()
    await house.delete_all(REVIEW)

    await house.change("b1", "2 of 2 yes")
    await house.settled()
    await house.change("b1", "published")
    await house.settled()

    assert [message["text"] for message in await house.said_in(REVIEW)] == ["published"]


async def test_a_deleted_announcement_stays_away(house: House):
    await house.show("b1", "Published", kind=PostKind.ANNOUNCEMENT)
    await house.settled()
    await house.delete_all(REVIEW)

    await house.change("b1", "Published again")
    await house.settled()

    assert await house.said_in(REVIEW) == []


async def test_a_channel_without_galley_is_named_to_the_admins_and_served_once_it_is_in(house: House):
    await house.control("kick", channel="general")
    await house.control("scopes", set=[scope.name for scope in SCOPES])
    await house.show("b1", "Published", kind=PostKind.ANNOUNCEMENT, channel_id=GENERAL)
    await house.settled()
    [trouble] = house.events
    assert isinstance(trouble, TroubleFound)
    assert "/invite @Galley" in trouble.sentence

    await house.control("invite", user="admin", channel="general")
    async with house.database.write() as session:
        await house.posts.retry_channel(session, TEAM, GENERAL)
    await house.settled()

    assert (await house.said_in(GENERAL))[-1]["text"] == "Published"


async def test_a_notice_to_admins_that_fails_tells_nobody(house: House):
    async with house.database.write() as session:
        await house.posts.say(
            session,
            team_id=TEAM,
            kind=PostKind.NOTICE,
            subject_id="t",
            key="notice:t",
            channel_id="C0NOWHERE",
            message=Message("Something needs a look."),
        )
    await house.settled()

    assert (house.events, house.troubles) == ([], [])


async def test_nothing_is_posted_while_there_is_nothing_to_show(house: House):
    await house.show("b1", "")
    await house.settled()
    assert await house.said_in(REVIEW) == []

    await house.show("b1", "Approve hero.jpg?")
    await house.settled()

    assert len(await house.said_in(REVIEW)) == 1
