"""The replicated engine: any number of processes on one PostgreSQL, sent from lane to lane by Procrastinate."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database, DatabaseError, after_commit
from bot.jobs import ledger, visits
from bot.jobs.counter import Counter
from bot.jobs.effects import Effect
from bot.jobs.pace import Gate
from bot.jobs.port import Order
from bot.jobs.promises import Promises
from bot.jobs.trouble import OnTrouble
from bot.jobs.visitor import Visitor
from bot.jobs.worker import Vigil, Worker

log = structlog.get_logger(__name__)

SHORTEST_REST = timedelta(milliseconds=5)  # many promises of one moment are looked up together
AFTER_DATABASE_ERROR = timedelta(seconds=1)
ASKING_AGAIN = 0.01  # seconds; whether everything is at rest, nobody but the database knows
LAST_WORDS = timedelta(seconds=5)  # for a worker to take leave of a database that may be away


class Replicated(Counter):
    """`visits=False`: orders are taken and others send them."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        effects: Iterable[Effect[Any]],
        *,
        on_trouble: OnTrouble,
        visits: bool = True,
        vigil: Vigil | None = None,
    ) -> None:
        super().__init__(db, clock, effects, on_trouble=on_trouble)
        self._vigil = vigil or Vigil()
        self._visitor = Visitor(db, clock, self._runner)
        self._worker = Worker(db.conninfo, self._visitor.visit, vigil=self._vigil)
        self._makes_visits = visits
        self._stirred = asyncio.Event()
        self._has_jumped = False
        self._is_looking = False
        self._promises = Promises(at=clock.now())
        self._look_at = clock.wall()
        self._suspects: frozenset[int] = frozenset()
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> None:
        if not self._makes_visits:
            return
        await self._look_around()
        self._clock.on_jump(self._jump)
        self._looking = asyncio.create_task(self._keep_looking(), name="jobs")
        self._worker.start()

    async def drain(self, *, within: timedelta) -> None:
        if self._looking is None:
            return
        self._looking.cancel()
        await asyncio.gather(self._looking, return_exceptions=True)
        self._looking = None
        self._visitor.leave()
        if not await self._worker.stop(within=within):
            self._visitor.break_off()
            await self._worker.stop(within=LAST_WORDS)
        await self._hand_over()

    async def idle(self) -> None:
        await _come_true(self._is_idle)

    async def settled(self) -> None:
        await _come_true(self._has_ended_all)
        await self.idle()

    async def _placed(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        now = self._clock.now()
        for order in orders:
            if order.not_before is None or order.not_before <= now:
                visits.ask_at_the_end(session, order.lane)
            else:
                after_commit(session, partial(self._promised, order.not_before))

    def _promised(self, moment: datetime) -> None:
        if self._promises.note(moment):
            self._stirred.set()

    async def _changed(self, session: AsyncSession, lane: str) -> None:
        await visits.rouse(session, lane)

    async def _reopened(self, session: AsyncSession, gate: Gate) -> None:
        await visits.rouse_all(session, behind=gate.name)

    def _jump(self) -> None:
        self._has_jumped = True
        self._stirred.set()

    async def _keep_looking(self) -> None:
        while True:
            await self._rest()
            self._stirred.clear()
            self._is_looking = True
            try:
                await self._look_around()
            except DatabaseError as error:
                log.warning("the lanes could not be looked after", reason=str(error))
                await asyncio.sleep(AFTER_DATABASE_ERROR.total_seconds())
            except Exception:
                log.exception("looking after the lanes stumbled")
                await asyncio.sleep(AFTER_DATABASE_ERROR.total_seconds())
            self._is_looking = False

    async def _rest(self) -> None:
        wall, now = self._clock.wall(), self._clock.now()
        waits = [self._look_at - wall]
        if self._promises.next is not None:
            waits.append(self._promises.next - now)
        try:
            async with asyncio.timeout(max(min(waits), SHORTEST_REST).total_seconds()):
                await self._stirred.wait()
        except TimeoutError:
            return  # somebody's moment has come

    async def _look_around(self) -> None:
        """Without a lock, in every replica: two that do so at once ask for two visits, of which one finds nothing."""
        now, wall = self._clock.now(), self._clock.wall()
        has_jumped, is_time = self._has_jumped, wall >= self._look_at
        self._promises.begin_look()
        async with self._db.write() as session:
            if has_jumped:
                await visits.rouse_all(session)
            if has_jumped or is_time:
                await self._look_after(session, now)
            elif self._promises.are_due(at=now):
                await visits.ask(session, await self._promises.lanes(session, at=now))
            await self._promises.end_look(session, at=now)
        if has_jumped or is_time:
            self._look_at = wall + self._vigil.look_around * random.uniform(0.8, 1.2)  # noqa: S311  jitter, not a secret
        if has_jumped:
            self._has_jumped = False
            self._visitor.wake()

    async def _look_after(self, session: AsyncSession, now: datetime) -> None:
        await visits.bury(session, silent=self._vigil.silent, lost=await self._lost(session))
        await visits.ask(session, await visits.neglected(session, now=now))

    async def _lost(self, session: AsyncSession) -> Sequence[int]:
        """Visits of ours that we know nothing of, twice in a row: their end could not be written down."""
        if self._worker.id is None:
            return ()
        unknown = await visits.on_the_way(session, worker=self._worker.id) - self._visitor.under_way
        lost, self._suspects = unknown & self._suspects, frozenset(unknown)
        return tuple(lost)

    async def _hand_over(self) -> None:
        """What was cut off is claimed no longer, and its lanes are for the others."""
        try:
            async with self._db.write() as session:
                await ledger.void_claims(session, of=self._name)
                if self._visitor.unfinished:
                    await visits.ask(session, self._visitor.unfinished)
        except DatabaseError as error:
            log.warning("the lanes could not be handed over; the others find them by themselves", reason=str(error))

    async def _is_idle(self) -> bool:
        if self._is_looking or self._stirred.is_set() or self._has_jumped:
            return False
        async with self._db.read() as session:
            return not await visits.stirs(session, resting=tuple(self._visitor.resting))

    async def _has_ended_all(self) -> bool:
        async with self._db.read() as session:
            return not await ledger.has_work(session, now=self._clock.now())


async def _come_true(condition: Callable[[], Awaitable[bool]]) -> None:
    while True:
        try:
            if await condition():
                return
        except DatabaseError as error:
            log.warning("nobody can tell how the lanes stand", reason=str(error))
            await asyncio.sleep(AFTER_DATABASE_ERROR.total_seconds())
        await asyncio.sleep(ASKING_AGAIN)
