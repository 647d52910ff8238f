"""The doctor and those who share one PostgreSQL: how many are heard, and whether one was left in the midst of work."""

from collections.abc import AsyncIterator
from datetime import timedelta

from sqlalchemy import make_url

from bot.config import Config
from bot.db import Database, DatabaseError
from bot.doctor.findings import Finding, ill, note, well
from bot.jobs import visits

SILENT = timedelta(seconds=8)  # after which a replica's lanes are taken over
MEGABYTE = 1_000_000
A_MINUTE = 60


async def replicas(config: Config) -> AsyncIterator[Finding]:
    """Nothing on SQLite, which serves one process."""
    if make_url(config.database).get_backend_name() == "sqlite":
        return
    db = Database(config.database)
    try:
        async with db.read() as session:
            found = await visits.standing(session, silent=SILENT)
    except DatabaseError as error:
        yield ill("replicas", str(error), "Try again; if it stays so, look at the database's log.")
        return
    finally:
        await db.close()
    yield well("database", f"PostgreSQL {found.server}, {found.queue}, {found.size_bytes / MEGABYTE:,.0f} MB.")
    yield _of_replicas(found)
    if found.stalled:
        yield _of_stalled(found)


def _of_replicas(found: visits.Standing) -> Finding:
    if found.replicas:
        some = "1 sends" if found.replicas == 1 else f"{found.replicas} send"
        return well("replicas", f"{some}; the last was heard {_ago(found.silence)} ago.")
    heard = "none has been heard" if found.silence is None else f"the last was heard {_ago(found.silence)} ago"
    return note("replicas", f"None sends: {heard}.", "Start one with: galley run, or galley run --role worker")


def _of_stalled(found: visits.Standing) -> Finding:
    visited = "1 lane is" if found.stalled == 1 else f"{found.stalled} lanes are"
    sentence = f"{visited} held by a replica that fell silent."
    if found.replicas:
        return note("replicas", f"{sentence} The others take over within {_ago(SILENT)}.")
    return note("replicas", sentence, "The next one that starts takes over.")


def _ago(time: timedelta | None) -> str:
    seconds = round(time.total_seconds()) if time else 0
    return f"{seconds} s" if seconds < A_MINUTE else str(timedelta(seconds=seconds))
