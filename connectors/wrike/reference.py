"""Wrike: what people paste when they mean a task or a project: a permalink, a number, or an API id."""

import re
from urllib.parse import urlsplit

from connectors.errors import NotFound, Refused
from connectors.wrike.client import WrikeClient
from connectors.wrike.mapping import Identified

WRIKE = "wrike.com"
_PERMALINK = re.compile(r"https?://[^/\s]+/open\.htm\?(?:[^#\s]*&)?id=(\d+)\S*")


async def find_id(client: WrikeClient, kind: type[Identified], reference: str, *, path: str, number_type: str) -> str:
    """The API id behind a reference. An API id is returned as it is: reading it will show whether it exists."""
    text = reference.strip().strip("<>").split("|")[0]  # Slack wraps links
    if link := _PERMALINK.fullmatch(text):
        _must_be_wrikes(client, text)
        return await _by_permalink(client, kind, text, path=path) or await _by_number(client, link[1], number_type)
    if text.isascii() and text.isdigit():
        return await _by_number(client, text, number_type)
    return client.id(text)


def _must_be_wrikes(client: WrikeClient, link: str) -> None:
    """The number in a link to anywhere else is a number of anything."""
    host = (urlsplit(link).hostname or "").lower()
    if not host.endswith(f".{WRIKE}"):
        raise Refused(client.system, f"{host} is not Wrike, so this address is not looked up")


async def _by_permalink(client: WrikeClient, kind: type[Identified], link: str, *, path: str) -> str | None:
    """Compared by Wrike letter by letter, so a link through another host finds nothing here."""
    records = await client.read(kind, path, permalink=link)
    return records[0].id if records else None


async def _by_number(client: WrikeClient, number: str, number_type: str) -> str:
    """The number of a permalink is the id of Wrike's older API, which it calls apiV2Id."""
    try:
        records = await client.read(Identified, "/ids", type=number_type, ids=f"[{number}]")
    except Refused as error:
        raise NotFound(client.system, f"there is nothing with the number {number} ({error.sentence})") from error
    if not records:
        raise NotFound(client.system, f"there is nothing with the number {number}")
    return records[0].id
