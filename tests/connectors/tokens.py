"""A place to keep tokens, for tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from connectors.oauth import Tokens

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Drawer:
    """A token store that can be told to fail."""

    def __init__(self) -> None:
        self.tokens = Tokens(access="a1", refresh="r1", expires_at=NOON + timedelta(hours=1))
        self.is_broken = False
        self.lock = asyncio.Lock()

    async def load(self) -> Tokens:
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        if self.is_broken:
            raise OSError("database is locked")
        self.tokens = tokens

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[None]:
        async with self.lock:
            yield
