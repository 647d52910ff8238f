"""What comes of a job that did not come through: tried again, set aside or given up, and told to whom it concerns."""

from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import DatabaseError, attempt
from bot.jobs import pace, reservations
from bot.jobs.effects import Effect, Receipt
from bot.jobs.holding import Holding
from bot.jobs.outcome import Aside, Outcome, Over, Rest
from bot.jobs.trouble import OnTrouble, of_job, of_pause, tell
from connectors.errors import NotFound, Refused, Unauthorized, Unavailable
from models.job import Job

LEAST_RETRY_AFTER = 1.0  # seconds; "0" is not taken at its word


class Aftermath:
    def __init__(self, holding: Holding, effect: Effect[Any], on_trouble: OnTrouble) -> None:
        self._holding, self._effect, self._on_trouble = holding, effect, on_trouble
        self._limits, self._log = effect.limits, holding.log

    async def not_now(self, error: Unavailable) -> Outcome:
        if error.retry_after is None:
            return await self.fail(error.sentence, certain=True, calms=True)
        until = self._holding.now() + timedelta(seconds=max(error.retry_after, LEAST_RETRY_AFTER))

        async def hold(session: AsyncSession, job: Job) -> None:
            await reservations.hold(session, pace.crowded_gate(job, self._limits), until=until, problem=error.sentence)
            job.postpone(until, error.sentence, counts=False)

        await self._holding.conclude(hold)
        return Rest(until)

    async def struck(self, error: Unauthorized, *, certain: bool) -> Outcome:
        """Burns no job: every lane of the system waits, longer each time, and one goes ahead to try."""
        gate, at = pace.system_gate(self._holding.job, self._limits), self._holding.now()

        async def strike(session: AsyncSession, job: Job) -> None:
            on_trial = self._holding.is_on_trial(gate)
            strikes = await reservations.strike(session, gate, at=at, problem=error.sentence, on_trial=on_trial)
            (job.postpone if certain else job.leave_open)(at, error.sentence, counts=False)
            if strikes is None:
                return
            until = at + pace.strike_pause(strikes)
            await reservations.hold(session, gate, until=until, problem=error.sentence)
            if strikes == 1:
                await tell(session, of_pause(job, gate, error, at), self._on_trouble, self._effect)

        await self._holding.conclude(strike)
        return Rest(at)  # its next claim finds the gate closed, and queues there

    async def refused(self, error: Refused | NotFound) -> Outcome:
        async def refuse(session: AsyncSession, job: Job) -> None:
            await self._holding.acquit(session)
            if await self._is_dealt_with(session, error):
                job.finish(at=self._holding.now(), problem=error.sentence)
                return
            job.set_aside(error.sentence, at=self._holding.now())
            await self._say_given_up(session, job)

        await self._holding.conclude(refuse)
        return self._holding.over()

    async def _is_dealt_with(self, session: AsyncSession, error: Refused | NotFound) -> bool:
        try:
            async with attempt(session):
                return await self._effect.refused(session, self._holding.claim, error)
        except DatabaseError:
            raise
        except Exception:
            self._log.exception("a refusal could not be dealt with")
            return False

    async def fail(
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
        until = self._holding.now()

        async def fail(session: AsyncSession, job: Job) -> None:
            nonlocal ended, until
            if receipt is not None:
                job.accept(receipt.remote_id, receipt.details)
            if calms:
                await self._calm_down(session, problem)
            until = self._holding.now() + pace.pause(self._limits, job.failures)
            ended = job.failures + 1 >= min(tries or self._limits.attempts, self._limits.attempts)
            if ended:
                (job.set_aside if certain else job.give_up)(problem, at=self._holding.now())
                await self._say_given_up(session, job)
                return
            (job.postpone if certain else job.leave_open)(until, problem, counts=True)
            if not self._limits.in_order:
                job.step_aside()

        job = await self._holding.conclude(fail)
        if ended:
            return Over()
        return Rest(until) if self._limits.in_order else Aside(job.lane, until)

    async def _calm_down(self, session: AsyncSession, problem: str) -> None:
        if self._limits.back_off is None:
            return
        gate, at = pace.calm_gate(self._holding.job, self._limits, self._limits.back_off), self._holding.now()
        on_trial = self._holding.is_on_trial(gate)
        times = await reservations.strike(session, gate, at=at, problem=problem, on_trial=on_trial)
        if times is not None:
            until = at + pace.back_off(self._limits.back_off, times)
            await reservations.hold(session, gate, until=until, problem=problem)

    async def give_up(self, problem: str) -> Outcome:
        async def give_up(session: AsyncSession, job: Job) -> None:
            job.give_up(problem, at=self._holding.now())
            await self._say_given_up(session, job)

        await self._holding.conclude(give_up)
        return Over()

    async def _say_given_up(self, session: AsyncSession, job: Job) -> None:
        """To the step that wanted it, which may fail at that, and to the admins."""
        try:
            async with attempt(session):
                await self._effect.given_up(session, self._holding.claim, job.problem or "")
        except DatabaseError:
            raise
        except Exception:
            self._log.exception("a step could not take it that its job was given up")
        await tell(session, of_job(job), self._on_trouble, self._effect)
