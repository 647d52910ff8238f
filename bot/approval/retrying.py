"""Effect: look once more at what had nobody to ask, and tell the admins of all of it together."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.openings import RETRY, Openings
from bot.jobs.effects import Claim, Housework, Receipt


class RetryOpenings(Housework):
    """A transaction of its own, a moment after the last picture of an upload."""

    kind = RETRY

    def __init__(self, openings: Openings) -> None:
        self._openings = openings

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del job, plan, receipt
        await self._openings.begin_unasked(session)
