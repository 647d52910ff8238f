"""People first: while somebody in Slack waits for an answer, whatever has time lets them pass."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

YIELD_S = 0.05  # before each transaction of a job: no click waits long
TIMES = 4  # as long as the one before it took: of a slow machine, people have the greater part as well
LONGEST_YIELD_S = 0.2
PATIENCE_S = 1.0  # at the door; then YIELD_S is enough, for a job has a lease
AFTERGLOW_S = 0.01  # people click in bursts

_is_waited_for: ContextVar[bool] = ContextVar("is_waited_for", default=False)


class Courtesy:
    """Shared by the entrances, which say that somebody waits, and by the database, where jobs step back."""

    def __init__(self) -> None:
        self._waiting = 0
        self._last = 0.0
        self._door = asyncio.Lock()
        self._pause = YIELD_S

    @contextmanager
    def somebody_waits(self) -> Iterator[None]:
        """Everything done inside is done for a person who looks at a spinner."""
        token = _is_waited_for.set(True)
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            self._last = time.monotonic()
            _is_waited_for.reset(token)

    @asynccontextmanager
    async def passing(self) -> AsyncIterator[None]:
        """Around a transaction. While people are being answered, the others pass one at a time, with gaps between."""
        if _is_waited_for.get():
            yield
            return
        if self._is_busy():
            await self._step_back()
        began = time.monotonic()
        try:
            yield
        finally:
            took = time.monotonic() - began
            self._pause = min(max(YIELD_S, TIMES * took), LONGEST_YIELD_S)

    async def _step_back(self) -> None:
        came = time.monotonic()
        async with self._door:
            is_late = time.monotonic() - came > PATIENCE_S
            await asyncio.sleep(YIELD_S if is_late else self._pause)

    def _is_busy(self) -> bool:
        return self._waiting > 0 or time.monotonic() - self._last < AFTERGLOW_S
