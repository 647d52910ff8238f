"""Slack in: App Home is opened, and its pages are turned. What its buttons decide is the approval's affair."""

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.home import views
from bot.home.flow import Home
from bot.slack.actor import Actor

TURNS = re.compile("|".join(map(re.escape, (views.MORE_WAITING, views.MORE_MINE, views.FIRST_PAGE))))


def register(app: AsyncApp, home: Home) -> None:
    @app.event("app_home_opened")
    async def opened(event: Mapping[str, Any], actor: Actor) -> None:
        if event.get("tab") == "home":
            await home.opened(actor)

    @app.action(TURNS)
    async def turn(ack: AsyncAck, action: Mapping[str, Any], actor: Actor) -> None:
        await home.turn(action["value"], by=actor)
        await ack()

    @app.action(views.RETRY)
    async def retry(ack: AsyncAck, action: Mapping[str, Any], actor: Actor) -> None:
        await home.retry(action["value"], by=actor)
        await ack()

    @app.action(views.DROP)
    async def drop(ack: AsyncAck, action: Mapping[str, Any], actor: Actor) -> None:
        await home.drop(action["value"], by=actor)
        await ack()
