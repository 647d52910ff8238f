"""Effect: the people of open stages are looked up again, a few pictures in a transaction."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.reseating import RESEAT, Reseating
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.slack.errors import SYSTEM
from bot.slack.methods import LIST_GROUPS

BEGUN = "begun"  # in a receipt: since when the user groups are known


class Reseat(Effect[str]):
    """Slack is only asked, and what differs is changed in the transaction that ends the job, with the order for the
    rest: whoever dies before it begins anew, and whoever dies after it has left nothing out.
    """

    kind = RESEAT
    limits = Limits(
        system=SYSTEM, by_team=True, timeout=timedelta(seconds=30), quarantine=timedelta(0), method=LIST_GROUPS
    )

    def __init__(self, reseating: Reseating) -> None:
        self._reseating = reseating

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        """Where nobody is asked, a change is read all the same: the next stage opens with those of today."""
        has_to_look = await self._reseating.is_asking(session, job.team_id) or await self._reseating.is_behind(
            session, job.team_id
        )
        return job.subject if has_to_look else None

    async def send(self, plan: str, job: Claim) -> Receipt:
        """Of a chain, each replica asks Slack once."""
        begun = await self._reseating.read_groups(job.team_id, since=_begun(plan))
        return Receipt(remote_id=plan, details={BEGUN: begun.isoformat()})

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        """The first of a chain names the occasion, by which the lines in the threads are told apart."""
        _, after, occasion = plan.split("/")
        occasion = occasion or f"{job.id}@{receipt.details[BEGUN]}"
        await self._reseating.reseat(session, job.team_id, after=after, occasion=occasion)


def _begun(plan: str) -> datetime | None:
    """None for the first of a chain."""
    moment = plan.rpartition("@")[2] if "@" in plan else ""
    return datetime.fromisoformat(moment) if moment else None
