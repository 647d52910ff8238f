"""Reservations: the lane table's SQL. Each slot is taken by one statement, so that of several replicas one wins."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.effects import Seats
from bot.jobs.pace import Gate, from_ms, seats_gate, to_ms
from models.job import Lane

LANES: Table = SQLModel.metadata.tables["lane"]


class Closed(Exception):
    """A gate lets nobody through before `until`."""

    def __init__(self, gate: Gate, until: datetime) -> None:
        super().__init__(f"{gate.name} is closed until {until.isoformat()}")
        self.gate = gate
        self.until = until


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One of the seats of a tenant, ours until somebody else may have it."""

    name: str
    until_ms: int


@dataclass(frozen=True, kw_only=True)
class Pass:
    """`on_trial`: the gates behind which something went wrong the last time."""

    on_trial: frozenset[str]
    seat: Seat | None


async def pass_through(
    session: AsyncSession, gates: Sequence[Gate], *, at: datetime, seats: Seats | None = None, until: datetime
) -> Pass:
    """Takes a slot at each gate and a seat until then, or raises Closed; the caller rolls back."""
    rows = {
        row.name: row for row in await session.exec(select(Lane).where(col(Lane.name).in_([g.name for g in gates])))
    }
    for gate in gates:
        row = rows.get(gate.name)
        if row is not None and row.free_at_ms > to_ms(at + gate.ahead):
            raise Closed(gate, from_ms(row.free_at_ms) - gate.ahead)
        every = gate.trial if row is not None and row.strikes else gate.every
        if every and not await _reserve(session, replace(gate, every=every), at):
            raise Closed(gate, at + every)
    seat = await _take_seat(session, seats, at=at, until=until) if seats else None
    return Pass(on_trial=frozenset(row.name for row in rows.values() if row.strikes), seat=seat)


async def leave_seat(session: AsyncSession, seat: Seat) -> None:
    """Unless it has lapsed, and somebody else sits there by now."""
    ours = (col(Lane.name) == seat.name, col(Lane.free_at_ms) == seat.until_ms)
    await session.exec(update(Lane).where(*ours).values(free_at_ms=0))


async def _take_seat(session: AsyncSession, seats: Seats, *, at: datetime, until: datetime) -> Seat:
    """A seat of somebody who died lapses."""
    names = [f"seat:{seats.name}:{number}" for number in range(seats.count)]
    taken = select(Lane).where(col(Lane.name).in_(names), col(Lane.free_at_ms) > to_ms(at))
    free = sorted(set(names) - {lane.name for lane in await session.exec(taken)})
    for name in random.sample(free, k=len(free)):  # apart from each other, not a secret
        if await _sit_down(session, name, at=at, until=until):
            return Seat(name=name, until_ms=to_ms(until))
    gate = seats_gate(seats)
    raise Closed(gate, at + gate.every)


async def _sit_down(session: AsyncSession, name: str, *, at: datetime, until: datetime) -> bool:
    """One statement, so that of several replicas one wins."""
    insert = _insert(session, name=name, free_at_ms=to_ms(until), strikes=0)
    free_at = LANES.c.free_at_ms
    taken = insert.on_conflict_do_update(
        index_elements=["name"], set_={"free_at_ms": to_ms(until)}, where=free_at <= to_ms(at)
    )
    return (await session.exec(taken.returning(free_at))).first() is not None


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


async def is_held(session: AsyncSession, gate: Gate, *, at: datetime) -> bool:
    """Whether the other side said when to come back, and that is not yet. A gate that is only busy is not held."""
    row = (await session.exec(select(Lane).where(Lane.name == gate.name))).first()
    return row is not None and row.problem is not None and row.free_at_ms > to_ms(at + gate.ahead)


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
    """Counts one more thing that went wrong behind a gate; None when the gate is closed already, since
    those who were on their way say nothing new. For the one on trial it is closed to the others only.
    """
    open_from = at + gate.trial if on_trial else at
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
