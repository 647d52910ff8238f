"""Effect: look once more at what had nobody to ask, and tell the admins of all of it together."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.openings import RETRY, Openings
from bot.jobs.effects import Claim, Effect, Limits, Receipt


class RetryOpenings(Effect[str]):
    """Nothing leaves the house: a transaction of its own, a moment after the last picture of an upload."""

    kind = RETRY
    limits = Limits(system="galley", quarantine=timedelta(0))

    def __init__(self, openings: Openings) -> None:
        self._openings = openings

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        del job
        return Receipt(remote_id=plan)

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del job, plan, receipt
        await self._openings.begin_unasked(session)
