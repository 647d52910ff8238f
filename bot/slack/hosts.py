"""Slack's file hosts: which they are, and what they answer, in plain HTTP and not in the Web API's way."""

import re

import httpx

from bot.slack.errors import SYSTEM, Missing
from connectors.errors import OutcomeUnknown, Refused, Unavailable

_SLACK = re.compile(rb"([a-z0-9-]+\.)*slack\.com")

Origin = tuple[str, bytes, int | None]


class Hosts:
    """`api_url` is where the Web API answers; only if it is not slack.com are files taken from its origin, too.

    An address is read by whoever will follow it: of two readers one may see another host.
    """

    def __init__(self, api_url: str) -> None:
        api = httpx.URL(api_url)
        self._origin = None if _is_slack(api) else _origin(api)

    def must_own(self, url: str, *, refusal: str) -> None:
        """Raises Refused, with this sentence, for an address that is not Slack's, and for what is none."""
        try:
            read = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise Refused(SYSTEM, refusal) from error
        if not (_is_slack(read) or (self._origin is not None and _origin(read) == self._origin)):
            raise Refused(SYSTEM, refusal)


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


def _is_slack(url: httpx.URL) -> bool:
    return (
        url.scheme == "https"
        and url.port in (None, 443)
        and not url.userinfo
        and _SLACK.fullmatch(url.raw_host) is not None
    )


def _origin(url: httpx.URL) -> Origin:
    return url.scheme, url.raw_host, url.port
