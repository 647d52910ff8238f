"""A backup beside a running Galley: first the database, in one snapshot, then the files.

In this order because files come before the words about them: an original, a proof, a rendition is complete on the disk
before the transaction that speaks of it, and is never changed afterwards. So whatever the snapshot speaks of is there
when the files are copied, and what is there beyond it does no harm. The other way round a picture could arrive in
between, and be spoken of only.
"""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.config import Config
from bot.keeping.places import DATABASE, FILES, CannotKeep, copy_missing, database_of, kept_files

NOTE = "backup.json"
PATIENCE_S = 10


@dataclass(frozen=True, kw_only=True)
class Backup:
    folder: Path
    revision: str
    files: int
    size_bytes: int  # of the database


def back_up(config: Config, into: Path, *, at: datetime) -> Backup:
    """`into` is a folder that is not there yet. Raises CannotKeep; what breaks off leaves a folder *.unfinished."""
    database, data, into = database_of(config), config.data.resolve(), into.resolve()
    if not database.exists():
        raise CannotKeep(f"There is nothing to back up: {database} does not exist.")
    if into.exists():
        raise CannotKeep(f"{into} is there already; name a folder that is not.")
    if into.is_relative_to(data):
        raise CannotKeep(f"{into} lies within {data}, so each backup would hold the ones before. Name another place.")

    unfinished = into.with_name(f"{into.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / FILES).mkdir(parents=True)
    snapshot(database, unfinished / DATABASE)
    revision = revision_of(unfinished / DATABASE)
    files = copy_missing(kept_files(data, database), data, unfinished / FILES)
    note = {"made_at": at.isoformat(), "revision": revision, "files": files}
    (unfinished / NOTE).write_text(json.dumps(note, indent=2), encoding="utf-8")
    os.sync()
    unfinished.rename(into)
    return Backup(folder=into, revision=revision, files=files, size_bytes=(into / DATABASE).stat().st_size)


def snapshot(source: Path, target: Path) -> None:
    """All pages in one read transaction (sqlite.org/backup.html): no writer waits for it, and none is half in it."""
    with closing(sqlite3.connect(source, timeout=PATIENCE_S)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
        here.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        must_be_whole(here, target)


def must_be_whole(database: sqlite3.Connection, path: Path) -> None:
    try:
        (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise CannotKeep(f"{path} is damaged: {found}")


def revision_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as database:
        try:
            row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as error:
            raise CannotKeep(f"{path} is not a database of Galley's: {error}") from error
    if row is None:
        raise CannotKeep(f"{path} is not a database of Galley's.")
    return str(row[0])
