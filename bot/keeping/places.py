"""What a backup consists of, and the copying of files that never change."""

import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

from bot.config import Config
from bot.db import DatabaseError

DATABASE = "galley.db"
FILES = "files"
KEYS = "keys"  # they open what the backup holds, so they are kept elsewhere
PASSING = frozenset({"arriving", "sandbox"})  # half-received bytes, and the worlds that are played in


class CannotKeep(DatabaseError):
    """A backup or a return that is not possible, and why."""


def database_of(config: Config) -> Path:
    url = make_url(config.database)
    if url.get_backend_name() != "sqlite":
        raise CannotKeep(
            "This Galley keeps its truth in PostgreSQL: back that up with pg_dump, and then copy "
            f"{config.data.resolve()} (docs/operating.md, Backup)."
        )
    return Path(url.database or "").resolve()


def kept_files(data: Path, database: Path) -> Iterator[Path]:
    """Everything below the data folder but the database, the keys and what is passing through, relative to it."""
    for folder, names, files in os.walk(data):
        at = Path(folder)
        if at == data:
            names[:] = [name for name in names if name not in PASSING]
        linked = [name for name in names if (at / name).is_symlink()]
        for name in (*files, *linked):
            is_database = at == database.parent and name.startswith(database.name)
            is_key = at == data and name.startswith(KEYS)
            if not is_database and not is_key:
                yield (at / name).relative_to(data)


def copy_missing(files: Iterator[Path] | Collection[Path], source: Path, target: Path) -> int:
    """Answers how many were copied. What is there stays: files are replaced whole or not at all, so an older one of the
    same name is only found where the newer one is the truth.
    """
    copied = 0
    for name in files:
        place = target / name
        if place.is_symlink() or place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # renamed or removed meanwhile: it was not complete
            _copy(source / name, place)
            copied += 1
    return copied


def _copy(source: Path, target: Path) -> None:
    """As a hard link where that is possible: no file of ours is ever written into, only replaced."""
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or a file system without links
        shutil.copy2(source, target)
