"""The ledger's SQL: jobs and lanes, for every engine."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, and_, case, null, or_, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.pace import Gate, from_ms, to_ms
from bot.jobs.port import Order
from models.ids import new_id
from models.job import Job, JobState, Lane

JOBS: Table = SQLModel.metadata.tables["job"]
LANES: Table = SQLModel.metadata.tables["lane"]

# Written out, not bound: only then do both databases see that the partial indexes of models.job answer them.
IS_OPEN = text("state IN ('waiting', 'sending', 'sent')")
IS_PROMISED = text("state = 'waiting' AND attempt = 0 AND not_before IS NOT NULL")
IS_TROUBLED = text("state IN ('needs_look', 'set_aside')")


async def place(session: AsyncSession, orders: Iterable[Order], *, at: datetime) -> None:
    """Writes the orders down: two statements at most, however many there are."""
    rows = [_row(order, at) for order in orders]
    plain = [row for row in rows if not row["coalesces"]]
    melting = [row for row in rows if row["coalesces"]]
    if plain:
        await session.exec(_insert(session).on_conflict_do_nothing(index_elements=["key"]), params=plain)
    if melting:
        await session.exec(_melting_insert(session), params=melting)


def _row(order: Order, at: datetime) -> dict[str, object]:
    job_id = new_id()
    return {
        "id": job_id,
        "key": f"{order.key}:{job_id}" if order.coalesce else order.key,
        "kind": order.kind,
        "subject": order.subject,
        "lane": order.lane,
        "state": JobState.WAITING,
        "coalesces": order.coalesce,
        "not_before": order.not_before,
        "attempt": 0,
        "failures": 0,
        "checkpoint": {},
        "details": {},
        "created_at": at,
    }


def _insert(session: AsyncSession, table: Table = JOBS) -> "sqlite.Insert | postgresql.Insert":
    return sqlite.insert(table) if session.get_bind().dialect.name == "sqlite" else postgresql.insert(table)


def _melting_insert(session: AsyncSession) -> "sqlite.Insert | postgresql.Insert":
    """An update, not "do nothing": it locks the waiting row, so that whoever claims it meanwhile on PostgreSQL reads
    the truth only after this transaction has told it.
    """
    insert = _insert(session)
    asked, waiting = insert.excluded.not_before, JOBS.c.not_before
    earlier = case((or_(asked.is_(None), waiting.is_(None)), null()), (asked < waiting, asked), else_=waiting)
    return insert.on_conflict_do_update(
        index_elements=["kind", "subject"],
        index_where=text("coalesces AND state = 'waiting'"),
        set_={"not_before": earlier},
    )


async def first_in(session: AsyncSession, lane: str, *, now: datetime) -> Job | None:
    """Whose turn it is. What is promised for later holds nobody up; what has been tried once keeps its place."""
    wanted = select(Job).where(Job.lane == lane, IS_OPEN, _is_up(now)).order_by(col(Job.id)).limit(1)
    return (await session.exec(wanted)).first()


def _is_up(now: datetime) -> ColumnElement[bool]:
    return or_(col(Job.attempt) > 0, col(Job.not_before).is_(None), col(Job.not_before) <= now)


async def locked(session: AsyncSession, job_id: str) -> Job | None:
    return (await session.exec(select(Job).where(Job.id == job_id).with_for_update())).first()


async def lanes_with_work(session: AsyncSession, *, now: datetime) -> Sequence[str]:
    return (await session.exec(select(Job.lane).where(IS_OPEN, _is_up(now)).distinct())).all()


async def next_promise(session: AsyncSession, *, now: datetime) -> datetime | None:
    wanted = select(Job.not_before).where(IS_PROMISED, col(Job.not_before) > now).order_by(col(Job.not_before)).limit(1)
    return (await session.exec(wanted)).first()


async def void_claims(session: AsyncSession) -> None:
    """For an engine that knows that it is alone: whoever held a claim is dead."""
    held = and_(IS_OPEN, col(Job.claimed_by).is_not(None))
    await session.exec(update(Job).where(held).values(claimed_by=None, claimed_until=None))


class Closed(Exception):
    """A gate lets nobody through before `until`."""

    def __init__(self, gate: Gate, until: datetime) -> None:
        super().__init__(f"{gate.name} is closed until {until.isoformat()}")
        self.gate = gate
        self.until = until


async def pass_through(session: AsyncSession, gates: Sequence[Gate], *, at: datetime) -> bool:
    """Takes a slot at each gate, or raises Closed; the caller rolls back. True: a system was struck and is on trial."""
    rows = {
        row.name: row for row in await session.exec(select(Lane).where(col(Lane.name).in_([g.name for g in gates])))
    }
    for gate in gates:
        row = rows.get(gate.name)
        if row is not None and row.free_at_ms > to_ms(at + gate.ahead):
            raise Closed(gate, from_ms(row.free_at_ms) - gate.ahead)
        if gate.every and not await _reserve(session, gate, at):
            raise Closed(gate, at + gate.every)
    return any(row.strikes for row in rows.values())


async def _reserve(session: AsyncSession, gate: Gate, at: datetime) -> bool:
    """One statement, so that of several replicas one wins."""
    now, every = to_ms(at), round(gate.every / timedelta(milliseconds=1))
    insert = _insert(session, LANES).values(name=gate.name, free_at_ms=now + every, strikes=0)
    free_at = LANES.c.free_at_ms
    moved = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"free_at_ms": case((free_at > now, free_at), else_=now) + every, "problem": None},
        where=free_at <= to_ms(at + gate.ahead),
    )
    return (await session.exec(moved.returning(free_at))).first() is not None


async def hold(session: AsyncSession, gate: Gate, *, until: datetime, problem: str) -> None:
    """Nothing passes before `until`: the other side said when to come back."""
    until_ms = to_ms(until + gate.ahead)
    insert = _insert(session, LANES).values(name=gate.name, free_at_ms=until_ms, strikes=0, problem=problem)
    later: ColumnElement[int] = case((LANES.c.free_at_ms > until_ms, LANES.c.free_at_ms), else_=until_ms)
    held = insert.on_conflict_do_update(index_elements=["name"], set_={"free_at_ms": later, "problem": problem})
    await session.exec(held)


async def strike(session: AsyncSession, gate: Gate, *, at: datetime, problem: str) -> int | None:
    """Counts one more refused credential; None when the gate is closed already, since those who were on their way
    say nothing new.
    """
    insert = _insert(session, LANES).values(name=gate.name, free_at_ms=0, strikes=1, problem=problem)
    struck = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"strikes": LANES.c.strikes + 1, "problem": problem},
        where=LANES.c.free_at_ms <= to_ms(at),
    )
    return (await session.exec(struck.returning(LANES.c.strikes))).scalar()


async def acquit(session: AsyncSession, gate: Gate) -> None:
    await session.exec(update(Lane).where(col(Lane.name) == gate.name).values(strikes=0, free_at_ms=0, problem=None))
