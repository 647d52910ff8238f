"""The embedded engine: one process, one event loop, the job table. A commit wakes it; nothing is polled."""

import asyncio
from collections import Counter as Tally
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database, DatabaseError, after_commit
from bot.jobs import ledger
from bot.jobs.counter import Counter
from bot.jobs.effects import Effect
from bot.jobs.lanes import Lanes
from bot.jobs.outcome import Crowded, Outcome, Over, Rest
from bot.jobs.pace import Gate
from bot.jobs.port import Order
from bot.jobs.promises import Promises
from bot.jobs.trouble import OnTrouble
from models.job import Job

log = structlog.get_logger(__name__)

AT_ONCE = 64  # of all kinds; see Limits.at_once
LOOK_AROUND = timedelta(seconds=10)  # for what another process wrote: a visiting command, an older release
SHORTEST_REST = timedelta(milliseconds=5)  # many promises of one moment are looked up together
AFTER_DATABASE_ERROR = timedelta(seconds=1)
AFTER_BUG = timedelta(seconds=5)


class Embedded(Counter):
    """Bound to be alone: claims that it finds at its start belong to the dead (on SQLite the file lock sees to it)."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        effects: Iterable[Effect[Any]],
        *,
        on_trouble: OnTrouble,
        at_once: int = AT_ONCE,
    ) -> None:
        super().__init__(db, clock, effects, on_trouble=on_trouble)
        self._at_once = at_once
        self._lanes = Lanes()
        self._ahead: dict[str, deque[Job]] = {}
        self._sending: Tally[str] = Tally()
        self._steps: set[asyncio.Task[None]] = set()
        self._stirred = asyncio.Event()
        self._idle = asyncio.Event()
        self._settled = asyncio.Event()
        self._promises = Promises(at=clock.now())
        self._look_at = clock.wall()
        self._dispatcher: asyncio.Task[None] | None = None

    async def start(self) -> None:
        async with self._db.write() as session:
            await ledger.void_claims(session)
        self._clock.on_jump(self._stir)
        self._dispatcher = asyncio.create_task(self._dispatch(), name="jobs")

    async def drain(self, *, within: timedelta) -> None:
        if self._dispatcher is None:
            return
        await _cancelled([self._dispatcher])
        self._dispatcher = None
        if self._steps:
            _, late = await asyncio.wait(self._steps, timeout=within.total_seconds())
            await _cancelled(late)

    async def idle(self) -> None:
        await self._idle.wait()

    async def settled(self) -> None:
        await self._settled.wait()

    async def _placed(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        after_commit(session, partial(self._ordered, orders))

    async def _changed(self, session: AsyncSession, lane: str) -> None:
        after_commit(session, partial(self._rouse, lane))

    async def _reopened(self, session: AsyncSession, gate: Gate) -> None:
        after_commit(session, partial(self._reopen, gate))

    def _ordered(self, orders: Sequence[Order]) -> None:
        now = self._clock.now()
        for order in orders:
            if order.not_before is None or order.not_before <= now:
                self._lanes.wake(order.lane)
            else:
                self._promises.note(order.not_before)
        self._stir()

    def _rouse(self, lane: str) -> None:
        self._ahead.pop(lane, None)
        self._lanes.rouse(lane)
        self._stir()

    def _reopen(self, gate: Gate) -> None:
        self._lanes.reopen(gate)
        self._stir()

    def _stir(self) -> None:
        self._idle.clear()
        self._settled.clear()
        self._stirred.set()

    async def _dispatch(self) -> None:
        while True:
            self._stirred.clear()
            await self._look_around()
            self._lanes.let_on(at=self._clock.wall())
            self._begin_steps()
            await self._rest()

    async def _look_around(self) -> None:
        """Finds what no commit of ours has told: at the start, when a promise comes due, and now and then."""
        now, wall = self._clock.now(), self._clock.wall()
        is_time = wall >= self._look_at
        if not is_time and not self._promises.are_due(at=now):
            return
        try:
            lanes = await self._lanes_to_wake(now, all_of_them=is_time)
        except DatabaseError as error:
            log.warning("the jobs could not be read", reason=str(error))
            self._look_at = wall + AFTER_DATABASE_ERROR
            self._promises.forget()
            return
        if is_time:
            self._look_at = wall + LOOK_AROUND
        for lane in lanes:
            self._lanes.wake(lane)

    async def _lanes_to_wake(self, now: datetime, *, all_of_them: bool) -> Sequence[str]:
        self._promises.begin_look()
        async with self._db.read() as session:
            if all_of_them:
                lanes = await ledger.lanes_with_work(session, now=now)
            else:
                lanes = await self._promises.lanes(session, at=now)
            await self._promises.end_look(session, at=now)
        return lanes

    def _begin_steps(self) -> None:
        for kind in self._lanes.crowded_kinds:
            self._lanes.let_in(kind, max(self._runner.seats(kind) - self._sending[kind], 0))
        while len(self._steps) < self._at_once and (lane := self._lanes.take()) is not None:
            step = asyncio.create_task(self._step(lane), name=f"job in {lane}")
            self._steps.add(step)
            step.add_done_callback(self._steps.discard)

    async def _step(self, lane: str) -> None:
        outcome: Outcome | None
        try:
            outcome = await self._advance(lane)
        except DatabaseError as error:
            log.warning("the database did not let a job begin", lane=lane, reason=str(error))
            outcome = Rest(self._clock.wall() + AFTER_DATABASE_ERROR)
        except Exception:
            log.exception("a lane stumbled", lane=lane)
            outcome = Rest(self._clock.wall() + AFTER_BUG)
        self._lanes.put_back(lane, outcome, at=self._clock.wall())
        self._stir()

    async def _advance(self, lane: str) -> Outcome | None:
        """None: there is nothing more to do in it. Whoever comes during this step calls us; before it, between two
        steps, one may have come whom those that were read then do not show.
        """
        known = self._ahead.pop(lane, None)
        ahead = known or await self._look(lane)
        if not ahead:
            return None
        outcome = await self._take(ahead.popleft())
        if outcome != Over():
            return outcome
        if ahead:
            self._ahead[lane] = ahead
        return outcome if ahead or known is not None else None

    async def _look(self, lane: str) -> deque[Job]:
        async with self._db.glance() as session:
            return await ledger.next_in(session, lane, now=self._clock.now())

    async def _take(self, job: Job) -> Outcome:
        if self._sending[job.kind] >= self._runner.seats(job.kind):
            return Crowded(job.kind)

        self._sending[job.kind] += 1
        try:
            return await self._runner.advance(job)
        finally:
            self._sending[job.kind] -= 1

    async def _rest(self) -> None:
        if not self._stirred.is_set() and self._lanes.are_quiet:
            self._idle.set()
            if self._lanes.are_empty:
                self._settled.set()
        try:
            async with asyncio.timeout(self._until_next_moment()):
                await self._stirred.wait()
        except TimeoutError:
            self._idle.clear()
            self._settled.clear()

    def _until_next_moment(self) -> float:
        wall, now = self._clock.wall(), self._clock.now()
        waits = [self._look_at - wall]
        if (moment := self._lanes.next_moment()) is not None:
            waits.append(moment - wall)
        if self._promises.next is not None:
            waits.append(self._promises.next - now)
        return max(min(waits), SHORTEST_REST).total_seconds()


async def _cancelled(tasks: Iterable[asyncio.Task[None]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
