"""The sandbox's clock as Slack writes it, and waiting for it."""

import asyncio
from contextlib import suppress
from datetime import datetime

from sandbox.clock import Clock


class Stamps:
    """Message times: seconds of the sandbox's clock with six digits, unique and rising."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        self._last = max(int(self._clock.now().timestamp() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"


class Alarm:
    """Wakes at a moment of the sandbox's clock, which may come by waiting or by a jump."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._jumped = asyncio.Event()
        clock.on_change(self._ring)

    async def at(self, moment: datetime) -> None:
        while (left := (moment - self._clock.now()).total_seconds()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._jumped.wait(), left)

    def _ring(self) -> None:
        jumped, self._jumped = self._jumped, asyncio.Event()
        jumped.set()
