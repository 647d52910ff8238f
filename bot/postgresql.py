"""PostgreSQL's connections: those that were warm last are lent first, and one that the server has left is not lent."""

import select
from typing import Any

from sqlalchemy import URL, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.compiling import SHARED, Alike

DRIVER = "galley"
WRITERS, READERS = 7, 5
READS_ONLY = "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on"
SEEN_OFTEN = 2  # times; from then on the server keeps a statement's plan for that connection
FROZEN_MS = 8_000  # whoever stops in the midst of a transaction, such as a frozen replica, loses it and its locks


class Dialect(Alike, PGDialectAsync_psycopg):
    supports_statement_cache = True  # asked of this very class


registry.register(f"postgresql.{DRIVER}", __name__, Dialect.__name__)


def writer(url: URL, *, patience_ms: int) -> AsyncEngine:
    return _engine(url, connections=WRITERS, options=f"-c lock_timeout={patience_ms}")


def readers(url: URL, *, patience_ms: int) -> AsyncEngine:
    """Each transaction is one snapshot."""
    return _engine(url, connections=READERS, options=f"-c lock_timeout={patience_ms} {READS_ONLY}")


def glances(readers: AsyncEngine) -> AsyncEngine:
    """The same connections, without a transaction around each question."""
    return readers.execution_options(isolation_level="AUTOCOMMIT")


def _engine(url: URL, *, connections: int, options: str) -> AsyncEngine:
    engine = create_async_engine(
        url.set(drivername=f"postgresql+{DRIVER}"),
        execution_options=SHARED,
        pool_size=connections,
        max_overflow=0,
        pool_use_lifo=True,
        connect_args={
            "options": f"{options} -c idle_in_transaction_session_timeout={FROZEN_MS} -c timezone=UTC",
            "connect_timeout": 5,
            "prepare_threshold": SEEN_OFTEN,
        },
    )
    event.listen(engine.sync_engine, "checkout", _look)
    return engine


def _look(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
    """A server that ends says so, or the system does: on a connection at rest, anything to be read is a farewell.
    Looking costs no round trip, which a ping before each transaction would.
    """
    del record, proxy
    driver = connection.driver_connection
    if driver.closed or _has_something_to_say(driver.fileno()):
        raise InvalidatePoolError("the server has left")


def _has_something_to_say(descriptor: int) -> bool:
    asked = select.poll()
    asked.register(descriptor, select.POLLIN)
    return bool(asked.poll(0))
