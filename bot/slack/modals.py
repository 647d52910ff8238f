"""Forms: opened at once as a skeleton, then filled."""

from dataclasses import dataclass

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import code_of, speaking_to_slack
from bot.slack.inputs import modal
from bot.slack.parts import section
from connectors.errors import Refused
from models.approval import Refusal

_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


class TooLate(Refusal):
    """Slack opens a form only within three seconds after the click, and once."""

    def __init__(self) -> None:
        super().__init__("that took too long for Slack to open a form; nothing was changed, please click again")


class FormChanged(Refusal):
    """Somebody or something changed the form meanwhile (hash_conflict), or closed it (not_found)."""

    def __init__(self) -> None:
        super().__init__("the form was changed or closed meanwhile")


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An open form. The hash lets an update through only while nobody else has changed it."""

    view_id: str
    hash: str


async def open_view(client: AsyncWebClient, trigger_id: str, view: View) -> Opened:
    """Raises TooLate when the click is over three seconds old."""
    try:
        async with speaking_to_slack():
            answer = await client.views_open(trigger_id=trigger_id, view=view)
    except Refused as refused:
        raise (TooLate() if code_of(refused) in _TOO_LATE else refused) from refused
    return Opened(view_id=answer["view"]["id"], hash=answer["view"].get("hash", ""))


async def update_view(client: AsyncWebClient, opened: Opened, view: View) -> Opened:
    """Raises FormChanged when it is not as we left it."""
    try:
        async with speaking_to_slack():
            answer = await client.views_update(view_id=opened.view_id, hash=opened.hash or None, view=view)
    except Refused as refused:
        raise (FormChanged() if code_of(refused) in ("hash_conflict", "not_found") else refused) from refused
    return Opened(view_id=opened.view_id, hash=answer["view"].get("hash", ""))


async def publish_home(client: AsyncWebClient, person_id: str, view: View) -> None:
    """Show a person's App Home as it is now."""
    async with speaking_to_slack():
        await client.views_publish(user_id=person_id, view=view)


def skeleton(title: str) -> View:
    """What is shown at once, before the database was asked."""
    return modal(title, [section("One moment…")], callback_id="galley.skeleton", close="Close")
