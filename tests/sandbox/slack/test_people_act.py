"""What a person can do and see, and what nobody could."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.loopback import loopback
from tests.sandbox.slack.conftest import Connect
from tests.sandbox.slack.playing import PNG, Desk, actions, button, plain, section
from tests.waiting import eventually

REVIEW = "C0REVIEW"


async def test_a_press_is_reported_as_slack_reports_it(
    desk: Desk, app: AsyncApp, slack: AsyncWebClient, connect: Connect
):
    bodies = []

    @app.action("approve")
    async def approve(ack: AsyncAck, body: dict):
        bodies.append(body)
        await ack()

    await connect(app)
    card = await slack.chat_postMessage(
        channel=REVIEW, text="?", blocks=[actions(button("approve", value="7"), block_id="b")]
    )
    assert await desk.click(user="brand", channel="review", ts=card["ts"], action_id="approve") == {}

    [body] = bodies
    assert (body["user"]["id"], body["channel"], body["message"]["ts"]) == (
        "U0BRAND",
        {"id": REVIEW, "name": "review"},
        card["ts"],
    )
    assert body["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": REVIEW,
        "is_ephemeral": False,
    }
    [action] = body["actions"]
    assert (action["action_id"], action["block_id"], action["value"], action["type"]) == ("approve", "b", "7", "button")


async def test_what_shares_an_action_id_is_told_apart(
    desk: Desk, app: AsyncApp, slack: AsyncWebClient, connect: Connect
):
    values = []

    @app.action("open")
    async def pick(ack: AsyncAck, action: dict):
        values.append(action.get("value") or action["selected_option"]["value"])
        await ack()

    await connect(app)
    menu = {"type": "overflow", "action_id": "open", "options": [{"text": plain("x"), "value": "task"}]}
    blocks = [actions(button("open", value="1")), actions(button("open", value="2")), actions(menu, block_id="menu")]
    card = await slack.chat_postMessage(channel=REVIEW, text="?", blocks=blocks)
    where = {"user": "brand", "channel": "review", "ts": card["ts"], "action_id": "open"}
    await desk.click(**where, value="2", block_id=card["message"]["blocks"][1]["block_id"])
    await desk.click(**where, option="task", block_id="menu")

    assert values == ["2", "task"]
    assert (await desk.refused("click", **where))[0] == 400


async def test_nobody_presses_what_is_not_there(desk: Desk, slack: AsyncWebClient):
    only_legal = button("secret", visible_to_user_ids=["U0LEGAL"])
    card = await slack.chat_postMessage(channel="C0GENERAL", text="?", blocks=[actions(button("old"), only_legal)])
    await slack.chat_update(channel="C0GENERAL", ts=card["ts"], text="done", blocks=[actions(only_legal)])

    async def status(user: str, action_id: str, ts: str = card["ts"]) -> int:
        return (await desk.refused("click", user=user, channel="general", ts=ts, action_id=action_id))[0]

    assert await status("brand", "old") == 409
    assert await status("brand", "secret") == 409
    assert await status("guest", "old") == 403
    assert await status("brand", "old", "1.000001") == 404
    assert await status("nobody", "old") == 404


async def test_a_whispers_button_is_its_readers_alone_and_can_be_replaced(
    desk: Desk, app: AsyncApp, slack: AsyncWebClient, connect: Connect
):
    @app.action("snooze")
    async def snooze(ack: AsyncAck, body: dict, respond: AsyncRespond):
        assert "message" not in body
        await ack()
        await respond("Snoozed", replace_original=True)

    await connect(app)
    whispered = await slack.chat_postEphemeral(
        channel=REVIEW, user="U0BRAND", text="?", blocks=[actions(button("snooze"))]
    )
    where = {"channel": "review", "ts": whispered["message_ts"], "action_id": "snooze"}
    await desk.click(user="brand", **where)

    async def text() -> bool:
        return [one["text"] for one in await desk.messages("brand", "review")] == ["Snoozed"]

    assert await eventually(text)
    assert (await desk.refused("click", user="legal", **where))[0] == 404


async def test_a_response_url_answers_five_times_in_half_an_hour(desk: Desk, app: AsyncApp, connect: Connect):
    urls = []

    @app.command("/galley")
    async def take(ack: AsyncAck, command: dict):
        urls.append(command["response_url"])
        await ack()

    await connect(app)
    for _ in range(2):
        await desk.command(user="brand", channel="review", command="/galley")
    async with loopback() as http:
        answers = [await http.post(urls[0], json={"text": "x", "response_type": "in_channel"}) for _ in range(6)]
        await desk.advance("PT31M")
        late = await http.post(urls[1], json={"text": "x"})

    assert [one.status_code for one in answers] == [200] * 5 + [404]
    assert (answers[5].json()["error"], late.json()["error"]) == ("used_url", "expired_url")
    assert len(await desk.messages("legal", "review")) == 5


async def test_an_unknown_command_never_reaches_the_app(desk: Desk):
    refused = await desk.refused("command", user="brand", channel="review", command="/gallery", text="x")

    assert refused == (404, "/gallery is not a valid command.")


async def test_what_buzzes_is_a_direct_message_or_a_mention_and_never_an_edit(desk: Desk, slack: AsyncWebClient):
    await slack.chat_postMessage(channel="U0BRAND", text="direct")
    card = await slack.chat_postMessage(channel=REVIEW, text="card", blocks=[section("Over to <@U0BRAND>")])
    await slack.chat_update(channel=REVIEW, ts=card["ts"], text="<@U0BRAND> <@U0LEGAL>")
    await slack.chat_postMessage(channel=REVIEW, text="<!subteam^S0DESIGNERS> look", thread_ts=card["ts"])
    await slack.chat_postEphemeral(channel=REVIEW, user="U0BRAND", text="<@U0BRAND> psst")

    async def buzzed(user: str) -> list[str]:
        return [one["text"] for one in (await desk.see("notifications", user=user))["messages"]]

    assert await buzzed("brand") == ["direct", "card"]
    assert await buzzed("designer2") == ["<!subteam^S0DESIGNERS> look"]
    assert await buzzed("legal") == []


async def test_channels_show_what_is_unread(desk: Desk, slack: AsyncWebClient):
    async def unread() -> dict[str, int]:
        return {one["id"]: one["unread"] for one in (await desk.see("channels", user="brand"))["channels"]}

    await slack.chat_postMessage(channel=REVIEW, text="x")
    await desk.message(user="brand", channel="intake", text="mine")
    before = await unread()
    await desk.messages("brand", "review")

    assert (before[REVIEW], before["C0INTAKE"], before["D0BRAND"]) == (1, 0, 0)
    assert (await unread())[REVIEW] == 0


async def test_a_person_is_only_where_they_may_be(desk: Desk):
    async def status(call: str, **body: str) -> int:
        return (await desk.refused(call, **body))[0]

    assert await status("message", user="guest", channel="general", text="x") == 403
    assert await status("message", user="brand", channel="@legal", text="x") == 403
    assert await status("message", user="brand", channel="nowhere", text="x") == 404
    await desk.archive(channel="review")
    assert await status("message", user="brand", channel="review", text="x") == 403
    await desk.person(user="brand", deleted=True)
    assert await status("message", user="brand", channel="intake", text="x") == 403


async def test_messages_are_deleted_by_their_author_or_an_admin(desk: Desk, slack: AsyncWebClient):
    posted = await slack.chat_postMessage(channel=REVIEW, text="x")
    where = {"channel": "review", "ts": posted["ts"]}

    assert (await desk.refused("delete", user="brand", **where))[0] == 403
    await desk.delete(user="admin", **where)
    assert await desk.messages("brand", "review") == []


async def test_files_come_in_a_thread_too(desk: Desk):
    root = await desk.message(user="uploader", channel="intake", text="version 1")
    await desk.upload("uploader", "intake", "v2.png", content=PNG, thread_ts=root["ts"])

    [_, reply] = await desk.messages("brand", "intake", thread_ts=root["ts"])
    assert (reply["subtype"], reply["thread_ts"], reply["parent_user_id"]) == ("file_share", root["ts"], "U0UPLOADER")
