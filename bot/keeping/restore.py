"""The return from a backup: never under a running Galley, never to a database that this one does not understand."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url
from sqlmodel import Session, col, func, select

from bot.config import Config
from bot.db import explained, take_alone
from bot.keeping.backup import must_be_whole
from bot.keeping.places import DATABASE, FILES, CannotKeep, copy_missing, database_of, kept_files
from bot.migrate import migrate
from bot.storage import Storage
from models.asset import Version
from models.history import Entry
from models.restoration import Restoration

COMPANIONS = ("", "-wal", "-shm")


@dataclass(frozen=True, kw_only=True)
class Restored:
    """`replaced` is where the database went that was there before; `missing` counts originals that are nowhere."""

    knows_until: datetime
    files: int
    replaced: Path | None
    missing: int


def restore(config: Config, backup: Path, *, at: datetime) -> Restored:
    """Raises CannotKeep, NewerDatabase, and DatabaseInUse while a Galley has the file. Until the last step, which is
    two renames, nothing of what is there has changed.
    """
    database, data = database_of(config), config.data.resolve()
    if not (backup / DATABASE).is_file():
        raise CannotKeep(f"{backup} is not a backup: it has no {DATABASE}.")
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = take_alone(database)
    try:
        returning = database.with_name(f"{database.name}.returning")
        knows_until = _prepare(backup / DATABASE, returning, at)
        files = copy_missing(kept_files(backup / FILES, backup / DATABASE), backup / FILES, data)
        missing = _missing_originals(returning, data)
        replaced = _set_aside(database, at)
        returning.rename(database)
    finally:
        lock.release()
    return Restored(knows_until=knows_until, files=files, replaced=replaced, missing=missing)


def _prepare(source: Path, target: Path, at: datetime) -> datetime:
    """A copy that is whole, of this Galley's revision, and aware that it does not know everything."""
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target)) as connection:
        must_be_whole(connection, source)
    migrate(f"sqlite:///{target}")
    return _note(make_url(f"sqlite:///{target}"), at)


def note_return(config: Config, *, at: datetime) -> datetime:
    """For a PostgreSQL into which a dump was brought back by its own tools, before Galley starts on it. Answers until
    when it knows what happened.
    """
    migrate(config.database)
    place = make_url(config.database)
    if place.get_backend_name() == "sqlite":
        raise CannotKeep("This Galley keeps its truth in SQLite: galley restore FOLDER notes the return by itself.")
    with explained(place):
        return _note(place.set(drivername="postgresql+psycopg"), at)


def _note(place: URL, at: datetime) -> datetime:
    engine = create_engine(place)
    with Session(engine) as session:
        newest = session.exec(select(func.max(Entry.at))).one()
        knows_until = newest or datetime.fromtimestamp(0, UTC)
        session.add(Restoration(knows_until=knows_until, restored_at=at))
        session.commit()
    engine.dispose()
    return knows_until


def _missing_originals(database: Path, data: Path) -> int:
    storage, engine = Storage(data), create_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        known = session.exec(select(Version.sha256).where(col(Version.sha256).is_not(None)).distinct()).all()
    engine.dispose()
    return sum(not storage.original(digest).exists() for digest in known if digest)


def _set_aside(database: Path, at: datetime) -> Path | None:
    if not database.exists():
        return None
    aside = database.with_name(f"{database.name}.replaced-{at:%Y%m%dT%H%M%S}")
    for companion in COMPANIONS:
        path = database.with_name(f"{database.name}{companion}")
        if path.exists():
            path.rename(aside.with_name(f"{aside.name}{companion}"))
    return aside
