"""One errand: a claimed job and its effect, from the intent to whatever comes of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.causes import caused
from bot.clock import Clock
from bot.db import Database, DatabaseError, attempt
from bot.jobs import ledger, pace, reservations
from bot.jobs.effects import Claim, ClaimLost, Effect, Receipt, Unprovable
from bot.jobs.outcome import Aside, Changed, Outcome, Over, Rest
from bot.jobs.reservations import Pass
from bot.jobs.trouble import OnTrouble, of_job, of_pause, tell
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from models.job import Job, JobState

log = structlog.get_logger(__name__)

BUG_TRIES = 4  # a bug seldom goes away, but a race or a half-migrated row may
DATABASE_PAUSE = timedelta(seconds=0.5)
LEAST_RETRY_AFTER = 1.0  # seconds; "0" is not taken at its word


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every errand needs."""

    db: Database
    clock: Clock
    name: str
    on_trouble: OnTrouble


class Errand:
    """`was` is the job's state before this claim; `passed` is what it holds while it is under way."""

    def __init__(
        self,
        desk: Desk,
        job: Job,
        effect: Effect[Any],
        *,
        was: JobState,
        passed: Pass,
        deadline: datetime,
        forgotten_since: datetime | None,
    ) -> None:
        self._desk = desk
        self._job = job
        self._effect = effect
        self._limits = effect.limits
        self._was = was
        self._passed = passed
        self._deadline = deadline
        self._forgotten_since = forgotten_since
        self._checkpoint = dict(job.checkpoint)
        self._claim = self._sign()
        self._log = log.bind(job=job.id, kind=job.kind, subject=job.subject, lane=job.lane)

    async def run(self) -> Outcome:
        with caused(by=self._job.cause or self._job.id):
            try:
                return await self._run()
            finally:
                await self._stand_up()

    async def _run(self) -> Outcome:
        try:
            return await self._plan()
        except ClaimLost:
            self._log.warning("slept past the lease; whoever has the job now finds out what was done")
            return Changed()
        except DatabaseError as error:
            self._log.warning("the database did not let a job go on", reason=str(error))
            return Rest(self._now() + DATABASE_PAUSE)

    async def _plan(self) -> Outcome:
        try:
            async with self._desk.db.read() as session:
                plan = await self._effect.plan(session, self._claim)
        except DatabaseError:
            raise
        except Exception as bug:
            self._log.exception("a plan failed")
            return await self._fail(_said(bug), certain=self._was is JobState.WAITING, tries=BUG_TRIES)

        if plan is None:
            return await self._nothing_left()
        match self._was:
            case JobState.SENT:
                return await self._settle(plan, Receipt(remote_id=self._job.remote_id or "", details=self._job.details))
            case JobState.SENDING:
                return await self._find_out(plan)
            case _ if self._forgotten_since is not None:
                return await self._find_out(plan)
            case _:
                return await self._send(plan)

    async def _find_out(self, plan: object) -> Outcome:
        """An earlier attempt may have come through: adopt what it did, or do it again."""
        try:
            async with asyncio.timeout(self._time_left()):
                found = await self._effect.find(plan, self._claim)
        except (ClaimLost, DatabaseError):
            raise
        except Exception as error:
            return await self._not_found_out(error)

        if found is not None:
            return await self._settle(plan, found)
        await self._intend_again()
        return await self._send(plan)

    async def _not_found_out(self, error: Exception) -> Outcome:
        match error:
            case Unprovable():
                return await self._give_up(str(error))
            case Refused() | NotFound():
                return await self._give_up(f"Whether it happened cannot be looked up: {error.sentence}")
            case Unauthorized():
                return await self._struck(error, certain=False)
            case Unavailable() | OutcomeUnknown() | TimeoutError():
                return await self._fail(f"Looking up what happened failed: {_said(error)}", certain=False)
        self._log.error("a look-up failed", exc_info=error)
        return await self._fail(_said(error), certain=False, tries=BUG_TRIES)

    async def _send(self, plan: object) -> Outcome:
        self._check()
        try:
            async with asyncio.timeout(self._time_left()):
                receipt = await self._effect.send(plan, self._claim)
        except (ClaimLost, DatabaseError):
            raise
        except Exception as error:
            return await self._not_sent(error)
        return await self._settle(plan, receipt)

    async def _not_sent(self, error: Exception) -> Outcome:
        match error:
            case Unavailable():
                return await self._not_now(error)
            case Unauthorized():
                return await self._struck(error, certain=True)
            case Refused() | NotFound():
                return await self._refused(error)
            case OutcomeUnknown() | TimeoutError():
                return await self._fail(_said(error), certain=False)
        self._log.error("a send failed", exc_info=error)
        return await self._fail(_said(error), certain=False, tries=BUG_TRIES)

    async def _settle(self, plan: object, receipt: Receipt) -> Outcome:
        async def settle(session: AsyncSession, job: Job) -> None:
            job.accept(receipt.remote_id, receipt.details)
            await self._effect.settle(session, self._claim, plan, receipt)
            job.finish(at=self._now())
            await self._acquit(session)

        try:
            await self._conclude(settle)
        except ClaimLost:
            raise
        except Exception as bug:
            self._log.exception("settling failed")
            return await self._fail(_said(bug), certain=False, tries=BUG_TRIES, receipt=receipt)
        self._log.info("done", remote=receipt.remote_id)
        return self._over()

    async def _nothing_left(self) -> Outcome:
        """Nothing was sent, so the slots that were taken for it are free again."""

        async def finish(session: AsyncSession, job: Job) -> None:
            await reservations.give_back(session, pace.gates(job, self._limits))
            job.finish(at=self._now())

        await self._conclude(finish)
        return Over()

    async def _not_now(self, error: Unavailable) -> Outcome:
        if error.retry_after is None:
            return await self._fail(error.sentence, certain=True, calms=True)
        until = self._now() + timedelta(seconds=max(error.retry_after, LEAST_RETRY_AFTER))

        async def hold(session: AsyncSession, job: Job) -> None:
            await reservations.hold(session, pace.crowded_gate(job, self._limits), until=until, problem=error.sentence)
            job.postpone(until, error.sentence, counts=False)

        await self._conclude(hold)
        return Rest(until)

    async def _struck(self, error: Unauthorized, *, certain: bool) -> Outcome:
        """Burns no job: every lane of the system waits, longer each time, and one goes ahead to try."""
        gate, at = pace.system_gate(self._job, self._limits), self._now()

        async def strike(session: AsyncSession, job: Job) -> None:
            strikes = await reservations.strike(
                session, gate, at=at, problem=error.sentence, on_trial=self._is_on_trial(gate)
            )
            (job.postpone if certain else job.leave_open)(at, error.sentence, counts=False)
            if strikes is None:
                return
            until = at + pace.strike_pause(strikes)
            await reservations.hold(session, gate, until=until, problem=error.sentence)
            if strikes == 1:
                await tell(session, of_pause(job, gate, error, at), self._desk.on_trouble, self._effect)

        await self._conclude(strike)
        return Rest(at)  # its next claim finds the gate closed, and queues there

    async def _refused(self, error: Refused | NotFound) -> Outcome:
        async def refuse(session: AsyncSession, job: Job) -> None:
            await self._acquit(session)
            if await self._is_dealt_with(session, error):
                job.finish(at=self._now(), problem=error.sentence)
                return
            job.set_aside(error.sentence, at=self._now())
            await self._say_given_up(session, job)

        await self._conclude(refuse)
        return self._over()

    async def _is_dealt_with(self, session: AsyncSession, error: Refused | NotFound) -> bool:
        try:
            async with attempt(session):
                return await self._effect.refused(session, self._claim, error)
        except DatabaseError:
            raise
        except Exception:
            self._log.exception("a refusal could not be dealt with")
            return False

    async def _fail(
        self,
        problem: str,
        *,
        certain: bool,
        calms: bool = False,
        tries: int | None = None,
        receipt: Receipt | None = None,
    ) -> Outcome:
        """Try again later, or not. `certain`: it did not happen. `calms`: the others had better wait, too."""
        ended = False
        until = self._now()

        async def fail(session: AsyncSession, job: Job) -> None:
            nonlocal ended, until
            if receipt is not None:
                job.accept(receipt.remote_id, receipt.details)
            if calms:
                await self._calm_down(session, problem)
            until = self._now() + pace.pause(self._limits, job.failures)
            ended = job.failures + 1 >= min(tries or self._limits.attempts, self._limits.attempts)
            if ended:
                (job.set_aside if certain else job.give_up)(problem, at=self._now())
                await self._say_given_up(session, job)
                return
            (job.postpone if certain else job.leave_open)(until, problem, counts=True)
            if not self._limits.in_order:
                job.step_aside()

        job = await self._conclude(fail)
        if ended:
            return Over()
        return Rest(until) if self._limits.in_order else Aside(job.lane, until)

    async def _calm_down(self, session: AsyncSession, problem: str) -> None:
        if self._limits.back_off is None:
            return
        gate, at = pace.calm_gate(self._job, self._limits, self._limits.back_off), self._now()
        times = await reservations.strike(session, gate, at=at, problem=problem, on_trial=self._is_on_trial(gate))
        if times is not None:
            until = at + pace.back_off(self._limits.back_off, times)
            await reservations.hold(session, gate, until=until, problem=problem)

    async def _stand_up(self) -> None:
        if self._passed.seat is None:
            return
        try:
            async with self._desk.db.write() as session:
                await reservations.leave_seat(session, self._passed.seat)
        except DatabaseError as error:
            self._log.warning("a seat could not be given back, it lapses", reason=str(error))

    async def _give_up(self, problem: str) -> Outcome:
        async def give_up(session: AsyncSession, job: Job) -> None:
            job.give_up(problem, at=self._now())
            await self._say_given_up(session, job)

        await self._conclude(give_up)
        return Over()

    async def _say_given_up(self, session: AsyncSession, job: Job) -> None:
        """To the step that wanted it, which may fail at that, and to the admins."""
        try:
            async with attempt(session):
                await self._effect.given_up(session, self._claim, job.problem or "")
        except DatabaseError:
            raise
        except Exception:
            self._log.exception("a step could not take it that its job was given up")
        await tell(session, of_job(job), self._desk.on_trouble, self._effect)

    async def _intend_again(self) -> None:
        async def intend(_: AsyncSession, job: Job) -> None:
            self._deadline = self._now() + self._limits.timeout
            job.intend(at=self._now(), until=self._deadline)

        await self._conclude(intend)
        self._claim = self._sign()

    async def _conclude(self, change: Callable[[AsyncSession, Job], Awaitable[None]]) -> Job:
        """Commits what is now known. A database that is busy or full is waited for: forgetting would cost a look-up."""
        while True:
            try:
                job = await self._commit(change)
            except DatabaseError as error:
                self._log.warning("the database does not take what is known of a job", reason=str(error))
                await asyncio.sleep(DATABASE_PAUSE.total_seconds())
            else:
                metrics.concluded(job, at=self._now())
                return job

    async def _commit(self, change: Callable[[AsyncSession, Job], Awaitable[None]]) -> Job:
        job = Job(**self._job.model_dump())
        async with self._desk.db.write() as session:
            await change(session, job)
            if not await ledger.save(session, job, was=ledger.Standing.of(self._job)):
                raise ClaimLost
        self._job = job
        return job

    def _sign(self) -> Claim:
        job = self._job
        return Claim(
            id=job.id,
            key=job.key,
            kind=job.kind,
            subject=job.subject,
            team_id=job.team_id,
            lane=job.road,
            attempt=job.attempt,
            checkpoint=self._checkpoint,
            forgotten_since=self._forgotten_since,
            keep=self._keep,
            check=self._check,
        )

    async def _keep(self, ids: Mapping[str, str]) -> None:
        async def note(_: AsyncSession, job: Job) -> None:
            job.note(ids)

        await self._commit(note)
        self._checkpoint.update(ids)

    def _check(self) -> None:
        if self._now() >= self._deadline:
            raise ClaimLost

    async def _acquit(self, session: AsyncSession) -> None:
        for gate in self._tried:
            await reservations.acquit(session, gate)

    def _over(self) -> Over:
        return Over(reopened=next(iter(self._tried), None))

    def _is_on_trial(self, gate: pace.Gate) -> bool:
        return gate.name in self._passed.on_trial

    @property
    def _tried(self) -> Sequence[pace.Gate]:
        """What opens for everybody once this has come through."""
        return [gate for gate in pace.gates(self._job, self._limits) if self._is_on_trial(gate)]

    def _now(self) -> datetime:
        return self._desk.clock.wall()

    def _time_left(self) -> float:
        return (self._deadline - self._now()).total_seconds()


def _said(error: BaseException) -> str:
    """What an admin reads of it."""
    match error:
        case ConnectorError():
            return error.sentence
        case TimeoutError():
            return "There was no answer in time."
        case _:
            return f"{type(error).__name__}: {error}"
