"""Brings a database to the tables that this Galley needs. On an up-to-date one it costs one SELECT."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, make_url, text

from bot import queue_schema
from bot.db import DatabaseBusy, DatabaseError, explained, take_alone
from models.migrations import FOLDER, head

_POSTGRESQL_LOCK = 0x6A11E9  # any number, as long as every Galley takes the same
TRIES, PATIENCE_S, PAUSE_S = 20, 1, 0.5


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


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A database as its last migration left it. `oldest` is None where nobody noted which Galleys may run on it."""

    revision: str | None = None
    oldest: str | None = None

    def is_newer_than(self, known: str) -> bool:
        return self.revision is not None and self.revision > known

    def is_open_to(self, known: str) -> bool:
        """Whether a Galley that knows the revisions up to `known` may run on it, once it is brought up to that."""
        return not self.is_newer_than(known) or (self.oldest is not None and self.oldest <= known)


def migrate(url: str, *, revisions: Path = FOLDER) -> Migration:
    """Raises NewerDatabase, or DatabaseInUse while another Galley has the SQLite file and something is to change.

    revisions: another release's, for a rehearsal.
    """
    place, known = make_url(url), head(revisions)
    found = standing(url)
    if _is_for_us(found, known) and found.revision == known and _has_current_queue(place):
        return Migration(before=known, after=known)
    if found.is_newer_than(known):
        return Migration(before=found.revision, after=str(found.revision))
    with _alone(place):
        return _patiently(lambda: _upgrade(place, revisions))


def version(url: str) -> str | None:
    """The revision of this database; None when it has none, or is not there yet."""
    return standing(url).revision


def standing(url: str) -> Standing:
    place = make_url(url)
    if _is_sqlite(place) and not Path(place.database or "").exists():
        return Standing()
    with _transaction(place, begin="BEGIN") as connection:
        return _standing(connection)


def _standing(connection: Connection) -> Standing:
    tables = inspect(connection)
    if not tables.has_table("alembic_version"):
        return Standing()
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None or not tables.has_table("compatibility"):
        return Standing(revision=revision)
    noted = text("SELECT oldest FROM compatibility WHERE revision = :revision")
    return Standing(revision=revision, oldest=connection.execute(noted, {"revision": revision}).scalar())


def _is_for_us(found: Standing, known: str) -> bool:
    if not found.is_open_to(known):
        raise NewerDatabase(
            f"The database has revision {found.revision}; this Galley knows revisions up to {known}, which may not run "
            "on it. Start the newer Galley."
        )
    return True


def _has_current_queue(place: URL) -> bool:
    if _is_sqlite(place):
        return True
    with _transaction(place, begin="BEGIN") as connection:
        return queue_schema.is_current(connection)


def _patiently(attempt: Callable[[], Migration]) -> Migration:
    """Whoever alters a table waits for those who use it, and all others wait behind; so it waits briefly, and often."""
    for _ in range(TRIES - 1):
        with suppress(DatabaseBusy):
            return attempt()
        time.sleep(PAUSE_S)
    return attempt()


def _upgrade(place: URL, revisions: Path) -> Migration:
    from models.migrations.revisions import upgrade  # noqa: PLC0415  0.2 s that an up-to-date database need not pay

    known = head(revisions)
    with _transaction(place, begin="BEGIN IMMEDIATE") as connection:
        is_shared = connection.dialect.name == "postgresql"
        if is_shared:  # two replicas started at once: the second waits here, and finds it done
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})"))
            connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_S}s'"))
        before = _standing(connection)
        if _is_for_us(before, known) and not before.is_newer_than(known):
            upgrade(connection, revisions)
        if is_shared:
            queue_schema.bring_up_to_date(connection)
        return Migration(before=before.revision, after=max(known, before.revision or known))


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
    if begin == "BEGIN IMMEDIATE":  # the mode stays with the file; later, a reader could stand in its way
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA journal_mode=WAL"))
    return engine


def _postgresql(place: URL) -> Engine:
    connecting = {"connect_timeout": 5}
    return create_engine(place.set(drivername="postgresql+psycopg"), poolclass=NullPool, connect_args=connecting)


def _is_sqlite(place: URL) -> bool:
    return place.get_backend_name() == "sqlite"
