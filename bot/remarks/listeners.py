"""Slack in: words in threads, and the buttons of the private question about them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.remarks import advice, views
from bot.remarks.flow import Remarks
from bot.remarks.heard import Heard
from bot.slack.actor import Actor, is_somebody
from bot.slack.answers import take_away
from bot.slack.modals import open_view
from models.review.words import Verdict

Json = Mapping[str, Any]

WORDS = {"type": "message", "subtype": (None, "thread_broadcast")}  # not one that was edited or deleted, nor a file
FORMS = {views.REQUEST_CHANGES: Verdict.REQUEST_CHANGES, views.REJECT: Verdict.REJECT}


def register(app: AsyncApp, remarks: Remarks) -> None:
    @app.event(WORDS, matchers=[is_somebody, is_reply])  # type: ignore[arg-type]  # Bolt takes several subtypes
    async def said(event: Json, actor: Actor) -> None:
        at = datetime.fromtimestamp(float(event["ts"]), UTC)
        spot = Heard(ts=event["ts"], thread_ts=event["thread_ts"], words=event.get("text") or "", at=at)
        await remarks.hear(spot, by=actor)

    _buttons(app, remarks)
    _advice(app, remarks)


def _buttons(app: AsyncApp, remarks: Remarks) -> None:
    @app.action(views.APPROVE)
    async def approve(ack: AsyncAck, respond: AsyncRespond, action: Json, actor: Actor) -> None:
        await remarks.approve(action["value"], by=actor)
        await take_away(respond)
        await ack()

    @app.action(re.compile("|".join(map(re.escape, FORMS))))
    async def say_why(ack: AsyncAck, respond: AsyncRespond, body: Json, actor: Actor, client: AsyncWebClient) -> None:
        action = body["actions"][0]
        if form := await remarks.form(action["value"], FORMS[action["action_id"]], by=actor):
            await open_view(client, body["trigger_id"], form)
        await take_away(respond)
        await ack()

    @app.action(views.NO_DECISION)
    async def no_decision(ack: AsyncAck, respond: AsyncRespond, action: Json, actor: Actor) -> None:
        await remarks.set_aside(action["value"], by=actor)
        await take_away(respond, leaving=views.set_aside())
        await ack()


def _advice(app: AsyncApp, remarks: Remarks) -> None:
    @app.action(advice.ADVISE)
    async def advise(ack: AsyncAck, respond: AsyncRespond, action: Json, actor: Actor) -> None:
        against = await remarks.advise(action["value"], by=actor)
        await take_away(respond, leaving=advice.not_taken(unescape(against)) if against else None)
        await ack()

    @app.action(advice.NO_ADVICE)
    async def no_advice(ack: AsyncAck, respond: AsyncRespond, action: Json, actor: Actor) -> None:
        await remarks.set_aside(action["value"], by=actor, says=advice.SAYS)
        await take_away(respond, leaving=advice.just_a_remark())
        await ack()


async def is_reply(event: Json) -> bool:
    """A person's own words in a thread: apps and workflows write in somebody's name, too."""
    is_below = event.get("thread_ts") not in (None, event.get("ts"))
    return is_below and not event.get("bot_id") and not event.get("files")
