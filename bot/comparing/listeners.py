"""Slack in: "Compare with version N", in the overflow of a card."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import clicks
from bot.comparing.flow import Comparisons
from bot.slack.actor import Actor

Json = Mapping[str, Any]


def register(app: AsyncApp, comparisons: Comparisons) -> None:
    @app.action(clicks.MORE, matchers=[is_comparison])
    async def compare(ack: AsyncAck, action: Json, actor: Actor) -> None:
        _, _, pair = _chosen(action).partition("/")
        asset_id, _, number = pair.partition("/")
        await comparisons.ask(asset_id, int(number), by=actor)
        await ack()


async def is_comparison(action: Json) -> bool:
    return _chosen(action).startswith(f"{clicks.COMPARE}/")


def _chosen(action: Json) -> str:
    return str(action["selected_option"]["value"])
