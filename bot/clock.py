"""The clock: the only room that reads the time."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

import httpx
import structlog

log = structlog.get_logger(__name__)

LONG_POLL = timedelta(seconds=25)
PATIENCE = timedelta(seconds=2)  # before the sandbox is asked again after it was away


class Clock(Protocol):
    """Two times. `now` belongs to the story: deadlines, reminders, history. `wall` is the world's, which no sandbox
    moves: leases, quarantines, pauses and rate limits, because the systems at the other end live in it.
    """

    def now(self) -> datetime:
        """The story's time, aware UTC."""
        ...

    def wall(self) -> datetime:
        """Real time, aware UTC."""
        ...

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Calls back whenever `now` has leapt, so that whoever sleeps until a moment looks again."""
        ...

    def on_end(self, callback: Callable[[], None]) -> None:
        """Calls back when nothing that was known holds any longer: the world whose clock it is has ended."""
        ...


class SystemClock:
    """Production: both times are the machine's."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def on_jump(self, callback: Callable[[], None]) -> None:
        """Never: this clock does not leap."""

    def on_end(self, callback: Callable[[], None]) -> None:
        """Never."""


class FollowedClock:
    """Follows the sandbox's clock by long polling; between its answers, and while it is away, runs on by itself."""

    def __init__(self, page: str, http: httpx.AsyncClient, *, patience: timedelta = PATIENCE) -> None:
        self._address = f"{page.rstrip('/')}/control/clock"
        self._http = http
        self._patience = patience
        self._told = datetime.now(UTC)
        self._told_at = time.monotonic()
        self._seen = -1  # no version yet: the first answer is a jump
        self._world: str | None = None  # another one after a reset of the sandbox
        self._has_ended = False
        self._callbacks: list[Callable[[], None]] = []
        self._end_callbacks: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._told + timedelta(seconds=time.monotonic() - self._told_at)

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def on_jump(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def on_end(self, callback: Callable[[], None]) -> None:
        self._end_callbacks.append(callback)
        if self._has_ended:
            callback()

    async def read(self) -> None:
        """Takes the sandbox's time as it is now; raises httpx.HTTPError when there is no answer."""
        await self._ask(wait=timedelta(0))

    async def follow(self) -> None:
        """Runs until cancelled."""
        while True:
            try:
                await self._ask(wait=LONG_POLL)
            except httpx.HTTPError as error:
                log.info("the sandbox's clock is away, running on", reason=str(error) or type(error).__name__)
                await asyncio.sleep(self._patience.total_seconds())

    async def _ask(self, *, wait: timedelta) -> None:
        seconds = wait.total_seconds()
        question = {"seen": self._seen, "wait": int(seconds)} if self._seen >= 0 else {}
        answer = await self._http.get(self._address, params=question, timeout=seconds + 5)
        answer.raise_for_status()
        told = answer.json()
        self._take(datetime.fromisoformat(told["now"]), version=int(told["version"]))
        self._compare(str(told["world"]))

    def _take(self, moment: datetime, *, version: int) -> None:
        self._told, self._told_at = moment.astimezone(UTC), time.monotonic()
        if version == self._seen:
            return
        self._seen = version
        for callback in self._callbacks:
            callback()

    def _compare(self, world: str) -> None:
        if self._world in {None, world}:
            self._world = world
        elif not self._has_ended:
            self._has_ended = True
            for callback in self._end_callbacks:
                callback()
