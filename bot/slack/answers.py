"""A private message of ours that has had its answer: it goes, or says what became of it."""

import aiohttp
import structlog
from slack_bolt.async_app import AsyncRespond

from bot.slack.parts import Message

log = structlog.get_logger(__name__)


async def take_away(respond: AsyncRespond, *, leaving: Message | None = None) -> None:
    """After the commit of what was clicked. Where Slack does not hear of it the message stays, and does no harm: what
    is clicked on it then is refused with a reason, as on any old card.
    """
    try:
        if leaving is None:
            await respond(delete_original=True)
        else:
            await respond(**leaving.to_json(), response_type="ephemeral", replace_original=True)
    except (aiohttp.ClientError, TimeoutError) as error:
        log.info("a private message stays although it is answered", reason=str(error))
