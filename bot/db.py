"""The database: one short transaction at a time, on SQLite or PostgreSQL."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, func, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import postgresql, sqlite
from bot.booking import undone_with_a_failure, write_out
from bot.courtesy import Courtesy
from bot.filelock import FileLock, Held

PATIENCE_MS = 2_000  # Slack gives a click three seconds; the person should still hear our sentence

_AT_THE_END, _AFTER_COMMIT = "at_the_end", "after_commit"

LastAct = Callable[[AsyncSession, Sequence[Any]], Awaitable[None]]
"""What a transaction does before it ends, with everything that was given for it."""


class DatabaseError(Exception):
    """Something is wrong with the database itself, said in a sentence."""


class DatabaseInUse(DatabaseError):
    """Another process has this SQLite file."""


class DatabaseBusy(DatabaseError):
    """Somebody else held the database too long; trying again helps."""


class DatabaseEntangled(DatabaseBusy):
    """Two waited for each other, and this one was sent away: trying again helps at once."""


class DatabaseFull(DatabaseError):
    """There is no room; a person must make some."""


class DatabaseAway(DatabaseError):
    """The server cannot be reached, or the connection broke."""


async def alone_with(session: AsyncSession, name: str) -> None:
    """Until this session's transaction ends nobody else is here with the same name, and whoever was before us is read.
    Nothing to do on SQLite, where all writing is one after the other.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def at_the_end(session: AsyncSession, act: LastAct, thing: Hashable) -> None:
    """`act` comes once, before this session's transaction is committed, with every `thing` that was given for it: for
    what many of its steps ask for, and what is best answered when they are through.
    """
    session.info.setdefault(_AT_THE_END, {}).setdefault(act, {})[thing] = None


def after_commit(session: AsyncSession, callback: Callable[[], None]) -> None:
    """Calls back once this session's transaction is committed; never after a rollback. The same callback only once."""
    callbacks = session.info.setdefault(_AFTER_COMMIT, {})
    callbacks[callback] = None


@contextmanager
def own_callbacks(session: AsyncSession) -> Iterator[list[Callable[[], None]]]:
    """Whoever is inside is not called back with the rest of this session: their callbacks are theirs to call."""
    others: dict[Callable[[], None], None] = session.info.pop(_AFTER_COMMIT, {})
    mine: list[Callable[[], None]] = []
    try:
        yield mine
    finally:
        mine.extend(session.info.pop(_AFTER_COMMIT, {}))
        session.info[_AFTER_COMMIT] = others


@asynccontextmanager
async def attempt(session: AsyncSession) -> AsyncIterator[None]:
    """A part of a transaction that may fail and leaves the rest as it is: what it wrote, and what it wanted written or
    done at the end, is undone.
    """
    callbacks = dict(session.info.get(_AFTER_COMMIT, {}))
    acts = {act: dict(things) for act, things in session.info.get(_AT_THE_END, {}).items()}
    try:
        with undone_with_a_failure(session):
            async with session.begin_nested():
                yield
    except BaseException:
        session.info[_AFTER_COMMIT], session.info[_AT_THE_END] = callbacks, acts
        raise


