"""The shared clock: real seconds pass, and a person may jump ahead."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

FIRST_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday, four weeks before Europe's clocks change


class Clock:
    """The first morning, plus the real seconds since the start, plus every jump."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []
        self._jumped = asyncio.Event()
        self.version = 0  # counts the jumps
        self.restart()

    def restart(self) -> None:
        self._base = FIRST_MORNING
        self._started = time.monotonic()
        self._changed()

    def now(self) -> datetime:
        return self._base + timedelta(seconds=time.monotonic() - self._started)

    def advance(self, by: timedelta) -> None:
        self._base += by
        self._changed()

    def set(self, to: datetime) -> None:
        self._base = to
        self._started = time.monotonic()
        self._changed()

    def on_change(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    async def jump_after(self, seen: int, *, wait: float) -> int:
        """The version: at once when it is not `seen`, else at the next jump or after `wait` seconds."""
        if self.version == seen:
            try:
                async with asyncio.timeout(wait):
                    await self._jumped.wait()
            except TimeoutError:
                pass
        return self.version

    def _changed(self) -> None:
        self.version += 1
        jumped, self._jumped = self._jumped, asyncio.Event()
        jumped.set()
        for listener in self._listeners:
            listener()
