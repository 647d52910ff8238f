"""Blows: replicas are killed, lost and frozen in the midst of work, and the database is torn down."""

import asyncio
import signal
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field

from bot.chaos.log import CallLog
from bot.chaos.plan import Blow, Kind
from bot.chaos.replicas import Crew, Replica

PATIENCE_S = 20.0  # a blow falls after that long in any case
LOOK_S = 0.05
MIDST_S = 1.0  # who has sent something in the last second is at work


@dataclass(frozen=True, kw_only=True)
class Struck:
    """`calls` were made by all replicas in the second before."""

    kind: Kind
    whom: str
    calls: int


@dataclass(kw_only=True)
class Blows:
    crew: Crew
    calls: CallLog
    restart: Callable[[], None] | None
    struck: list[Struck] = field(default_factory=list)
    _recovering: set[asyncio.Task[None]] = field(default_factory=set)

    async def fall(self, blows: Sequence[Blow]) -> None:
        for blow in blows:
            await self._wait_for_work(blow.after_calls)
            self.crew.look_after()
            await self._strike(blow)
        await asyncio.gather(*self._recovering)

    async def _wait_for_work(self, calls: int) -> None:
        began, until = time.monotonic(), await self.calls.writes() + calls
        while await self.calls.writes() < until and time.monotonic() < began + PATIENCE_S:  # noqa: ASYNC110  others make the calls
            await asyncio.sleep(LOOK_S)

    async def _strike(self, blow: Blow) -> None:
        recent = self.calls.recent(MIDST_S)
        if blow.kind is Kind.RESTART:
            whom = "PostgreSQL"
            self._later(self._restart())
        else:
            replica = self.crew.chosen(blow.victim)
            whom = f"{replica.name} ({replica.role})"
            self._hit(replica, blow)
        self.struck.append(Struck(kind=blow.kind, whom=whom, calls=recent))

    def _hit(self, replica: Replica, blow: Blow) -> None:
        match blow.kind:
            case Kind.FREEZE:
                replica.is_frozen = True
                replica.signal(signal.SIGSTOP)
                self._later(self._thaw(replica, blow.pause))
            case Kind.LOSE:
                replica.kill()
                self._later(self.crew.replace(replica, after=blow.pause))
            case _:
                replica.kill()
                self._later(self.crew.bring_back(replica, after=blow.pause))

    async def _thaw(self, replica: Replica, after: float) -> None:
        await asyncio.sleep(after)
        replica.signal(signal.SIGCONT)
        replica.is_frozen = False

    async def _restart(self) -> None:
        if self.restart is not None:
            await asyncio.to_thread(self.restart)

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._recovering.add(task)
