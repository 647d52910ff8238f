"""One errand: a claimed job and its effect, from the intent to the receipt, or into the hands of aftermath.py."""

import asyncio
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.causes import caused
from bot.db import DatabaseError
from bot.jobs import pace, reservations
from bot.jobs.aftermath import Aftermath
from bot.jobs.effects import ClaimLost, Effect, Receipt, Unprovable
from bot.jobs.holding import DATABASE_PAUSE, Desk, Holding
from bot.jobs.outcome import Changed, Outcome, Over, Rest
from bot.jobs.reservations import Pass
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from models.job import Job, JobState

BUG_TRIES = 4  # a bug seldom goes away, but a race or a half-migrated row may


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
        self._desk, self._effect, self._was = desk, effect, was
        self._holding = Holding(
            desk, job, effect.limits, passed=passed, deadline=deadline, forgotten_since=forgotten_since
        )
        self._aftermath = Aftermath(self._holding, effect, desk.on_trouble)
        self._log = self._holding.log

    async def run(self) -> Outcome:
        with caused(by=self._holding.job.cause or self._holding.job.id):
            try:
                return await self._run()
            finally:
                await self._holding.stand_up()

    async def _run(self) -> Outcome:
        try:
            return await self._plan()
        except ClaimLost:
            self._log.warning("slept past the lease; whoever has the job now finds out what was done")
            return Changed()
        except DatabaseError as error:
            self._log.warning("the database did not let a job go on", reason=str(error))
            return Rest(self._holding.now() + DATABASE_PAUSE)

    async def _plan(self) -> Outcome:
        try:
            async with self._desk.db.read() as session:
                plan = await self._effect.plan(session, self._holding.claim)
        except DatabaseError:
            raise
        except Exception as bug:
            self._log.exception("a plan failed")
            return await self._aftermath.fail(_said(bug), certain=self._was is JobState.WAITING, tries=BUG_TRIES)

        if plan is None:
            return await self._nothing_left()
        match self._was:
            case JobState.SENT:
                job = self._holding.job
                return await self._settle(plan, Receipt(remote_id=job.remote_id or "", details=job.details))
            case JobState.SENDING:
                return await self._find_out(plan)
            case _ if self._holding.forgotten_since is not None:
                return await self._find_out(plan)
            case _:
                return await self._send(plan)

    async def _find_out(self, plan: object) -> Outcome:
        """An earlier attempt may have come through: adopt what it did, or do it again."""
        try:
            async with asyncio.timeout(self._holding.time_left()):
                found = await self._effect.find(plan, self._holding.claim)
        except (ClaimLost, DatabaseError):
            raise
        except Exception as error:
            return await self._not_found_out(error)

        if found is not None:
            return await self._settle(plan, found)
        await self._holding.intend_again()
        return await self._send(plan)

    async def _not_found_out(self, error: Exception) -> Outcome:
        match error:
            case Unprovable():
                return await self._aftermath.give_up(str(error))
            case Refused() | NotFound():
                return await self._aftermath.give_up(f"Whether it happened cannot be looked up: {error.sentence}")
            case Unauthorized():
                return await self._aftermath.struck(error, certain=False)
            case Unavailable() | OutcomeUnknown() | TimeoutError():
                return await self._aftermath.fail(f"Looking up what happened failed: {_said(error)}", certain=False)
        self._log.error("a look-up failed", exc_info=error)
        return await self._aftermath.fail(_said(error), certain=False, tries=BUG_TRIES)

    async def _send(self, plan: object) -> Outcome:
        self._holding.check()
        try:
            async with asyncio.timeout(self._holding.time_left()):
                receipt = await self._effect.send(plan, self._holding.claim)
        except (ClaimLost, DatabaseError):
            raise
        except Exception as error:
            return await self._not_sent(error)
        return await self._settle(plan, receipt)

    async def _not_sent(self, error: Exception) -> Outcome:
        match error:
            case Unavailable():
                return await self._aftermath.not_now(error)
            case Unauthorized():
                return await self._aftermath.struck(error, certain=True)
            case Refused() | NotFound():
                return await self._aftermath.refused(error)
            case OutcomeUnknown() | TimeoutError():
                return await self._aftermath.fail(_said(error), certain=False)
        self._log.error("a send failed", exc_info=error)
        return await self._aftermath.fail(_said(error), certain=False, tries=BUG_TRIES)

    async def _settle(self, plan: object, receipt: Receipt) -> Outcome:
        async def settle(session: AsyncSession, job: Job) -> None:
            job.accept(receipt.remote_id, receipt.details)
            await self._effect.settle(session, self._holding.claim, plan, receipt)
            job.finish(at=self._holding.now())
            await self._holding.acquit(session)

        try:
            await self._holding.conclude(settle)
        except ClaimLost:
            raise
        except Exception as bug:
            self._log.exception("settling failed")
            return await self._aftermath.fail(_said(bug), certain=False, tries=BUG_TRIES, receipt=receipt)
        self._log.info("done", remote=receipt.remote_id)
        return self._holding.over()

    async def _nothing_left(self) -> Outcome:
        """Nothing was sent, so the slots that were taken for it are free again."""

        async def finish(session: AsyncSession, job: Job) -> None:
            await reservations.give_back(session, pace.gates(job, self._effect.limits))
            job.finish(at=self._holding.now())

        await self._holding.conclude(finish)
        return Over()


def _said(error: BaseException) -> str:
    """What an admin reads of it."""
    match error:
        case ConnectorError():
            return error.sentence
        case TimeoutError():
            return "There was no answer in time."
        case _:
            return f"{type(error).__name__}: {error}"
