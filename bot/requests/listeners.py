"""Slack in: /galley, the next page of its answers, and what the overflow of a card offers."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import clicks
from bot.requests import views
from bot.requests.flow import Requests
from bot.slack.actor import Actor
from bot.slack.modals import open_view

COMMAND = "/galley"

Json = Mapping[str, Any]


def register(app: AsyncApp, requests: Requests) -> None:
    @app.command(COMMAND)
    async def galley(ack: AsyncAck, body: Json, actor: Actor, client: AsyncWebClient) -> None:
        answer = await requests.answer(body.get("text", ""), by=actor)
        if isinstance(answer, View):
            await open_view(client, body["trigger_id"], answer)
            await ack()
        else:
            await ack(**answer.to_json(), response_type="ephemeral")

    @app.action(views.NEXT)
    async def next_page(ack: AsyncAck, respond: AsyncRespond, action: Json, actor: Actor) -> None:
        page = await requests.next_page(action["value"], by=actor)
        await respond(**page.to_json(), response_type="ephemeral", replace_original=True)
        await ack()

    @app.action(clicks.PUT_OFF)
    async def put_off(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await requests.more(f"{clicks.SNOOZE}/{action['value']}", by=actor)
        await ack()

    @app.action(clicks.MORE)
    async def more(ack: AsyncAck, body: Json, action: Json, actor: Actor, client: AsyncWebClient) -> None:
        form = await requests.more(action["selected_option"]["value"], by=actor)
        if isinstance(form, View):
            await open_view(client, body["trigger_id"], form)
        await ack()
