"""Slack in: Bolt, commit-then-acknowledge, and the one place where whatever went wrong becomes a sentence."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.actor import Actor
from bot.slack.mishaps import Mishaps
from bot.slack.people import People
from bot.slack.text import storable

ANYTHING = re.compile(r".*", re.DOTALL)


LetIn = Callable[..., Awaitable[AuthorizeResult | None]]
"""Which workspace a delivery is from, and our token there; None where nobody has installed Galley."""

STRANGE = "Galley is not installed in this workspace any more. An admin of it can install it again."


def build_app(
    *, client: AsyncWebClient, signing_secret: str, let_in: LetIn, people: People, mishaps: Mishaps
) -> AsyncApp:
    """Listeners may take `actor: Actor` and `delivery: str | None` (Slack's event id) as arguments, besides Bolt's own.

    process_before_response: Slack hears of success only when the listener has committed
    (https://docs.slack.dev/tools/bolt-python/concepts/lazy-listeners).
    """
    app = AsyncApp(
        name="galley",  # or it would look for a name in every frame of the stack
        client=client,
        signing_secret=signing_secret,
        before_authorize=_name_the_workspace,
        authorize=_authorize(let_in),  # type: ignore[arg-type]  # Bolt takes None, and tells the person
        user_facing_authorize_error_message=STRANGE,
        process_before_response=True,
    )

    @app.use
    async def say_who(
        context: AsyncBoltContext,
        body: dict[str, Any],
        next: Callable[[], Awaitable[None]],  # noqa: A002  Bolt's name
    ) -> None:
        storable(body)
        context["delivery"] = body.get("event_id")
        context["actor"] = None
        team_id = _where(context)
        if team_id and context.user_id:
            actor = Actor(team_id=team_id, person_id=context.user_id, channel_id=context.channel_id)
            context["actor"] = actor
            people.met(actor.team_id, actor.person_id)
        await next()

    @app.error
    async def explain(error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse | None:
        return await mishaps.explain(error, body, context)

    return app


async def _name_the_workspace(
    context: AsyncBoltContext,
    body: dict[str, Any],
    next: Callable[[], Awaitable[None]],  # noqa: A002  Bolt's name
) -> None:
    """Of an organisation's app Slack names the organisation, or nobody, where else the workspace is named: beside an
    event, a form or a global shortcut. The view, the event's envelope or the person know where it was
    (https://docs.slack.dev/enterprise/organization-ready-apps).
    """
    if not (context.team_id or "").startswith("T"):
        knowing = (body.get("view"), body, body.get("user"))
        places = [str(one.get("team_id")) for one in knowing if isinstance(one, dict)]
        context["team_id"] = [*(one for one in places if one.startswith("T")), None][0]
    await next()


def _authorize(let_in: LetIn) -> LetIn:
    async def authorize(team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        return await let_in(team_id=team_id, enterprise_id=enterprise_id)

    return authorize


def _where(context: AsyncBoltContext) -> str | None:
    """The workspace that let us in. A payload names that of the person, who may be a guest of it (Slack Connect)."""
    result = context.authorize_result
    return (result.team_id if result else None) or context.team_id


def take_the_rest(app: AsyncApp) -> None:
    """Registered last: what nobody listens to is taken in all the same, or Slack would send it again and again and in
    the end stop (https://docs.slack.dev/apis/events-api, "Failure conditions").
    """

    @app.event(ANYTHING)
    async def ignore_event() -> None:
        """An event of a kind, or of a subtype, that means nothing to Galley."""

    @app.action(ANYTHING)
    async def ignore_click(ack: AsyncAck) -> None:
        """A button that opens an address, or one that an older Galley drew."""
        await ack()
