"""Slack in: the next page of a search."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.search import views
from bot.search.flow import Search
from bot.slack.actor import Actor


def register(app: AsyncApp, search: Search) -> None:
    @app.action(views.NEXT)
    async def next_page(ack: AsyncAck, respond: AsyncRespond, action: Mapping[str, Any], actor: Actor) -> None:
        after, _, text = action["value"].partition(" ")
        page = await search.find(text, by=actor, after=after)
        await respond(**page.to_json(), response_type="ephemeral", replace_original=True)
        await ack()
