"""Retention: the books of what has ended are cleared away, a handful at a time, and nothing is done again for it.

A job's key counts for ever. Where it names an occasion, the row stays and only what it carried goes; where it names
the job itself, as that of every edit does, nobody can ask for it again and the row goes too. The history stays.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Table, TextClause, delete, select, text, tuple_, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from models.job import BARE, names_itself
from models.noise import WINDOW
from models.tables import METADATA

log = structlog.get_logger(__name__)

AT_ONCE = 25  # rows in one transaction: a click waits for no more than that
A_TURN = 5_000  # rows; the next turn goes on
BREATH_S = 0.02  # between two transactions, for those who are in a hurry
IDLE = timedelta(days=1)  # a lane that nobody was sent through for so long is as good as one that never was

JOBS, LANES = METADATA.tables["job"], METADATA.tables["lane"]


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Rows that are over since a moment. `which` is written out, not bound: only then do both databases see that the
    partial index of the model answers it.
    """

    table: Table
    which: TextClause
    since: str


ENDED = Shelf(table=JOBS, which=text("state IN ('done', 'dropped')"), since="done_at")
DELIVERIES = Shelf(table=METADATA.tables["received"], which=text("substr(key, 1, 5) <> 'drop:'"), since="at")
ANSWERS = Shelf(
    table=METADATA.tables["post"],
    which=text("substr(key, 1, 8) = 'whisper:' AND posted_at IS NOT NULL"),
    since="posted_at",
)
RINGS = Shelf(table=METADATA.tables["ring"], which=text("rang_at IS NOT NULL"), since="rang_at")
REMINDERS = Shelf(table=METADATA.tables["reminder"], which=text("settled_at IS NOT NULL"), since="settled_at")


class Retention:
    """May sweep at any time and in any number of replicas: each takes rows that no other has in hand."""

    def __init__(self, db: Database, clock: Clock, policies: Policies) -> None:
        self._db, self._clock, self._policies = db, clock, policies
        self._last_lane = ""

    async def sweep(self) -> int:
        """One turn. Answers how many rows were taken in hand."""
        periods, now, wall = self._policies.current.retention, self._clock.now(), self._clock.wall()
        swept = await self._clear(ENDED, before=wall - periods.jobs)
        swept += await self._clear(DELIVERIES, before=now - periods.deliveries)
        swept += await self._clear(ANSWERS, before=now - periods.answers)
        swept += await self._clear(REMINDERS, before=now - periods.reminders)
        swept += await self._clear(RINGS, before=now - max(periods.reminders, WINDOW))
        await self._clear_lanes(before=wall - IDLE)
        if swept:
            log.info("cleared away what ended long ago", rows=swept)
        return swept

    async def _clear(self, shelf: Shelf, *, before: datetime) -> int:
        swept, found = 0, AT_ONCE
        while found == AT_ONCE and swept < A_TURN:
            async with self._db.write() as session:
                rows = await _over(session, shelf, before)
                await (_forget(session, rows) if shelf is ENDED else _remove(session, shelf.table, rows))
            found = len(rows)
            swept += found
            await asyncio.sleep(BREATH_S)
        return swept

    async def _clear_lanes(self, *, before: datetime) -> None:
        """A page a turn, for an index on a moment that each send moves would cost more than it saves."""
        name, free_at_ms, strikes = LANES.c.name, LANES.c.free_at_ms, LANES.c.strikes
        page = select(name).where(name > self._last_lane).order_by(name).limit(AT_ONCE)
        async with self._db.write() as session:
            connection = await session.connection()
            names = (await connection.execute(page)).scalars().all()
            is_idle = (free_at_ms < before.timestamp() * 1000, strikes == 0)
            await connection.execute(delete(LANES).where(name.in_(names), *is_idle))
        self._last_lane = names[-1] if len(names) == AT_ONCE else ""


async def _over(session: AsyncSession, shelf: Shelf, before: datetime) -> list[tuple[str, ...]]:
    since = shelf.table.c[shelf.since]
    columns = (*shelf.table.primary_key.columns, *((JOBS.c.key,) if shelf is ENDED else ()))
    wanted = select(*columns).where(shelf.which, since < before).order_by(since).limit(AT_ONCE)
    found = await (await session.connection()).execute(wanted.with_for_update(skip_locked=True))
    return [tuple(row) for row in found]


async def _forget(session: AsyncSession, jobs: list[tuple[str, ...]]) -> None:
    gone = [job_id for job_id, key in jobs if names_itself(key, job_id)]
    bare = [job_id for job_id, key in jobs if not names_itself(key, job_id)]
    connection = await session.connection()
    await connection.execute(delete(JOBS).where(JOBS.c.id.in_(gone)))
    await connection.execute(update(JOBS).where(JOBS.c.id.in_(bare)).values(BARE))


async def _remove(session: AsyncSession, table: Table, rows: list[tuple[str, ...]]) -> None:
    if rows:
        key = tuple_(*table.primary_key.columns)
        await (await session.connection()).execute(delete(table).where(key.in_(rows)))
