"""Whatever goes wrong while somebody waits: they read what happened and what to do next, in private."""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import aiohttp
import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.db import DatabaseBusy, DatabaseError
from bot.slack.errors import speaking_to_slack
from bot.slack.parts import escape, escape_lines, modal, section
from connectors.errors import ConnectorError, OutcomeUnknown, Unavailable
from models.refusal import Refusal
from models.roles import NotAllowed

log = structlog.get_logger(__name__)

Wording = Callable[[Exception], str | None]
"""How a step words its own refusals, as mrkdwn; None for one that it does not know."""

AGAIN = "Nothing was changed. Please try again in a moment."


class Mishaps:
    def __init__(self, *wordings: Wording) -> None:
        self._wordings = wordings

    async def explain(self, error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse | None:
        """None: Slack hears of a failure, and sends an event again."""
        sentence, is_expected = self._sentence(error)
        if not is_expected:
            code = secrets.token_hex(3).upper()
            log.error("a listener failed", code=code, payload=body.get("type") or body.get("command"), exc_info=error)
            sentence = f"{sentence} If it happens again, tell an admin of Galley this code: `{code}`."
        if "event" in body:
            return BoltResponse(status=HTTPStatus.OK) if isinstance(error, Refusal) else None
        return await _tell(sentence, body, context)

    def _sentence(self, error: Exception) -> tuple[str, bool]:
        words = next((said for wording in self._wordings if (said := wording(error)) is not None), None) or _own(error)
        return words or "Something went wrong in Galley. Nothing was changed.", words is not None


def _own(error: Exception) -> str | None:
    match error:
        case Refusal():  # NotAllowed comes with the names of who may, escaped
            return _capital(str(error) if isinstance(error, NotAllowed) else escape(str(error), 600))
        case DatabaseBusy():
            return f"Galley is very busy just now. {AGAIN}"
        case DatabaseError():
            log.error("the database failed a person", reason=str(error))
            return "Galley cannot write anything down just now. Nothing was changed; an admin must help."
        case Unavailable() | OutcomeUnknown():
            return f"{error.system.capitalize()} does not answer just now. {AGAIN}"
        case ConnectorError():
            log.warning("another system said no to a person", reason=str(error))
            return f"{error.system.capitalize()} said no:\n{escape_lines(error.sentence)}"
    return None


async def _tell(sentence: str, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """By the shortest way that stays private: in the answer itself, by the response URL, or in a direct message."""
    if body.get("type") == "view_submission":
        shown = modal("Galley", [section(sentence)], callback_id="galley.mishap", close="Close")
        return BoltResponse(status=HTTPStatus.OK, body={"response_action": "update", "view": shown.to_dict()})
    if "command" in body:
        return BoltResponse(status=HTTPStatus.OK, body={"response_type": "ephemeral", "text": sentence})
    try:
        await _send(sentence, context)
    except (ConnectorError, SlackApiError, aiohttp.ClientError, TimeoutError) as error:
        log.warning("a sentence did not reach the person", sentence=sentence, reason=str(error))
    return BoltResponse(status=HTTPStatus.OK)


async def _send(sentence: str, context: AsyncBoltContext) -> None:
    if context.response_url and context.respond is not None:
        await context.respond(text=sentence, response_type="ephemeral", replace_original=False)
    elif context.user_id:
        async with speaking_to_slack():
            await context.client.chat_postMessage(
                channel=context.user_id, text=sentence, unfurl_links=False, unfurl_media=False
            )


def _capital(words: str) -> str:
    sentence = f"{words[:1].upper()}{words[1:]}"
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
