"""Effects: an absence has begun or ended, so open seats move, a few pictures in a transaction."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.handing import GIVE_BACK, HAND_OVER, Handing
from bot.jobs.effects import Claim, Effect, Limits, Receipt


class _Moving(Effect[str]):
    """Nothing leaves the house. What is moved is moved in the transaction that ends the job, with the order for the
    rest: whoever dies before it begins anew, and whoever dies after it has left nothing out.
    """

    limits = Limits(system="galley", quarantine=timedelta(0))

    def __init__(self, handing: Handing) -> None:
        self._handing = handing

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        del job
        return Receipt(remote_id=plan)


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
