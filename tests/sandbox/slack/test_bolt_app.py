"""A bot written for the real Slack, unchanged but for its address."""

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.slack.conftest import Connect
from tests.sandbox.slack.playing import Desk, actions, button, modal
from tests.waiting import eventually


async def test_a_bot_of_ten_lines_works(desk: Desk, app: AsyncApp, connect: Connect):
    @app.message("hello")
    async def greet(message: dict, say: AsyncSay):
        await say(f"Hello <@{message['user']}>", thread_ts=message["ts"])

    await connect(app)
    sent = await desk.message(user="brand", channel="review", text="hello there")

    thread = await eventually(lambda: _replies(desk, sent["ts"]))
    assert [one["text"] for one in thread] == ["Hello <@U0BRAND>"]


async def test_a_press_opens_a_modal_and_its_answer_arrives(
    desk: Desk, app: AsyncApp, slack: AsyncWebClient, connect: Connect
):
    reasons = []

    @app.action("reject")
    async def ask(ack: AsyncAck, body: dict, client: AsyncWebClient):
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    @app.view("why")
    async def take(ack: AsyncAck, view: dict):
        reasons.append(view["state"]["values"]["reason"]["text"]["value"])
        await ack()

    await connect(app)
    card = await slack.chat_postMessage(channel="review", text="?", blocks=[actions(button("reject"))])
    opened = await desk.click(user="brand", channel="review", ts=card["ts"], action_id="reject")
    sent = {"user": "brand", "view_id": opened["view_id"], "values": {"reason": {"text": "too dark"}}}

    assert await desk.submit(**sent) == {"closed": True}
    assert reasons == ["too dark"]


async def test_a_command_gathers_what_the_person_is_told(desk: Desk, app: AsyncApp, connect: Connect):
    @app.command("/galley")
    async def answer(ack: AsyncAck, respond: AsyncRespond, command: dict, client: AsyncWebClient):
        await ack(f"You said {command['text']}")
        await respond("By the way")
        await client.chat_postEphemeral(channel=command["channel_id"], user=command["user_id"], text="And this")

    await connect(app)
    answered = await desk.command(user="lead", channel="general", command="/galley", text="ask @brand in #review")

    assert sorted(one["text"] for one in answered["responses"]) == [
        "And this",
        "By the way",
        "You said ask <@U0BRAND|brand> in <#C0REVIEW|review>",
    ]


async def test_a_shortcut_carries_the_message(desk: Desk, app: AsyncApp, connect: Connect):
    texts = []

    @app.shortcut("send")
    async def send(ack: AsyncAck, shortcut: dict, client: AsyncWebClient):
        texts.append(shortcut["message"]["text"])
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal())

    await connect(app)
    sent = await desk.message(user="brand", channel="review", text="this one")
    answer = await desk.shortcut(user="lead", callback_id="send", channel="review", ts=sent["ts"])

    assert (texts, list(answer)) == (["this one"], ["view_id"])


async def test_a_global_shortcut_has_no_channel(desk: Desk, app: AsyncApp, connect: Connect):
    keys = []

    @app.shortcut("find")
    async def find(ack: AsyncAck, shortcut: dict):
        keys.append({"channel", "response_url", "message"} & set(shortcut))
        await ack()

    await connect(app)

    assert await desk.shortcut(user="lead", callback_id="find") == {}
    assert keys == [set()]


async def test_the_home_is_what_the_bot_publishes_when_it_is_opened(desk: Desk, app: AsyncApp, connect: Connect):
    @app.event("app_home_opened")
    async def show(event: dict, client: AsyncWebClient):
        view = {"type": "home", "blocks": [{"type": "divider", "block_id": "only"}]}
        await client.views_publish(user_id=event["user"], view=view)

    await connect(app)

    assert (await desk.home(user="brand"))["blocks"] == [{"type": "divider", "block_id": "only"}]


async def test_a_listener_that_never_answers_is_a_timeout(
    desk: Desk, app: AsyncApp, slack: AsyncWebClient, connect: Connect
):
    await connect(app)
    card = await slack.chat_postMessage(channel="review", text="?", blocks=[actions(button("nobody"))])

    refused = await desk.refused("click", user="brand", channel="review", ts=card["ts"], action_id="nobody")

    assert refused == (504, "timeout")


async def _replies(desk: Desk, ts: str) -> list[dict]:
    return (await desk.messages("brand", "review", thread_ts=ts))[1:]
