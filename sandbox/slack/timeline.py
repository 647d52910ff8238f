"""One conversation's messages in order, its threads beside it."""

from bisect import bisect_left, bisect_right
from decimal import Decimal

from sandbox.slack.refusals import Json


class Timeline:
    """Messages by their time; adding keeps the order because times only rise."""

    def __init__(self) -> None:
        self._messages: dict[str, Json] = {}
        self._roots: list[str] = []
        self._threads: dict[str, list[str]] = {}

    def add(self, message: Json) -> None:
        ts: str = message["ts"]
        thread: str = message.get("thread_ts", ts)
        self._messages[ts] = message
        if thread == ts:
            self._roots.append(ts)
            return
        self._threads.setdefault(thread, []).append(ts)
        if message.get("subtype") == "thread_broadcast":
            self._roots.append(ts)

    def get(self, ts: str) -> Json | None:
        return self._messages.get(ts)

    def replies(self, thread_ts: str) -> list[Json]:
        return [self._messages[ts] for ts in self._threads.get(thread_ts, [])]

    def is_root(self, ts: str) -> bool:
        message = self._messages.get(ts)
        return message is not None and message.get("thread_ts", ts) == ts

    def remove(self, ts: str) -> None:
        message = self._messages.pop(ts)
        if ts in self._roots:
            self._roots.remove(ts)
        thread = self._threads.get(message.get("thread_ts", ""), [])
        if ts in thread:
            thread.remove(ts)

    def roots(self, *, oldest: str = "0", latest: str = "", is_inclusive: bool = False) -> list[Json]:
        """Root messages between two times, oldest first; the borders count only when inclusive."""
        first = (bisect_left if is_inclusive else bisect_right)(self._roots, _written_out(oldest))
        last = len(self._roots)
        if latest:
            last = (bisect_right if is_inclusive else bisect_left)(self._roots, _written_out(latest))
        return [self._messages[ts] for ts in self._roots[first:last]]

    def after(self, ts: str) -> list[Json]:
        border = _written_out(ts)
        found = []
        for message in reversed(self._messages.values()):
            if message["ts"] <= border:
                break
            found.append(message)
        return found


def _written_out(ts: str) -> str:
    """As wide as every message's time, so that texts compare as the numbers do."""
    return f"{Decimal(ts):017.6f}"
