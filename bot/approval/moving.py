"""Effects: an absence has begun or ended, so open seats move, a few pictures in a transaction."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.handing import GIVE_BACK, HAND_OVER, Handing
from bot.jobs.effects import Claim, Housework, Receipt


class _Moving(Housework):
    """What is moved is moved in the transaction that ends the job, with the order for the
    rest: whoever dies before it begins anew, and whoever dies after it has left nothing out.
    """

    def __init__(self, handing: Handing) -> None:
        self._handing = handing


class HandOver(_Moving):
    kind = HAND_OVER

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del receipt
        absence_id, _, after = plan.partition("/")
        await self._handing.hand_over(session, job.team_id, absence_id, after=after)


class GiveBack(_Moving):
    kind = GIVE_BACK

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del receipt
        absence_id, _, after = plan.partition("/")
        await self._handing.give_back(session, job.team_id, absence_id, after=after)
