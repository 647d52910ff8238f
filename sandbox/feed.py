"""What changed, for the page's live updates and for whoever waits."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

Note = dict[str, Any]


class Feed:
    """A numbered stream of small notes such as {"system": "slack", "kind": "message", "channel": "C0REVIEW"}."""

    def __init__(self) -> None:
        self._notes: deque[tuple[int, Note]] = deque(maxlen=2000)
        self._count = 0
        self._news = asyncio.Event()

    @property
    def count(self) -> int:
        return self._count

    def tell(self, system: str, kind: str, **details: Any) -> None:
        self._count += 1
        self._notes.append((self._count, {"system": system, "kind": kind, **details}))
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def follow(self, since: int) -> AsyncIterator[tuple[int, Note]]:
        """Every note after number `since`, then each new one as it comes."""
        while True:
            news = self._news
            for number, note in [pair for pair in self._notes if pair[0] > since]:
                yield number, note
                since = number
            await news.wait()
