"""How the jobs stand, read from the ledger: for the doctor and the admin's App Home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs import trouble
from bot.jobs.ledger import IS_OPEN, IS_TROUBLED
from bot.jobs.pace import from_ms, to_ms
from bot.jobs.port import Pause, Report
from bot.metrics import lane_kind
from models.job import Job, JobState, Lane

MOST_TROUBLES = 50


async def read(session: AsyncSession, *, now: datetime, wall: datetime) -> Report:
    """`now` is the story's time, `wall` real time."""
    counts = select(Job.state, func.count()).where(IS_OPEN).group_by(col(Job.state))
    by_state = dict((await session.exec(counts)).all())
    troubled = select(Job).where(IS_TROUBLED).order_by(col(Job.id).desc()).limit(MOST_TROUBLES)
    held = select(Lane).where(col(Lane.problem).is_not(None), Lane.free_at_ms > to_ms(wall))
    return Report(
        waiting=by_state.get(JobState.WAITING, 0),
        sending=by_state.get(JobState.SENDING, 0) + by_state.get(JobState.SENT, 0),
        oldest_waiting=await _oldest(session, now=now, wall=wall),
        troubles=[trouble.of_job(job) for job in await session.exec(troubled)],
        pauses=[
            Pause(name=lane.name, until=from_ms(lane.free_at_ms), problem=lane.problem or "")
            for lane in await session.exec(held)
        ],
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Jobs in one kind of lane that are due, and since when the first of them is."""

    kind: str
    jobs: int
    since: datetime


async def by_kind_of_lane(session: AsyncSession, *, now: datetime) -> Sequence[Waiting]:
    """A promise waits since its moment, which in production is real time too."""
    due = case((col(Job.not_before).is_(None), col(Job.created_at)), else_=col(Job.not_before))
    wanted = select(Job.lane, func.count(), func.min(due)).where(IS_OPEN, due <= now).group_by(col(Job.lane))
    found: dict[str, Waiting] = {}
    for lane, jobs, since in (await session.exec(wanted)).all():
        kind = lane_kind(lane)
        before = found.get(kind, Waiting(kind=kind, jobs=0, since=since))
        found[kind] = Waiting(kind=kind, jobs=before.jobs + jobs, since=min(since, before.since))
    return sorted(found.values(), key=lambda one: one.kind)


async def _oldest(session: AsyncSession, *, now: datetime, wall: datetime) -> timedelta | None:
    """How long the job waits that waits longest; a promise waits since its moment."""
    asked = select(func.min(Job.created_at)).where(IS_OPEN, col(Job.not_before).is_(None))
    promised = select(func.min(Job.not_before)).where(IS_OPEN, col(Job.not_before) <= now)
    waits = [
        since - begun
        for since, begun in ((wall, (await session.exec(asked)).one()), (now, (await session.exec(promised)).one()))
        if begun is not None
    ]
    return max(waits, default=None)
