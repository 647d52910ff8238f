"""A visit to a lane: what the replicated engine does once Procrastinate has sent it there."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.db import Database, DatabaseError
from bot.jobs import ledger, reservations, visits
from bot.jobs.outcome import Aside, Behind, Outcome, Over, Rest
from bot.jobs.pace import TRIAL_EVERY, Gate
from bot.jobs.runner import Runner
from models.job import Job

log = structlog.get_logger(__name__)

CHAIRS = 32  # half of the visits at a time: those who wait must not keep others from coming
SOON = timedelta(seconds=2)  # waited for in place; for anything longer another visit is asked for
CROWD_EVERY = timedelta(milliseconds=50)
AFTER_DATABASE_ERROR = timedelta(seconds=1)
AFTER_BUG = timedelta(seconds=5)


class Visitor:
    def __init__(self, db: Database, clock: Clock, runner: Runner) -> None:
        self._db = db
        self._clock = clock
        self._runner = runner
        self._seats: dict[str, asyncio.Semaphore] = {}
        self._turns: dict[str, datetime] = defaultdict(clock.wall)
        self._visits: dict[int, asyncio.Task[None]] = {}
        self._seated: set[int] = set()
        self._jumped = asyncio.Event()
        self._is_leaving = False
        self.resting: set[int] = set()
        """Visits that wait for time to pass."""
        self.unfinished: set[str] = set()
        """Lanes that were left in the midst of a visit."""

    @property
    def under_way(self) -> frozenset[int]:
        return frozenset(self._visits)

    async def visit(self, visit: int, lane: str) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  for mypy: this is a coroutine
        self._visits[visit] = task
        try:
            await self._advance(visit, lane)
        except asyncio.CancelledError:
            self.unfinished.add(lane)
            raise
        finally:
            del self._visits[visit]

    def wake(self) -> None:
        """The clock has leapt: those who rest look again."""
        self.resting.clear()
        self._jumped.set()
        self._jumped = asyncio.Event()

    def leave(self) -> None:
        """Finishes what is being sent and begins nothing."""
        self._is_leaving = True
        for visit in self._seated:
            self._visits[visit].cancel()

    def break_off(self) -> None:
        for task in self._visits.values():
            task.cancel()

    async def _advance(self, visit: int, lane: str) -> None:
        """Takes the lane as far as it gets."""
        ahead: deque[Job] = deque()
        is_on = True
        has_arrived = False
        while is_on:
            if self._is_leaving:
                self.unfinished.add(lane)
                return
            try:
                if not ahead:
                    ahead = await self._look(lane, has_arrived=has_arrived)
                has_arrived = True
                is_on = bool(ahead) and await self._step(visit, lane, ahead)
            except DatabaseError as error:
                log.warning("the database did not let a lane go on", lane=lane, reason=str(error))
                ahead.clear()
                await self._sit(visit, AFTER_DATABASE_ERROR)
            except Exception:
                log.exception("a lane stumbled", lane=lane)
                ahead.clear()
                is_on = await self._wait(visit, lane, self._clock.wall() + AFTER_BUG)

    async def _look(self, lane: str, *, has_arrived: bool) -> deque[Job]:
        now = self._clock.now()
        if has_arrived:
            async with self._db.glance() as session:
                return await ledger.next_in(session, lane, now=now)
        async with self._db.write() as session:
            await visits.take_along(session, lane)
            return await ledger.next_in(session, lane, now=now)

    async def _step(self, visit: int, lane: str, ahead: deque[Job]) -> bool:
        """False: somebody comes again later."""
        job = ahead.popleft()
        seat = self._seat(job.kind)
        if seat.locked() and not self._has_chair:
            ahead.clear()
            crowd = Gate(name=f"crowd:{job.kind}", every=CROWD_EVERY)
            return await self._queue(visit, lane, crowd, self._clock.wall() + SOON)
        with self._chair(visit):
            await seat.acquire()
        try:
            outcome = await self._runner.advance(job)
        finally:
            seat.release()
        if outcome != Over():
            ahead.clear()
        return await self._follow(visit, lane, outcome)

    async def _follow(self, visit: int, lane: str, outcome: Outcome) -> bool:
        match outcome:
            case Rest(until):
                return await self._wait(visit, lane, until)
            case Behind(gate, until):
                return await self._queue(visit, lane, gate, until)
            case Aside(other, until):
                await self._ask(other, until)
            case Over(reopened) if reopened is not None:
                self._turns.pop(reopened.name, None)
                async with self._db.write() as session:
                    await visits.rouse_all(session, behind=reopened.name)
        return True

    async def _queue(self, visit: int, lane: str, gate: Gate, until: datetime) -> bool:
        """One after the other comes back, each in its turn."""
        turn = max(until, self._turns[gate.name] + (gate.every or TRIAL_EVERY))
        self._turns[gate.name] = turn
        is_on = await self._wait(visit, lane, turn, behind=gate.name)
        if not is_on and not gate.every:
            await self._look_back(lane, gate)
        return is_on

    async def _look_back(self, lane: str, gate: Gate) -> None:
        """It may have reopened before anybody could see us queue there."""
        async with self._db.write() as session:
            if await reservations.is_open(session, gate, at=self._clock.wall()):
                await visits.rouse(session, lane)

    async def _wait(self, visit: int, lane: str, until: datetime, *, behind: str | None = None) -> bool:
        rest = until - self._clock.wall()
        if rest > SOON or not self._has_chair:
            await self._ask(lane, until, behind=behind)
            return False
        await self._sit(visit, rest)
        return True

    async def _sit(self, visit: int, rest: timedelta) -> None:
        with self._chair(visit):
            self.resting.add(visit)
            try:
                await asyncio.wait_for(self._jumped.wait(), timeout=rest.total_seconds())
            except TimeoutError:
                return  # it has rested
            finally:
                self.resting.discard(visit)

    async def _ask(self, lane: str, until: datetime, *, behind: str | None = None) -> None:
        """By the database's clock, which may not be ours."""
        async with self._db.write() as session:
            await visits.ask(session, (lane,), after=until - self._clock.wall(), behind=behind)

    def _seat(self, kind: str) -> asyncio.Semaphore:
        if kind not in self._seats:
            self._seats[kind] = asyncio.Semaphore(self._runner.seats(kind))
        return self._seats[kind]

    @property
    def _has_chair(self) -> bool:
        return len(self._seated) < CHAIRS

    @contextmanager
    def _chair(self, visit: int) -> Iterator[None]:
        """Where nothing is under way that would be cut off."""
        self._seated.add(visit)
        try:
            yield
        finally:
            self._seated.discard(visit)
