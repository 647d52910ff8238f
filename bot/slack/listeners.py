"""Slack in, as far as it is about Galley itself and not about any picture."""

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.slack.actor import Actor, is_somebody
from bot.slack.presence import Presence


def register(app: AsyncApp, presence: Presence) -> None:
    @app.event("member_joined_channel")
    async def joined(event: dict[str, Any], context: AsyncBoltContext, actor: Actor) -> None:
        if event["user"] == context.bot_user_id:
            await presence.let_in(context.team_id or "", event["channel"])
        else:
            await presence.met(actor, event["channel"])

    @app.event("channel_unarchive")
    async def unarchived(event: dict[str, Any], context: AsyncBoltContext) -> None:
        await presence.let_in(context.team_id or "", event["channel"])

    @app.event("app_mention", matchers=[is_somebody])
    async def called(event: dict[str, Any], actor: Actor, delivery: str) -> None:
        if not event.get("files"):
            await presence.called(actor, delivery, thread_ts=event.get("thread_ts"))

    @app.event("app_uninstalled")
    async def uninstalled(context: AsyncBoltContext) -> None:
        await presence.cut_off(
            context.team_id, context.enterprise_id, why="Galley was removed from the Slack workspace."
        )

    @app.event("tokens_revoked")
    async def revoked(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if event["tokens"].get("bot"):
            await presence.cut_off(context.team_id, context.enterprise_id, why="Galley's Slack token was revoked.")
