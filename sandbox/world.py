"""What the stand-ins have in common: one clock, one bad day, one log, one stream of changes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.calls import Calls
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.feed import Feed


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """Where each system answers; all on loopback."""

    page: str
    slack: str
    wrike: str
    workfront: str
    mediavalet: str

    @classmethod
    def from_port(cls, port: int) -> "Addresses":
        page, slack, wrike, workfront, mediavalet = (f"http://127.0.0.1:{port + step}" for step in range(5))
        return cls(page=page, slack=slack, wrike=wrike, workfront=workfront, mediavalet=mediavalet)


def _new_name() -> str:
    """No other world has it, neither of another start nor from before a reset."""
    return secrets.token_hex(4)


@dataclass(kw_only=True)
class World:
    addresses: Addresses
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    calls: Calls = field(default_factory=Calls)
    feed: Feed = field(default_factory=Feed)
    name: str = field(default_factory=_new_name)  # ids begin anew in each
    _resets: list[Callable[[], None]] = field(default_factory=list)

    def on_reset(self, forget: Callable[[], None]) -> None:
        """A stand-in says how it goes back to the first morning."""
        self._resets.append(forget)

    def reset(self) -> None:
        self.name = _new_name()
        self.faults.disarm()
        self.calls.forget()
        for forget in self._resets:
            forget()
        self.clock.restart()
        self.feed.tell("world", "reset")
