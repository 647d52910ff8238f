"""Pages. The token knows how far we are and nothing else: filters and `fields` must be sent again with every page."""

import base64
from datetime import datetime, timedelta
from typing import TypeVar

from sandbox.wrike import errors
from sandbox.wrike.account import Account
from sandbox.wrike.parameters import Asked
from sandbox.wrike.records import Json

One = TypeVar("One")

TOKEN_LIVES = timedelta(hours=1)


def page(account: Account, asked: Asked, found: list[One], *, most: int = 1000) -> tuple[list[One], Json]:
    """One page, and what the answer says about paging."""
    if "pageSize" not in asked and "nextPageToken" not in asked:
        return found, {}
    token = asked.text("nextPageToken")
    asked_size = asked.whole("pageSize", least=1, most=most)
    offset, size = _read(account, token) if token else (0, most)
    size = asked_size or size
    paging: Json = {"responseSize": len(found)}
    if offset + size < len(found):
        paging = {"nextPageToken": _write(account.now(), offset + size, size)} | paging
    return found[offset : offset + size], paging


def _write(now: datetime, offset: int, size: int) -> str:
    return base64.urlsafe_b64encode(f"{now.isoformat()} {offset} {size}".encode()).decode().rstrip("=")


def _read(account: Account, token: str) -> tuple[int, int]:
    try:
        at, offset, size = base64.urlsafe_b64decode(token + "==").decode().split()
        written = datetime.fromisoformat(at)
        place = int(offset), int(size)
    except ValueError as error:
        raise errors.invalid("nextPageToken") from error
    if account.now() - written > TOKEN_LIVES:
        raise errors.invalid("nextPageToken")
    return place
