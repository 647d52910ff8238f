"""The ledger's SQL: jobs and lanes, for every engine."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, and_, bindparam, or_, text, update
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import Book, Row, booked
from bot.causes import cause
from bot.jobs.port import Order
from models.ids import new_id
from models.job import Job, JobState

READ_AHEAD = 16  # jobs of a lane

JOBS: Table = SQLModel.metadata.tables["job"]

# Written out, not bound: only then do both databases see that the partial indexes of models.job answer them.
IS_OPEN = text("state IN ('waiting', 'sending', 'sent')")
IS_PROMISED = text("state = 'waiting' AND attempt = 0 AND not_before IS NOT NULL")
IS_TROUBLED = text("state IN ('needs_look', 'set_aside')")


_ROW = (
    "id",
    "key",
    "kind",
    "subject",
    "team_id",
    "lane",
    "state",
    "coalesces",
    "not_before",
    "attempt",
    "failures",
    "checkpoint",
    "details",
    "cause",
    "created_at",
)
_PLAIN = Book(table=JOBS, columns=_ROW, conflict="ON CONFLICT (key) DO NOTHING")
# An update, not "do nothing": it locks the waiting row, so that whoever claims it meanwhile on PostgreSQL reads the
# truth only after this transaction has told it.
_MELTING = Book(
    table=JOBS,
    columns=_ROW,
    conflict="""ON CONFLICT (kind, subject) WHERE coalesces AND state = 'waiting' DO UPDATE SET
        not_before = CASE
            WHEN excluded.not_before IS NULL OR job.not_before IS NULL THEN NULL
            WHEN excluded.not_before < job.not_before THEN excluded.not_before
            ELSE job.not_before END,
        cause = CASE
            WHEN job.not_before IS NOT NULL
                AND (excluded.not_before IS NULL OR excluded.not_before < job.not_before) THEN excluded.cause
            ELSE job.cause END""",
    locks=("kind", "subject"),
)


def place(session: AsyncSession, orders: Iterable[Order], *, at: datetime) -> None:
    """Writes the orders down, at the end of this transaction."""
    for order in orders:
        if order.coalesce:
            _melt(booked(session, _MELTING), _row(order, at))
        else:
            booked(session, _PLAIN).append(_row(order, at))


def _melt(waiting: list[Row], row: Row) -> None:
    """The same, among those that are written at once."""
    for place, earlier in enumerate(waiting):
        if (earlier["kind"], earlier["subject"]) == (row["kind"], row["subject"]):
            if _hurries(row, earlier):
                waiting[place] = {**earlier, "not_before": row["not_before"], "cause": row["cause"]}
            return
    waiting.append(row)


def _hurries(row: Row, earlier: Row) -> bool:
    asked, waits = row["not_before"], earlier["not_before"]
    return waits is not None and (asked is None or asked < waits)


def _row(order: Order, at: datetime) -> Row:
    job_id = new_id()
    return {
        "id": job_id,
        "key": f"{order.key}:{job_id}" if order.coalesce else order.key,
        "kind": order.kind,
        "subject": order.subject,
        "team_id": order.team_id,
        "lane": order.lane,
        "state": JobState.WAITING,
        "coalesces": order.coalesce,
        "not_before": order.not_before,
        "attempt": 0,
        "failures": 0,
        "checkpoint": {},
        "details": {},
        "cause": cause(),
        "created_at": at,
    }


IS_UP = or_(col(Job.attempt) > 0, col(Job.not_before).is_(None), col(Job.not_before) <= bindparam("now"))
_NEXT_IN = select(Job).where(Job.lane == bindparam("lane"), IS_OPEN, IS_UP).order_by(col(Job.id)).limit(READ_AHEAD)


async def next_in(session: AsyncSession, lane: str, *, now: datetime) -> deque[Job]:
    """Whose turn it is, and some of those who come after, as they are now: whoever claims one that has changed
    meanwhile finds out. What is promised for later holds nobody up; what has been tried once keeps its place.
    """
    return deque((await session.exec(_NEXT_IN, params={"lane": lane, "now": now})).all())


async def locked(session: AsyncSession, job_id: str) -> Job | None:
    return (await session.exec(select(Job).where(Job.id == job_id).with_for_update())).first()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a job was when we looked; whoever changes it meanwhile changes one of these."""

    state: JobState
    attempt: int
    claimed_by: str | None

    @classmethod
    def of(cls, job: Job) -> "Standing":
        return cls(state=job.state, attempt=job.attempt, claimed_by=job.claimed_by)


LASTING = frozenset({"id", "key", "kind", "subject", "team_id", "not_before", "cause", "created_at"})
CHANGING = tuple(column.name for column in JOBS.c if column.name not in LASTING)

_SAVE = (
    JOBS.update()
    .where(
        JOBS.c.id == bindparam("job_id"),
        JOBS.c.state == bindparam("was_state"),
        JOBS.c.attempt == bindparam("was_attempt"),
        JOBS.c.claimed_by.is_not_distinct_from(bindparam("was_claimed_by")),
    )
    .values({column: bindparam(f"new_{column}") for column in CHANGING})
)


async def save(session: AsyncSession, job: Job, *, was: Standing) -> bool:
    """One statement, without reading first. False: somebody else has changed the job, and nothing was written."""
    values = {f"new_{column}": getattr(job, column) for column in CHANGING}
    standing = {"job_id": job.id, "was_state": was.state, "was_attempt": was.attempt, "was_claimed_by": was.claimed_by}
    return (await session.exec(_SAVE, params={**values, **standing})).rowcount == 1


async def lanes_with_work(session: AsyncSession, *, now: datetime) -> Sequence[str]:
    lanes = select(Job.lane).where(IS_OPEN, IS_UP).distinct()
    return (await session.exec(lanes, params={"now": now})).all()


async def lanes_of_promises(session: AsyncSession, *, after: datetime, until: datetime) -> Sequence[str]:
    """Costs what has come due in between, not what waits."""
    came_due = col(Job.not_before).between(after, until)
    return (await session.exec(select(Job.lane).where(IS_PROMISED, came_due).distinct())).all()


async def next_promise(session: AsyncSession, *, now: datetime) -> datetime | None:
    wanted = select(Job.not_before).where(IS_PROMISED, col(Job.not_before) > now).order_by(col(Job.not_before)).limit(1)
    return (await session.exec(wanted)).first()


async def has_work(session: AsyncSession, *, now: datetime) -> bool:
    work = select(Job.id).where(IS_OPEN, IS_UP).limit(1)
    return (await session.exec(work, params={"now": now})).first() is not None


async def void_claims(session: AsyncSession, *, of: str | None = None) -> None:
    """For an engine that knows that its own sends are over (`of`), or, being alone, that everybody else is dead."""
    held = and_(IS_OPEN, col(Job.claimed_by).is_not(None) if of is None else col(Job.claimed_by) == of)
    await session.exec(update(Job).where(held).values(claimed_by=None, claimed_until=None))
