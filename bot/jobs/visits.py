"""Visits to lanes, in SQL: who is asked to come, who is on the way, who never returns. Procrastinate carries them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, TextClause, text
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import call_at_the_end
from bot.jobs.ledger import IS_OPEN, IS_UP
from models.job import Job

QUEUE = "lanes"
TASK = "galley.visit"

# Procrastinate's own function, so that its trigger tells the workers. A round trip, however many lanes there are.
_VISITS = """
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
        'lanes', 'galley.visit', 0, lane, NULL, jsonb_build_object('lane', lane, 'behind', CAST(:behind AS text)),
        now() + make_interval(secs => CAST(:seconds AS float))
    )::procrastinate_job_to_defer_v1))"""
_ASK = text(f"{_VISITS} FROM unnest(CAST(:lanes AS text[])) AS lane")
_ASK_AT_THE_END = """
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
        'lanes', 'galley.visit', 0, lane, NULL, jsonb_build_object('lane', lane, 'behind', NULL), NULL
    )::procrastinate_job_to_defer_v1)) FROM unnest(%s::text[]) AS lane"""
_ROUSE = text(f"""
    WITH resting AS (
        DELETE FROM procrastinate_jobs
        WHERE queue_name = 'lanes' AND status = 'todo' AND scheduled_at IS NOT NULL
            AND (CAST(:gate AS text) IS NULL OR args ->> 'behind' = CAST(:gate AS text))
        RETURNING lock
    )
    {_VISITS} FROM (SELECT DISTINCT lock AS lane FROM resting) AS lanes""")  # noqa: S608  our own words
_FORGET = text("""
    DELETE FROM procrastinate_jobs
    WHERE queue_name = 'lanes' AND status = 'todo' AND scheduled_at IS NOT NULL AND lock = :lane""")
_TAKE_ALONG = text("DELETE FROM procrastinate_jobs WHERE queue_name = 'lanes' AND status = 'todo' AND lock = :lane")
_PRUNE = text("SELECT procrastinate_prune_stalled_workers_v1(CAST(:silent AS float))")
_BURY = text("""
    DELETE FROM procrastinate_jobs
    WHERE queue_name = 'lanes' AND status = 'doing' AND (worker_id IS NULL OR id = ANY(CAST(:lost AS bigint[])))""")
_ON_THE_WAY = text("SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = :worker")
_NOBODY_IS_ASKED = text("""
    NOT EXISTS (SELECT FROM procrastinate_jobs visit WHERE visit.lock = job.lane AND visit.status = 'todo')""")
_STIRS = text("""
    SELECT EXISTS (
        SELECT FROM procrastinate_jobs visit WHERE queue_name = 'lanes' AND (
            status = 'doing' AND NOT id = ANY(CAST(:resting AS bigint[]))
            OR status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) AND NOT EXISTS (
                SELECT FROM procrastinate_jobs first
                WHERE first.lock = visit.lock
                    AND (first.status = 'doing' OR first.status = 'todo' AND first.id < visit.id)
            )
        )
    )""")
_STANDING = text("""
    SELECT current_setting('server_version') AS server,
        obj_description(to_regclass('procrastinate_jobs'), 'pg_class') AS queue,
        pg_database_size(current_database()) AS size,
        (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers) AS silence,
        (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => :silent))
            AS replicas,
        (SELECT count(*) FROM procrastinate_jobs visit
            LEFT JOIN procrastinate_workers worker ON worker.id = visit.worker_id
            WHERE visit.status = 'doing'
                AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :silent)))
            AS stalled""")


def ask_at_the_end(session: AsyncSession, lane: str) -> None:
    """Once, however often this is said in a transaction; in the same round trip as what it writes down."""
    call_at_the_end(session, _ASK_AT_THE_END, lane)


async def ask(
    session: AsyncSession, lanes: Iterable[str], *, after: timedelta | None = None, behind: str | None = None
) -> None:
    """Somebody is to come to each of these lanes, at once or after a while; `behind` names the gate it waits at."""
    seconds = None if after is None else after.total_seconds()
    await _run(session, _ASK, {"lanes": list(lanes), "seconds": seconds, "behind": behind})


async def rouse(session: AsyncSession, lane: str) -> None:
    """Even if it rests. A visit that waits for its moment would hold up those that were asked for later."""
    await _run(session, _FORGET, {"lane": lane})
    await ask(session, (lane,))


async def rouse_all(session: AsyncSession, *, behind: str | None = None) -> None:
    """Every lane that rests, or those that wait at this gate."""
    await _run(session, _ROUSE, {"gate": behind, "seconds": None, "behind": None})


async def take_along(session: AsyncSession, lane: str) -> None:
    """Whoever begins a visit sees all that the others were asked to come for. Look into the lane after this."""
    await _run(session, _TAKE_ALONG, {"lane": lane})


async def bury(session: AsyncSession, *, silent: timedelta, lost: Sequence[int]) -> None:
    """Visits of workers that have been silent for so long, and those that are known to be lost, are no longer under
    way. Should such a worker return, it finds that it is unknown, and the ledger keeps it from sending.
    """
    await _run(session, _PRUNE, {"silent": silent.total_seconds()})
    await _run(session, _BURY, {"lost": list(lost)})


async def on_the_way(session: AsyncSession, *, worker: int) -> set[int]:
    return set((await _run(session, _ON_THE_WAY, {"worker": worker})).scalars())


async def neglected(session: AsyncSession, *, now: datetime) -> Sequence[str]:
    """Lanes that have work, and nobody is asked to come. A lost visit is never a lost job."""
    lanes = select(Job.lane).where(IS_OPEN, IS_UP, _NOBODY_IS_ASKED).distinct()
    return (await session.exec(lanes, params={"now": now})).all()


async def stirs(session: AsyncSession, *, resting: Sequence[int]) -> bool:
    """Whether anybody is at work or could begin, these visits excepted."""
    return bool((await _run(session, _STIRS, {"resting": list(resting)})).scalar())


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`queue`: the edition of Procrastinate's tables. `silence`: since any replica was heard; None: none ever was, or
    all have taken leave. `stalled`: visits whose worker does not return.
    """

    server: str
    queue: str
    size_bytes: int
    replicas: int
    silence: timedelta | None
    stalled: int


async def standing(session: AsyncSession, *, silent: timedelta) -> Standing:
    found = (await _run(session, _STANDING, {"silent": silent.total_seconds()})).mappings().one()
    return Standing(
        server=found["server"].partition(" ")[0],
        queue=found["queue"] or "no known edition of its tables",
        size_bytes=found["size"],
        replicas=found["replicas"],
        silence=None if found["silence"] is None else timedelta(seconds=float(found["silence"])),
        stalled=found["stalled"],
    )


async def _run(session: AsyncSession, statement: TextClause, values: dict[str, object]) -> CursorResult[Any]:
    return await (await session.connection()).execute(statement, values)
