"""People first: while somebody in Slack waits for an answer, whatever has time lets them pass."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

YIELD_S = 0.05  # for each transaction of a job: no click waits long, and no job for ever
AFTERGLOW_S = 0.01  # people click in bursts

_is_waited_for: ContextVar[bool] = ContextVar("is_waited_for", default=False)


class Courtesy:
    """Shared by the entrances, which say that somebody waits, and by the database, where jobs step back."""

    def __init__(self) -> None:
        self._waiting = 0
        self._last = 0.0
        self._door = asyncio.Lock()

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

    async def step_back(self) -> None:
        """Before a transaction. While people are being answered, the others pass one at a time, with gaps between."""
        if _is_waited_for.get() or not self._is_busy():
            return
        async with self._door:
            await asyncio.sleep(YIELD_S)

    def _is_busy(self) -> bool:
        return self._waiting > 0 or time.monotonic() - self._last < AFTERGLOW_S
