"""Slack in: "Compare with version N", or with a look-alike, in the overflow of a card."""

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

    @app.action(clicks.MORE, matchers=[is_beside])
    async def beside(ack: AsyncAck, action: Json, actor: Actor) -> None:
        _, newer_id, older_id = _chosen(action).split("/")
        await comparisons.lay_beside(newer_id, older_id, by=actor)
        await ack()


async def is_beside(action: Json) -> bool:
    return _chosen(action).startswith(f"{clicks.BESIDE}/")


async def is_comparison(action: Json) -> bool:
    return _chosen(action).startswith(f"{clicks.COMPARE}/")


def _chosen(action: Json) -> str:
    return str(action["selected_option"]["value"])
