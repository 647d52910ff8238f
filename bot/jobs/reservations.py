"""Reservations: the lane table's SQL. Each slot is taken by one statement, so that of several replicas one wins."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.pace import TRIAL_EVERY, Gate, from_ms, to_ms
from models.job import Lane

LANES: Table = SQLModel.metadata.tables["lane"]


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
        every = TRIAL_EVERY if row is not None and row.strikes else gate.every
        if every and not await _reserve(session, replace(gate, every=every), at):
            raise Closed(gate, at + every)
    return any(row.strikes for row in rows.values())


async def _reserve(session: AsyncSession, gate: Gate, at: datetime) -> bool:
    """One statement, so that of several replicas one wins."""
    now, every = to_ms(at), round(gate.every / timedelta(milliseconds=1))
    insert = _insert(session, name=gate.name, free_at_ms=now + every, strikes=0)
    free_at = LANES.c.free_at_ms
    moved = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"free_at_ms": case((free_at > now, free_at), else_=now) + every, "problem": None},
        where=free_at <= to_ms(at + gate.ahead),
    )
    return (await session.exec(moved.returning(free_at))).first() is not None


async def is_open(session: AsyncSession, gate: Gate, *, at: datetime) -> bool:
    row = (await session.exec(select(Lane).where(Lane.name == gate.name))).first()
    return row is None or row.free_at_ms <= to_ms(at + gate.ahead)


async def give_back(session: AsyncSession, gates: Sequence[Gate]) -> None:
    """Slots that were not used after all."""
    for gate in gates:
        if gate.every:
            every = round(gate.every / timedelta(milliseconds=1))
            moved = update(Lane).where(col(Lane.name) == gate.name).values(free_at_ms=col(Lane.free_at_ms) - every)
            await session.exec(moved.execution_options(synchronize_session=False))


async def hold(session: AsyncSession, gate: Gate, *, until: datetime, problem: str) -> None:
    """Nothing passes before `until`: the other side said when to come back."""
    until_ms = to_ms(until + gate.ahead)
    insert = _insert(session, name=gate.name, free_at_ms=until_ms, strikes=0, problem=problem)
    later: ColumnElement[int] = case((LANES.c.free_at_ms > until_ms, LANES.c.free_at_ms), else_=until_ms)
    held = insert.on_conflict_do_update(index_elements=["name"], set_={"free_at_ms": later, "problem": problem})
    await session.exec(held)


async def strike(session: AsyncSession, gate: Gate, *, at: datetime, problem: str, on_trial: bool) -> int | None:
    """Counts one more refused credential; None when the gate is closed already, since those who were on their way
    say nothing new. For the one on trial it is closed to the others only.
    """
    open_from = at + TRIAL_EVERY if on_trial else at
    insert = _insert(session, name=gate.name, free_at_ms=0, strikes=1, problem=problem)
    struck = insert.on_conflict_do_update(
        index_elements=["name"],
        set_={"strikes": LANES.c.strikes + 1, "problem": problem},
        where=LANES.c.free_at_ms <= to_ms(open_from),
    )
    return (await session.exec(struck.returning(LANES.c.strikes))).scalar()


async def acquit(session: AsyncSession, gate: Gate) -> None:
    await session.exec(update(Lane).where(col(Lane.name) == gate.name).values(strikes=0, free_at_ms=0, problem=None))


def _insert(session: AsyncSession, **values: object) -> "sqlite.Insert | postgresql.Insert":
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return (sqlite.insert(LANES) if is_sqlite else postgresql.insert(LANES)).values(values)
