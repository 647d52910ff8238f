"""Slack in: the form about what one is told, and the button that mutes what a reminder is about."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot import clicks
from bot.choices import forms, views
from bot.choices.flow import Choosing
from bot.slack.actor import Actor
from bot.slack.modals import open_view

Json = Mapping[str, Any]


def register(app: AsyncApp, choosing: Choosing) -> None:
    @app.action(clicks.CHOOSE)
    async def asked(ack: AsyncAck, body: Json, actor: Actor, client: AsyncWebClient) -> None:
        await open_view(client, body["trigger_id"], forms.choices_form(await choosing.open(actor)))
        await ack()

    @app.view(forms.CHOOSE)
    async def chosen(ack: AsyncAck, view: Json, actor: Actor) -> None:
        wish = forms.choices(view, choosing.team_hours)
        if errors := forms.refused(wish, choosing.team_hours):
            await ack(response_action="errors", errors=errors)
            return
        await choosing.choose(wish, still_muted=forms.muted(view), by=actor)
        await ack()

    @app.action(clicks.MUTE)
    async def muted(ack: AsyncAck, action: Json, respond: AsyncRespond, actor: Actor) -> None:
        message = views.muted(await choosing.mute_batch(action["value"], by=actor))
        await respond(**message.to_json(), response_type="ephemeral", replace_original=False)
        await ack()
