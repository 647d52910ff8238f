"""SQLite as this house uses it: one writer, readers apart, no needless hop between threads."""

import sqlite3
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy import URL, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.compiling import SHARED, Alike

DRIVER = "galley"
READERS = 5
QUICK_COMMIT_S = 0.001  # below this a commit costs less than handing it to a thread
QUICK_READ_S = 0.0005  # and so does a question

WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=0")
READER_PRAGMAS = ("query_only=ON",)


def writer(url: URL, *, patience_ms: int) -> AsyncEngine:
    """One connection. Several would poll one another's lock, some of them for seconds."""
    engine = _engine(url, WriterConnection, connections=1, patience_ms=patience_ms)
    _prepare(engine, begin="BEGIN IMMEDIATE", pragmas=WRITER_PRAGMAS)
    return engine


def readers(url: URL, *, patience_ms: int) -> AsyncEngine:
    engine = _engine(url, ReaderConnection, connections=READERS, patience_ms=patience_ms)
    _prepare(engine, begin="BEGIN", pragmas=READER_PRAGMAS)
    return engine


def glances(readers: AsyncEngine) -> AsyncEngine:
    """A transaction costs nothing here."""
    return readers


class Dialect(Alike, SQLiteDialect_aiosqlite):
    supports_statement_cache = True  # asked of this very class


registry.register(f"sqlite.{DRIVER}", __name__, Dialect.__name__)


class _Connection(aiosqlite.Connection, ABC):
    """Never in two hands: a statement goes on in its thread though its waiter was cancelled, and sqlite3 crashes the
    process when the loop then closes what the thread still uses. What may not stay here at once takes its turn there.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hand = threading.Lock()
        self.patience_ms = 0  # for a stranger's lock

    @abstractmethod
    def is_quick(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        """Whether it may run here and now, since it neither waits nor searches."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self.is_quick(fn, args) and self._hand.acquire(blocking=False):
            try:
                return fn(*args, **kwargs)
            finally:
                self._hand.release()
        return await self._in_thread(fn, *args, **kwargs)

    async def _in_thread(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await super()._execute(self._alone, fn, *args, **kwargs)  # type: ignore[no-untyped-call]

    def _alone(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self._hand:
            return fn(*args, **kwargs)


class WriterConnection(_Connection):
    """Runs on its thread only what has to wait: for the disk (commit) where that is slow, and for a stranger's lock.

    Every other call touches memory for some microseconds, while handing it to another thread costs a hundred, and
    milliseconds when both threads want the interpreter. Nobody else writes to this file (bot/filelock.py), so BEGIN
    IMMEDIATE is tried at once; only if a stranger has the lock after all does it wait, elsewhere.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commit_s = 0.0  # how long the disk took of late

    def is_quick(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        del args
        return fn.__name__ != "commit" or self._commit_s < QUICK_COMMIT_S

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if fn.__name__ == "commit":
            began = time.perf_counter()
            answer = await super()._execute(fn, *args, **kwargs)
            self._commit_s += (time.perf_counter() - began - self._commit_s) / 8
            return answer
        try:
            return await super()._execute(fn, *args, **kwargs)
        except sqlite3.OperationalError as error:
            if args[:1] != ("BEGIN IMMEDIATE",) or "locked" not in str(error):
                raise
        return await self._in_thread(self._begin_patiently, fn, *args, **kwargs)

    def _begin_patiently(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        self._conn.execute(f"PRAGMA busy_timeout={self.patience_ms}")
        try:
            return fn(*args, **kwargs)
        finally:
            self._conn.execute("PRAGMA busy_timeout=0")


class _Questions:
    """How long each has taken of late, by its SQL. One counts as slow until it was quick many times, and at once when
    it was slow again: a library grows.
    """

    UNKNOWN_S = 16 * QUICK_READ_S
    MOST = 2_000

    def __init__(self) -> None:
        self._took: dict[str, float] = {}

    def is_quick(self, sql: str) -> bool:
        return self._took.get(sql, self.UNKNOWN_S) < QUICK_READ_S

    def note(self, sql: str, seconds: float) -> None:
        if len(self._took) >= self.MOST:
            self._took.clear()
        before = self._took.get(sql, self.UNKNOWN_S)
        self._took[sql] = max(seconds, before + (seconds - before) / 8)


_QUESTIONS = _Questions()


class ReaderConnection(_Connection):
    """Runs on its thread what may search for long, and fetches there what it found."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found: list[Any] = []

    def is_quick(self, fn: Callable[..., Any], args: tuple[Any, ...]) -> bool:
        if fn == self._ask:
            return args[1] == "BEGIN" or _QUESTIONS.is_quick(args[1])
        return fn.__name__ in ("cursor", "close", "rollback")

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if fn.__name__ == "fetchall":
            return self._found
        if fn.__name__ == "execute":
            return await super()._execute(self._ask, fn, *args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)

    def _ask(self, execute: Callable[..., sqlite3.Cursor], sql: str, *values: Any) -> sqlite3.Cursor:
        began = time.thread_time()  # searching is work; waiting for the interpreter is not
        cursor = execute(sql, *values)
        self._found = cursor.fetchall()
        _QUESTIONS.note(sql, time.thread_time() - began)
        return cursor


def _engine(url: URL, kind: type[_Connection], *, connections: int, patience_ms: int) -> AsyncEngine:
    def connect(path: str, **options: Any) -> aiosqlite.Connection:
        connection = kind(lambda: sqlite3.connect(path, **options), iter_chunk_size=64)
        connection._thread.daemon = True  # noqa: SLF001  as SQLAlchemy's own dialect does
        connection.patience_ms = patience_ms
        return connection

    return create_async_engine(
        url.set(drivername=f"sqlite+{DRIVER}"),
        execution_options=SHARED,
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,  # one that knows its statements already
        connect_args={
            "async_creator_fn": connect,
            "timeout": patience_ms / 1000,
            "check_same_thread": False,
            "cached_statements": 512,
        },
    )


def _prepare(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    """The driver must not begin transactions by itself (docs.sqlalchemy.org, SQLite, transactions)."""

    def connected(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
