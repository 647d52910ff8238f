"""Forms and App Home. What a form asks is read in milliseconds, long before Slack's three seconds are over."""

from collections.abc import Mapping

from slack_bolt.async_app import AsyncAck
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import code_of, speaking_to_slack
from connectors.errors import Refused
from models.refusal import Refusal

_TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})


class TooLate(Refusal):
    """Slack opens a form only within three seconds after the click, and once."""

    def __init__(self) -> None:
        super().__init__("that took too long for Slack to open a form; nothing was changed, please click again")


async def open_view(client: AsyncWebClient, trigger_id: str, view: View) -> None:
    """Raises TooLate when the click is over three seconds old."""
    try:
        async with speaking_to_slack():
            await client.views_open(trigger_id=trigger_id, view=view)
    except Refused as refused:
        raise (TooLate() if code_of(refused) in _TOO_LATE else refused) from refused


async def close_form(ack: AsyncAck, errors: Mapping[str, str]) -> None:
    """Or leave it open, with each error beside its field."""
    if errors:
        await ack(response_action="errors", errors=dict(errors))
    else:
        await ack()


async def show_next(ack: AsyncAck, view: View | None) -> None:
    """In place of the form that was sent; without one it closes."""
    if view is None:
        await ack()
    else:
        await ack(response_action="update", view=view.to_dict())


async def publish_home(client: AsyncWebClient, person_id: str, view: View) -> None:
    """Show a person's App Home as it is now."""
    async with speaking_to_slack():
        await client.views_publish(user_id=person_id, view=view)
