"""A bad day, on demand: which faults are armed, and which of them strikes this call."""

import itertools
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

SYSTEMS = ("slack", "wrike", "workfront", "mediavalet")


class Kind(StrEnum):
    RATE_LIMIT = "rate_limit"  # 429
    ERROR = "error"  # 500 before any work
    SLOW = "slow"  # answers late
    DROP = "drop"  # connection cut before any work; for deliveries: never sent
    DUPLICATE = "duplicate"  # deliveries sent twice
    REORDER = "reorder"  # deliveries swapped with the next one
    OFFLINE = "offline"  # connection cut, as if the host were gone
    LOST_REPLY = "lost_reply"  # the work is done, then the connection is cut


DELIVERY_KINDS = frozenset({Kind.DROP, Kind.DUPLICATE, Kind.REORDER, Kind.SLOW})


@dataclass(kw_only=True)
class Fault:
    number: int
    system: str
    kind: Kind
    match: str = ""  # part of the path or method name, e.g. "chat.postMessage"; "event" for deliveries
    times: int | None = None
    until: float | None = None  # monotonic
    rate: float = 1.0
    struck: int = field(default=0)

    @property
    def is_spent(self) -> bool:
        return (self.times is not None and self.struck >= self.times) or (
            self.until is not None and time.monotonic() > self.until
        )


class Faults:
    def __init__(self, seed: int = 0) -> None:
        self._numbers = itertools.count(1)
        self._random = random.Random(seed)  # noqa: S311  repeatable on purpose
        self._listeners: list[Callable[[Fault], None]] = []
        self.armed: list[Fault] = []

    def on_arm(self, listener: Callable[[Fault], None]) -> None:
        self._listeners.append(listener)

    def arm(
        self,
        *,
        system: str,
        kind: Kind,
        match: str = "",
        times: int | None = None,
        seconds: float | None = None,
        rate: float = 1.0,
    ) -> Fault:
        until = None if seconds is None else time.monotonic() + seconds
        fault = Fault(
            number=next(self._numbers), system=system, kind=kind, match=match, times=times, until=until, rate=rate
        )
        self.armed.append(fault)
        for listener in self._listeners:
            listener(fault)
        return fault

    def disarm(self, number: int | None = None) -> None:
        self.armed = [] if number is None else [fault for fault in self.armed if fault.number != number]

    def strike(self, system: str, path: str, kinds: frozenset[Kind] = frozenset(Kind)) -> Fault | None:
        """The fault that hits this call, counted as used; None on a good day."""
        self.armed = [fault for fault in self.armed if not fault.is_spent]
        for fault in self.armed:
            if fault.system != system or fault.kind not in kinds or fault.match not in path:
                continue
            if self._random.random() < fault.rate:
                fault.struck += 1
                return fault
        return None
