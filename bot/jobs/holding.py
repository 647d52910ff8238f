"""A job in hand: what becomes known of it is committed as long as its claim is ours; a seat it took is given back."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.clock import Clock
from bot.db import Database, DatabaseError
from bot.jobs import ledger, pace, reservations
from bot.jobs.effects import Claim, ClaimLost, Limits
from bot.jobs.outcome import Over
from bot.jobs.reservations import Pass
from bot.jobs.trouble import OnTrouble
from models.job import Job

log = structlog.get_logger(__name__)

DATABASE_PAUSE = timedelta(seconds=0.5)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every errand needs."""

    db: Database
    clock: Clock
    name: str
    on_trouble: OnTrouble


class Holding:
    """`passed` is what the job took on its way: a seat, and gates that are on trial."""

    def __init__(
        self,
        desk: Desk,
        job: Job,
        limits: Limits,
        *,
        passed: Pass,
        deadline: datetime,
        forgotten_since: datetime | None,
    ) -> None:
        self.job = job
        self.log = log.bind(job=job.id, kind=job.kind, subject=job.subject, lane=job.lane)
        self.forgotten_since = forgotten_since
        self._desk = desk
        self._limits = limits
        self._passed = passed
        self._deadline = deadline
        self._checkpoint = dict(job.checkpoint)
        self.claim = self._sign()

    async def conclude(self, change: Callable[[AsyncSession, Job], Awaitable[None]]) -> Job:
        """Commits what is now known. A database that is busy or full is waited for: forgetting would cost a look-up."""
        while True:
            try:
                job = await self._commit(change)
            except DatabaseError as error:
                self.log.warning("the database does not take what is known of a job", reason=str(error))
                await asyncio.sleep(DATABASE_PAUSE.total_seconds())
            else:
                metrics.concluded(job, at=self.now())
                return job

    async def intend_again(self) -> None:
        """As if claimed anew: what was sent before is known to have come to nothing."""

        async def intend(_: AsyncSession, job: Job) -> None:
            self._deadline = self.now() + self._limits.timeout
            job.intend(at=self.now(), until=self._deadline)

        await self.conclude(intend)
        self.claim = self._sign()

    async def stand_up(self) -> None:
        if self._passed.seat is None:
            return
        try:
            async with self._desk.db.write() as session:
                await reservations.leave_seat(session, self._passed.seat)
        except DatabaseError as error:
            self.log.warning("a seat could not be given back, it lapses", reason=str(error))

    async def acquit(self, session: AsyncSession) -> None:
        for gate in self._tried:
            await reservations.acquit(session, gate)

    def over(self) -> Over:
        return Over(reopened=next(iter(self._tried), None))

    def is_on_trial(self, gate: pace.Gate) -> bool:
        return gate.name in self._passed.on_trial

    def check(self) -> None:
        """Whoever slept past the lease sends nothing."""
        if self.now() >= self._deadline:
            raise ClaimLost

    def now(self) -> datetime:
        return self._desk.clock.wall()

    def time_left(self) -> float:
        return (self._deadline - self.now()).total_seconds()

    async def _commit(self, change: Callable[[AsyncSession, Job], Awaitable[None]]) -> Job:
        job = Job(**self.job.model_dump())
        async with self._desk.db.write() as session:
            await change(session, job)
            if not await ledger.save(session, job, was=ledger.Standing.of(self.job)):
                raise ClaimLost
        self.job = job
        return job

    def _sign(self) -> Claim:
        job = self.job
        return Claim(
            id=job.id,
            key=job.key,
            kind=job.kind,
            subject=job.subject,
            team_id=job.team_id,
            lane=job.road,
            attempt=job.attempt,
            checkpoint=self._checkpoint,
            forgotten_since=self.forgotten_since,
            keep=self._keep,
            check=self.check,
        )

    async def _keep(self, ids: Mapping[str, str]) -> None:
        async def note(_: AsyncSession, job: Job) -> None:
            job.note(ids)

        await self._commit(note)
        self._checkpoint.update(ids)

    @property
    def _tried(self) -> Sequence[pace.Gate]:
        """What opens for everybody once this has come through."""
        return [gate for gate in pace.gates(self.job, self._limits) if self.is_on_trial(gate)]
