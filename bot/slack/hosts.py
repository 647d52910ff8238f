"""Slack's file hosts, which answer in plain HTTP and not in the Web API's way."""

import httpx

from bot.slack.errors import SYSTEM, Missing
from connectors.errors import OutcomeUnknown, Refused, Unavailable


def raise_for(response: httpx.Response) -> None:
    """Nothing for the file itself. A missing permission is answered with a login page and 200, seldom with 401."""
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait = response.headers.get("retry-after", "")
        raise Unavailable(SYSTEM, "Slack asks to slow down.", float(wait) if wait.isdigit() else None)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):  # of this file: a dead token shows everywhere else
        raise Refused(
            SYSTEM,
            "Slack does not let Galley read this file: it is not shared with Galley, or files:read is missing.",
            status=status,
        )
    if status in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        raise Missing("That file is not in Slack any more.", "file_not_found")
    if response.is_server_error:
        raise OutcomeUnknown(SYSTEM, f"Slack's file host had trouble of its own ({status}).")
    if not response.is_success:
        raise Refused(SYSTEM, f"Slack's file host answered {status}.", status=status)
    if _is_login_page(response):
        raise Refused(
            SYSTEM, "Slack gave its login page instead of the file: Galley lacks the scope files:read.", status=status
        )


def _is_login_page(response: httpx.Response) -> bool:
    """A picture is never HTML; where somebody uploaded a page, Slack serves it as an attachment."""
    is_page = response.headers.get("content-type", "").startswith("text/html")
    return is_page and "attachment" not in response.headers.get("content-disposition", "")
