"""Brings a database to the tables that this Galley needs. On an up-to-date one it costs one SELECT."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, make_url, text

from bot import queue_schema
from bot.db import DatabaseError, explained, take_alone
from models.migrations import head

_POSTGRESQL_LOCK = 0x6A11E9  # any number, as long as every Galley takes the same


class NewerDatabase(DatabaseError):
    """The database was made by a newer Galley than this."""


@dataclass(frozen=True, kw_only=True)
class Migration:
    """`before` is None for a database that was empty."""

    before: str | None
    after: str

    @property
    def has_changed(self) -> bool:
        return self.before != self.after


def migrate(url: str) -> Migration:
    """Raises NewerDatabase, or DatabaseInUse while another Galley has the SQLite file and something is to change."""
    before = version(url)
    if before is not None and before > head():
        raise NewerDatabase(
            f"The database has revision {before}; this Galley knows revisions up to {head()}. Start the newer Galley."
        )
    if before != head() or not _has_current_queue(make_url(url)):
        with _alone(make_url(url)):
            _upgrade(make_url(url))
    return Migration(before=before, after=head())


def version(url: str) -> str | None:
    """The revision of this database; None when it has none, or is not there yet."""
    place = make_url(url)
    if _is_sqlite(place) and not Path(place.database or "").exists():
        return None
    with _transaction(place, begin="BEGIN") as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def _has_current_queue(place: URL) -> bool:
    if _is_sqlite(place):
        return True
    with _transaction(place, begin="BEGIN") as connection:
        return queue_schema.is_current(connection)


def _upgrade(place: URL) -> None:
    from models.migrations.revisions import upgrade  # noqa: PLC0415  0.2 s that an up-to-date database need not pay

    with _transaction(place, begin="BEGIN IMMEDIATE") as connection:
        if connection.dialect.name == "postgresql":  # two replicas started at once: the second finds it done
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})"))
        upgrade(connection)
        if connection.dialect.name == "postgresql":
            queue_schema.bring_up_to_date(connection)


@contextmanager
def _alone(place: URL) -> Iterator[None]:
    if not _is_sqlite(place):
        yield
        return
    path = Path(place.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = take_alone(path)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _transaction(place: URL, *, begin: str) -> Iterator[Connection]:
    engine = _sqlite(place, begin=begin) if _is_sqlite(place) else _postgresql(place)
    try:
        with explained(place), engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _sqlite(place: URL, *, begin: str) -> Engine:
    """The driver must not begin transactions by itself, or a CREATE TABLE would stand outside of ours."""
    engine = create_engine(
        place.set(drivername="sqlite"), poolclass=NullPool, connect_args={"isolation_level": None, "timeout": 5}
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _postgresql(place: URL) -> Engine:
    connecting = {"connect_timeout": 5}
    return create_engine(place.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=connecting)


def _is_sqlite(place: URL) -> bool:
    return place.get_backend_name() == "sqlite"
