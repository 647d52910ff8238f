"""What time does by itself to approvals: who is told, who is asked instead, what opens, what ends."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import telling
from bot.approval.consequences import record_all
from bot.approval.handing import Handing
from bot.approval.keeping import tell
from bot.approval.openings import Openings
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from models.approval import Approval
from models.asset import Asset
from models.review import pass_time
from models.review.facts import SeatsReassigned

AT_ONCE = 20  # looked up together; each has a transaction of its own, so that a click waits for no more


class Waking:
    """Several clocks do no harm: a promise is kept once, and whoever comes second finds it kept."""

    def __init__(self, *, db: Database, clock: Clock, history: History, openings: Openings, handing: Handing) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._openings, self._handing = openings, handing

    async def wake_due(self) -> int:
        """For the schedule. Answers how many approvals were woken."""
        woken = 0
        while due := await self._due():
            for approval_id in due:
                async with self._db.write() as session:
                    await self._wake(session, approval_id)
            woken += len(due)
        return woken

    async def _due(self) -> Sequence[str]:
        wanted = select(Approval.id).where(col(Approval.wakes_at) <= self._clock.now())
        async with self._db.read() as session:
            return (await session.exec(wanted.order_by(col(Approval.wakes_at)).limit(AT_ONCE))).all()

    async def _wake(self, session: AsyncSession, approval_id: str) -> None:
        at = self._clock.now()
        found = await _asleep(session, approval_id, at)
        if found is None:
            return  # another clock was first
        asset, review_id = found
        step = await tell(session, review_id, lambda told: pass_time(told.review, at=at))
        if step is not None:
            await self._history.record(session, telling.time_passed(asset, step))
            await record_all(self._history, session, asset, step)
            for fact in step.facts:
                if isinstance(fact, SeatsReassigned):
                    await self._handing.cover_asked(session, asset, review_id, fact)
            await self._openings.open_called(session, asset, review_id)


async def _asleep(session: AsyncSession, approval_id: str, at: datetime) -> tuple[Asset, str] | None:
    """With its review. The picture is locked (on PostgreSQL): a newer version comes before or after this."""
    wanted = (
        select(Asset, Approval.review_id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .where(Approval.id == approval_id, col(Approval.wakes_at) <= at)
        .with_for_update(of=Asset)
    )
    return (await session.exec(wanted)).first()
