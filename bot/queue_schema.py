"""The tables of Procrastinate, which carries visits to lanes on PostgreSQL: made, and brought up to date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from sqlalchemy import Connection, text

Release = tuple[int, ...]

# Ours beside theirs: "is anybody on the way to this lane?" is asked by every fetch.
_BY_LANE = (
    "CREATE INDEX IF NOT EXISTS galley_visits_by_lane ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing')"
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Kept as the comment of Procrastinate's main table, since Procrastinate itself notes no version.

    release: whose code may use the tables. finished: up to which release nothing is left of the releases before.
    """

    release: Release
    finished: Release

    def __str__(self) -> str:
        return f"Procrastinate {_dotted(self.release)}, finished to {_dotted(self.finished)}"


def is_current(connection: Connection) -> bool:
    standing = _standing(connection)
    return standing is not None and standing.release >= _installed()


def bring_up_to_date(connection: Connection) -> None:
    """In the caller's transaction. Procrastinate's "pre" files may run under the release before; its "post" files take
    away what that one needs, so they wait for the next release (procrastinate.readthedocs.io, Migrations).
    """
    standing, installed = _standing(connection), _installed()
    if standing is None:
        _run(connection, files("procrastinate.sql") / "schema.sql")
        _note(connection, Standing(release=installed, finished=installed))
        return
    if standing.release >= installed:
        return
    for introduced, is_last, file in _migrations():
        if (is_last and standing.finished < introduced <= standing.release) or (
            not is_last and standing.release < introduced <= installed
        ):
            _run(connection, file)
    _note(connection, Standing(release=installed, finished=standing.release))


def _standing(connection: Connection) -> Standing | None:
    comment = connection.execute(text("SELECT obj_description(to_regclass('procrastinate_jobs'), 'pg_class')")).scalar()
    found = re.fullmatch(r"Procrastinate ([\d.]+), finished to ([\d.]+)", comment or "")
    return None if found is None else Standing(release=_release(found[1]), finished=_release(found[2]))


def _note(connection: Connection, standing: Standing) -> None:
    connection.execute(text(_BY_LANE))
    connection.execute(text(f"COMMENT ON TABLE procrastinate_jobs IS '{standing}'"))


def _migrations() -> Iterator[tuple[Release, bool, Traversable]]:
    """In order: the release that brought it, whether it takes away, and the file."""
    for file in sorted((files("procrastinate.sql") / "migrations").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".sql"):
            yield _release(file.name.partition("_")[0]), "_post_" in file.name, file


def _run(connection: Connection, file: Traversable) -> None:
    """By the driver itself: only a statement without parameters may be many."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101  for mypy: an open connection has one
    driver.execute(file.read_text(encoding="utf-8"))


def _installed() -> Release:
    return _release(version("procrastinate"))


def _release(dotted: str) -> Release:
    return tuple(int(part) for part in dotted.split("."))


def _dotted(release: Release) -> str:
    return ".".join(str(part) for part in release)
