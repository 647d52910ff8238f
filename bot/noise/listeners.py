"""Slack in: the next people of a report."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.noise import views
from bot.noise.flow import NoiseReport
from bot.slack.actor import Actor


def register(app: AsyncApp, noise: NoiseReport) -> None:
    @app.action(views.NEXT)
    async def next_page(ack: AsyncAck, respond: AsyncRespond, action: Mapping[str, Any], actor: Actor) -> None:
        page = await noise.read(by=actor, after=action["value"])
        await respond(**page.to_json(), response_type="ephemeral", replace_original=True)
        await ack()
