"""A clock that stands still until a test moves it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class HeldClock:
    def __init__(self, now: datetime = MONDAY_NOON) -> None:
        self._now = now
        self._wall = now
        self._callbacks: list[Callable[[], None]] = []

    def now(self) -> datetime:
        return self._now

    def wall(self) -> datetime:
        return self._wall

    def on_jump(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def on_end(self, callback: Callable[[], None]) -> None:
        """Never."""

    def advance(self, by: timedelta) -> None:
        """Time passes, everywhere."""
        self._wall += by
        self.jump(by)

    def jump(self, by: timedelta) -> None:
        """Only the story leaps, as when a person moves the sandbox's clock."""
        self._now += by
        for callback in self._callbacks:
            callback()
