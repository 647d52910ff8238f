"""A bot small enough to trust: it asks for a decision on every picture, so that the page can be watched working."""

import json
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.world import World

REVIEW = "C0REVIEW"


@asynccontextmanager
async def proofing_bot(world: World):
    address = f"{world.addresses.slack}/api/"
    app = AsyncApp(client=AsyncWebClient(token="xoxb-sandbox", base_url=address))
    for listen in (_intake, _decisions, _forms, _commands, _home):
        listen(app)
    sockets = AsyncSocketModeHandler(app, "xapp-sandbox", web_client=AsyncWebClient(base_url=address))
    await sockets.connect_async()
    try:
        yield app
    finally:
        await sockets.close_async()
        await sockets.client.aiohttp_client_session.close()


def _intake(app: AsyncApp) -> None:
    @app.event({"type": "message", "subtype": "file_share"})
    async def on_file(event: dict[str, Any], client: AsyncWebClient) -> None:
        name = event["files"][0]["name"]
        await client.chat_postMessage(channel=REVIEW, text=f"Approve {name}?", blocks=card(name))

    @app.event("message")
    @app.event("file_shared")
    async def not_ours() -> None: ...


def _decisions(app: AsyncApp) -> None:
    @app.action("proof.approve")
    async def approve(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await _settle(client, body["message"]["ts"], f":white_check_mark: Approved by <@{body['user']['id']}>")

    @app.action("proof.reject")
    async def reject(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=reason(body["message"]["ts"]))
        await ack()


def _forms(app: AsyncApp) -> None:
    @app.view("reason")
    async def reason_given(ack: Any, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient) -> None:
        text = view["state"]["values"]["why"]["text"]["value"]
        if len(text) < 10:
            await ack(response_action="errors", errors={"why": "Say it in at least ten letters."})
            return
        await ack()
        ts, who = view["private_metadata"], body["user"]["id"]
        await client.chat_postMessage(channel=REVIEW, thread_ts=ts, text=f"<@{who}>: {text}")
        await _settle(client, ts, f":x: Rejected by <@{who}>")


def _commands(app: AsyncApp) -> None:
    @app.command("/galley")
    async def galley(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        if command["text"] == "form":
            await client.views_open(trigger_id=command["trigger_id"], view=every_input())
            await ack()
            return
        await ack(f"You typed *{command['text']}*. <script>alert(1)</script> &lt;b&gt;")

    @app.view("every input")
    async def filled(ack: Any, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        values = {block: chosen(state["it"]) for block, state in view["state"]["values"].items()}
        await client.chat_postEphemeral(channel="C0INTAKE", user=body["user"]["id"], text=f"`{json.dumps(values)}`")


def _home(app: AsyncApp) -> None:
    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_publish(user_id=event["user"], view=home("Nothing waits for you", presses=0))

    @app.action("home.look")
    async def look(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        presses = int(body["actions"][0]["value"]) + 1
        await client.views_publish(user_id=body["user"]["id"], view=home(f"Looked {presses} times", presses=presses))


async def _settle(client: AsyncWebClient, ts: str, outcome: str) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": outcome}}]
    await client.chat_update(channel=REVIEW, ts=ts, text=outcome, blocks=blocks)


def card(name: str) -> list[dict[str, Any]]:
    return [
        {"type": "header", "text": _plain(f"Approve {name}?")},
        {
            "type": "actions",
            "elements": [
                _button("Approve", "proof.approve", style="primary"),
                _button("Reject", "proof.reject", style="danger"),
            ],
        },
    ]


def reason(ts: str) -> dict[str, Any]:
    why = {"type": "plain_text_input", "action_id": "text", "multiline": True}
    return {
        "type": "modal",
        "callback_id": "reason",
        "private_metadata": ts,
        "title": _plain("Reject"),
        "submit": _plain("Reject"),
        "blocks": [{"type": "input", "block_id": "why", "label": _plain("Reason"), "element": why}],
    }


def _button(text: str, action_id: str, *, style: str) -> dict[str, Any]:
    return {"type": "button", "text": _plain(text), "action_id": action_id, "style": style, "value": "1"}


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def home(title: str, *, presses: int) -> dict[str, Any]:
    again = {"type": "button", "text": _plain("Look again"), "action_id": "home.look", "value": str(presses)}
    blocks = [{"type": "header", "text": _plain(title)}, {"type": "actions", "elements": [again]}]
    return {"type": "home", "blocks": blocks}


def every_input() -> dict[str, Any]:
    options = [{"text": _plain(one), "value": one.lower()} for one in ("Web", "Print")]
    kinds = {
        "text": {"type": "plain_text_input"},
        "one": {"type": "static_select", "options": options},
        "some": {"type": "multi_static_select", "options": options},
        "person": {"type": "users_select"},
        "people": {"type": "multi_users_select"},
        "place": {"type": "conversations_select"},
        "day": {"type": "datepicker"},
        "hour": {"type": "timepicker"},
        "radio": {"type": "radio_buttons", "options": options},
        "ticks": {"type": "checkboxes", "options": options},
        "files": {"type": "file_input", "max_files": 2},
    }
    blocks = [
        {"type": "input", "block_id": name, "label": _plain(name), "element": kind | {"action_id": "it"}}
        for name, kind in kinds.items()
    ]
    title, submit = _plain("Every input"), _plain("Send")
    return {"type": "modal", "callback_id": "every input", "title": title, "submit": submit, "blocks": blocks}


def chosen(state: dict[str, Any]) -> Any:
    """The plain value in Slack's state of one input."""
    [value] = [value for key, value in state.items() if key != "type"]
    if isinstance(value, list):
        return [one if isinstance(one, str) else one.get("value") or one["name"] for one in value]
    return value["value"] if isinstance(value, dict) else value
