"""Reservations: the lane table's SQL. Each slot is taken by one statement, so that of several replicas one wins."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BigInteger, ColumnElement, Table, TextClause, bindparam, case, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.effects import Seats
from bot.jobs.pace import Gate, from_ms, seats_gate, to_ms
from models.job import Lane

LANES: Table = SQLModel.metadata.tables["lane"]
_STANDING = select(LANES.c.name, LANES.c.free_at_ms, LANES.c.strikes).where(
    LANES.c.name.in_(bindparam("names", expanding=True))
)

_MOVE = (
    update(LANES)
    .where(LANES.c.name == bindparam("gate"))
    .values(free_at_ms=LANES.c.free_at_ms - bindparam("every", type_=BigInteger))
)

_NEW = (0, 0)  # no row yet: free, and without a strike


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
    found = await session.exec(_STANDING, params={"names": [gate.name for gate in gates]})
    standing = {name: (free_at_ms, strikes) for name, free_at_ms, strikes in found}
    reserved = []
    for gate in gates:
        free_at_ms, strikes = standing.get(gate.name, _NEW)
        if free_at_ms > to_ms(at + gate.ahead):
            raise Closed(gate, from_ms(free_at_ms) - gate.ahead)
        every = gate.trial if strikes else gate.every
        if every:
            reserved.append(replace(gate, every=every))
    await _reserve(session, reserved, at)
    seat = await _take_seat(session, seats, at=at, until=until) if seats else None
    return Pass(on_trial=frozenset(name for name, (_, strikes) in standing.items() if strikes), seat=seat)


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


async def _reserve(session: AsyncSession, gates: Sequence[Gate], at: datetime) -> None:
    """One statement for all, so that of several replicas one wins; the rows are locked in the order of the gates."""
    if not gates:
        return
    connection = await session.connection()
    taken = set((await connection.execute(_reserving(len(gates)), _slots(gates, at))).scalars())
    for gate in gates:
        if gate.name not in taken:
            raise Closed(gate, at + gate.every)


@cache
def _reserving(gates: int) -> TextClause:
    """For so many gates. A gate that is not free is not returned. Written out, since SQLAlchemy compiles an INSERT of
    several rows anew each time, and this is on the way of every send.
    """
    numbers = range(gates)
    slots = ", ".join(f"(:name_{n}, CAST(:next_{n} AS BIGINT), 0)" for n in numbers)
    until = " ".join(f"WHEN :name_{n} THEN CAST(:until_{n} AS BIGINT)" for n in numbers)
    return text(f"""
        INSERT INTO lane (name, free_at_ms, strikes) VALUES {slots}
        ON CONFLICT (name) DO UPDATE SET
            free_at_ms = CASE WHEN lane.free_at_ms > :now THEN lane.free_at_ms ELSE CAST(:now AS BIGINT) END
                + excluded.free_at_ms - :now,
            problem = NULL
        WHERE lane.free_at_ms <= CASE lane.name {until} END
        RETURNING lane.name""")  # noqa: S608  our own words


def _slots(gates: Sequence[Gate], at: datetime) -> dict[str, object]:
    now = to_ms(at)
    slots: dict[str, object] = {"now": now}
    for n, gate in enumerate(gates):
        slots[f"name_{n}"] = gate.name
        slots[f"next_{n}"] = now + round(gate.every / timedelta(milliseconds=1))
        slots[f"until_{n}"] = to_ms(at + gate.ahead)
    return slots


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
            await session.exec(_MOVE, params={"gate": gate.name, "every": every})


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
