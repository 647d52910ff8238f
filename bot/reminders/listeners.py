"""Slack in: putting reminders off."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.reminders import views
from bot.reminders.flow import Reminders
from bot.slack.actor import Actor


def register(app: AsyncApp, reminders: Reminders) -> None:
    @app.action(views.SNOOZE)
    async def snooze(ack: AsyncAck, action: Mapping[str, Any], actor: Actor) -> None:
        await reminders.snooze(actor, batch_id=action["value"], pause=views.PAUSE)
        await ack()
