"""The sandbox's log of calls, read on and on: what came in, when, and how it was answered."""

import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.tour.stage import Stage

_WRITES = frozenset({"POST", "PUT", "DELETE"})
_LOOKS = ("conversations.", "users.", "usergroups.", "auth.", "apps.", "files.info", "team.", "bots.", "views.")


@dataclass(frozen=True, kw_only=True)
class Call:
    """`time` in seconds of the sandbox's clock."""

    number: int
    time: float
    system: str
    method: str
    path: str
    status: int

    @property
    def is_for_method(self) -> bool:
        """One of Slack's methods, not a file on its way."""
        return self.system == "slack" and self.path.startswith("/api/")

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def is_write(self) -> bool:
        """Leaves something behind. Slack's reads are POST as well."""
        return self.method in _WRITES and not self.name.startswith(_LOOKS)


class CallLog:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._since = ""
        self.all: list[Call] = []
        self._writes: list[float] = []  # when we read of each, by our own watch

    async def writes(self) -> int:
        """How many there were so far."""
        await self.read()
        return len(self._writes)

    async def read(self) -> Sequence[Call]:
        last = self.all[-1].number if self.all else 0
        found = (await self._stage.get("calls", **({"since": self._since} if self._since else {})))["calls"]
        new = [_call(one) for one in found if one["number"] > last]
        if found:
            self._since = found[-1]["time"]
        self.all += new
        self._writes += [time.monotonic()] * sum(one.is_write for one in new)
        return self.all

    def recent(self, seconds: float) -> int:
        """Writes that we have read of in the last seconds."""
        return len(self._writes) - bisect_left(self._writes, time.monotonic() - seconds)


def _call(one: dict[str, Any]) -> Call:
    return Call(
        number=one["number"],
        time=datetime.fromisoformat(one["time"]).timestamp(),
        system=one["system"],
        method=one["method"],
        path=one["path"],
        status=one["status"],
    )
