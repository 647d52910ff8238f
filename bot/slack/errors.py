"""What Slack answers, sorted by what to do next (connectors/errors.py).

https://docs.slack.dev/apis/web-api/rate-limits and the error lists of each method.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import httpx
from slack_sdk.errors import SlackApiError

from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable

SYSTEM = "slack"

_DEAD_TOKEN = frozenset(
    {
        "invalid_auth",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_authed",
        "two_factor_setup_required",
        "team_access_not_granted",
    }
)
_LATER = frozenset({"ratelimited", "rate_limited", "request_timeout", "accesslimited"})
_PERHAPS = frozenset({"internal_error", "fatal_error", "service_unavailable"})  # "some aspect may have succeeded"
_MISSING = frozenset({"file_deleted", "not_visible", "user_not_visible", "no_such_subteam", "users_not_found"})

_SENTENCES = {
    "missing_scope": "Galley lacks the permission {needed}. An admin of the workspace must install it again.",
    "not_in_channel": "Galley is not in that channel. Somebody there must type /invite @Galley.",
    "is_archived": "That channel is archived. Somebody must bring it back, or galley.yml must name another one.",
    "channel_not_found": "That channel does not exist, or it is private and Galley was not invited.",
    "message_not_found": "That message was deleted.",
    "file_deleted": "That file was deleted in Slack.",
    "file_not_found": "That file is not in Slack any more.",
    "expired_trigger_id": "That took too long for Slack to open a form. Please try again.",
}


class Missing(NotFound):
    """Slack does not know what was named; `code` is Slack's own word for it."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(SYSTEM, sentence)
        self.code = code


@asynccontextmanager
async def speaking_to_slack() -> AsyncIterator[None]:
    """Everything that can go wrong in a call to Slack leaves this block as a ConnectorError."""
    try:
        yield
    except SlackApiError as error:
        raise _sorted(error) from error
    except (
        aiohttp.ClientConnectorError,
        aiohttp.ConnectionTimeoutError,
        httpx.ConnectError,
        httpx.ConnectTimeout,
    ) as e:
        raise Unavailable(SYSTEM, "Slack cannot be reached.") from e
    except (aiohttp.ClientError, httpx.TransportError) as error:
        raise OutcomeUnknown(SYSTEM, f"The connection to Slack broke ({type(error).__name__}).") from error
    except TimeoutError as error:
        raise OutcomeUnknown(SYSTEM, "Slack did not answer in time.") from error


def code_of(error: ConnectorError) -> str:
    """Slack's own word for a refusal, or nothing."""
    return getattr(error, "code", None) or ""


def _sorted(error: SlackApiError) -> ConnectorError:
    status, headers, body = _answer(error)
    code = str(body.get("error") or "")
    sentence = _sentence(code, body)
    if status == httpx.codes.TOO_MANY_REQUESTS or code in _LATER:
        return Unavailable(SYSTEM, "Slack asks to slow down.", _retry_after(headers))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or code in _PERHAPS or not code:
        return OutcomeUnknown(SYSTEM, f"Slack had trouble of its own ({code or status}).")
    if code in _DEAD_TOKEN:
        return Unauthorized(SYSTEM, f"Slack no longer accepts Galley's token ({code}). It must be installed again.")
    if code in _MISSING or code.endswith("_not_found"):
        return Missing(sentence, code)
    return Refused(SYSTEM, sentence, status=status, code=code)


def _answer(error: SlackApiError) -> tuple[int, Mapping[str, str], dict[str, Any]]:
    response = error.response  # the SDK's response, or aiohttp's where the body could not be read
    status: int = getattr(response, "status_code", getattr(response, "status", 500))
    data = getattr(response, "data", None)
    return status, getattr(response, "headers", {}), data if isinstance(data, dict) else {}


def _sentence(code: str, body: dict[str, Any]) -> str:
    known = _SENTENCES.get(code)
    if known is not None:
        return known.format(needed=body.get("needed", "that it needs for this"))
    details = (body.get("response_metadata") or {}).get("messages") or ()
    return f"Slack said no: {code}." + (f" {'; '.join(map(str, details))[:300]}" if details else "")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    written = headers.get("Retry-After") or headers.get("retry-after") or ""
    return float(written) if written.isdigit() else None
