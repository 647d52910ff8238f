"""Slack in: the form about being away, and the buttons that open it and end an absence."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import clicks
from bot.away import forms, views
from bot.away.flow import Away
from bot.slack.actor import Actor
from bot.slack.modals import open_view

Json = Mapping[str, Any]


def register(app: AsyncApp, away: Away) -> None:
    @app.action(clicks.AWAY)
    async def asked(ack: AsyncAck, body: Json, actor: Actor, client: AsyncWebClient) -> None:
        await open_view(client, body["trigger_id"], forms.away_form(await away.open(actor)))
        await ack()

    @app.action(clicks.END_AWAY)
    async def ended(ack: AsyncAck, action: Json, actor: Actor) -> None:
        await away.end(action["value"], by=actor)
        await ack()

    @app.view(forms.NAME)
    async def named(ack: AsyncAck, view: Json, actor: Actor) -> None:
        answer = await away.name(forms.wish(view, by=actor.person_id), by=actor)
        if answer.absence is None:
            await ack(response_action="errors", errors=views.refused(answer))
        else:
            await ack(response_action="update", view=views.named(answer.absence, answer.people, by=actor.person_id))
