"""The log of every API call received: what a check counts and a person reads."""

from collections import deque
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Call:
    number: int
    time: datetime
    system: str
    method: str
    path: str
    status: int
    who: str
    detail: str = ""  # the fault that was applied, or the vendor's error word

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"time": self.time.isoformat()}


class Calls:
    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=200_000)
        self._count = 0

    def note(
        self, *, time: datetime, system: str, method: str, path: str, status: int, who: str, detail: str = ""
    ) -> None:
        self._count += 1
        self._calls.append(
            Call(
                number=self._count,
                time=time,
                system=system,
                method=method,
                path=path,
                status=status,
                who=who,
                detail=detail,
            )
        )

    def since(self, *, system: str | None = None, time: datetime | None = None) -> list[Call]:
        return [
            call
            for call in self._calls
            if (system is None or call.system == system) and (time is None or call.time >= time)
        ]

    def forget(self) -> None:
        self._calls.clear()