class Database:
    """Opened once by the process. `write` and `read` give sessions, which never outlive their block."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self.courtesy = Courtesy()
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._writing = asyncio.Lock()
        self._writer: asyncio.Task[object] | None = None
        self._file_lock: FileLock | None = None
        room = sqlite if self.is_sqlite else postgresql
        self._writers = room.writer(self._url, patience_ms=PATIENCE_MS)
        self._readers = room.readers(self._url, patience_ms=PATIENCE_MS)
        self._glances = room.glances(self._readers)

    @property
    def conninfo(self) -> str:
        """The address of PostgreSQL as libpq takes it, for connections of one's own."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=False)

    async def open(self, *, alone: bool = True) -> None:
        """alone=False is for a short visit beside a running Galley, such as the doctor's."""
        if not self.is_sqlite:
            return
        path = Path(self._url.database or "")
        path.parent.mkdir(parents=True, exist_ok=True)
        if alone:
            self._file_lock = take_alone(path)

    async def close(self) -> None:
        await self._writers.dispose()
        await self._readers.dispose()
        if self._file_lock is not None:
            self._file_lock.release()
            self._file_lock = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One transaction, committed at the end and rolled back on an exception. Keep it short: on SQLite the whole
        house writes through one connection, and a write inside a write would wait for itself.
        """
        async with self.courtesy.passing(), self._turn(), self._session(self._writers) as session:
            yield session
            await complete(session)
            await session.commit()
        for callback in session.info.get(_AFTER_COMMIT, ()):
            callback()

    @asynccontextmanager
    async def rehearse(self) -> AsyncIterator[AsyncSession]:
        """As `write`, but nothing of it remains."""
        async with self._turn(), self._session(self._writers) as session:
            yield session
            await session.rollback()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One snapshot, undisturbed by writers."""
        async with self.courtesy.passing(), self._session(self._readers) as session:
            yield session

    @asynccontextmanager
    async def glance(self) -> AsyncIterator[AsyncSession]:
        """For a single question. On PostgreSQL it is one round trip, where a snapshot takes three."""
        async with self.courtesy.passing(), self._session(self._glances) as session:
            yield session

    @asynccontextmanager
    async def _session(self, engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
        """Whatever the database says is explained, also at the end, when a broken connection is given back."""
        with explained(self._url):
            async with AsyncSession(engine, expire_on_commit=False) as session:
                yield session

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if not self.is_sqlite:
            yield
            return
        if self._writer is asyncio.current_task():
            raise RuntimeError("A write inside a write would wait for itself: pass the session on.")
        async with self._writing:
            self._writer = asyncio.current_task()
            try:
                yield
            finally:
                self._writer = None


async def complete(session: AsyncSession) -> None:
    """What this session has put off until its end."""
    await act_at_the_end(session)
    await session.flush()
    await write_out(session)


async def act_at_the_end(session: AsyncSession) -> None:
    """What was given to `at_the_end` so far, until none of these acts wants another one."""
    while acts := session.info.pop(_AT_THE_END, None):
        for act, things in acts.items():
            await act(session, list(things))


def take_alone(path: Path) -> FileLock:
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        lock.take()
    except Held as held:
        raise DatabaseInUse(
            f"{path} is already used by {held}. One SQLite file serves one Galley: stop the other one, "
            "or give this one a file of its own with GALLEY_DATABASE_URL."
        ) from held
    return lock


@contextmanager
def explained(url: URL) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        explained = _explain(error, url)
        if explained is None:
            raise
        raise explained from error


def _explain(error: DBAPIError, url: URL) -> DatabaseError | None:
    name = url.render_as_string(hide_password=True)
    match _condition(error):
        case "BUSY" | "LOCKED":
            return DatabaseBusy(f"The database {name} was held by somebody else for too long. Nothing was changed.")
        case "ENTANGLED":
            return DatabaseEntangled(f"Two waited for each other in the database {name}. Nothing was changed.")
        case "FULL":
            return DatabaseFull(f"The database {name} has no room left. Nothing was changed; make room on its disk.")
        case "READONLY" | "CANTOPEN" | "IOERR" | "AWAY":
            return DatabaseAway(f"The database {name} cannot be reached: {error.orig}")
        case _:
            return None


_CONDITIONS = {
    "LockNotAvailable": "BUSY",
    "DeadlockDetected": "ENTANGLED",
    "IdleInTransactionSessionTimeout": "AWAY",
    "SerializationFailure": "BUSY",
    "DiskFull": "FULL",
    "OperationalError": "AWAY",  # the base of those before, so it comes last
}


def _condition(error: DBAPIError) -> str | None:
    """In SQLite's words (sqlite.org/rescode.html)."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorname", "").removeprefix("SQLITE_").partition("_")[0]
    kinds = {kind.__name__ for kind in type(error.orig).__mro__}  # psycopg's; a house on SQLite need not load it
    return next((condition for kind, condition in _CONDITIONS.items() if kind in kinds), None)
