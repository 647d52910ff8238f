"""Migrations: the database that they make is the database that the models describe, on SQLite and PostgreSQL."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, make_url

from bot.db import DatabaseInUse
from bot.migrate import Migration, NewerDatabase, migrate, version
from models.migrations import FOLDER, head
from models.tables import METADATA
from tests.databases import opened

HOLD = """
import sys
from pathlib import Path
from bot.filelock import FileLock
FileLock(Path(sys.argv[1])).take()
print("held", flush=True)
sys.stdin.read()
"""


def another_process_has(lock: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", HOLD, str(lock)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), METADATA))


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Procrastinate brings tables of its own."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


async def test_a_migrated_database_is_what_the_models_describe(empty_database_url: str) -> None:
    migrate(empty_database_url)

    async with opened(empty_database_url) as database, database.read() as session:
        assert await (await session.connection()).run_sync(differences) == []


async def test_partial_indexes_are_partial(empty_database_url: str) -> None:
    migrate(empty_database_url)

    async with opened(empty_database_url) as database, database.read() as session:
        indexes = await (await session.connection()).run_sync(lambda one: inspect(one).get_indexes("reminder"))
    conditions = [str(option) for index in indexes for option in index["dialect_options"].values()]
    assert any("settled_at IS NULL" in condition for condition in conditions)


def test_an_empty_database_is_filled_and_then_left_alone(empty_database_url: str) -> None:
    assert version(empty_database_url) is None

    assert migrate(empty_database_url) == Migration(before=None, after=head())
    assert not migrate(empty_database_url).has_changed
    assert version(empty_database_url) == head()


def test_a_database_of_a_newer_galley_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'galley.db'}"
    migrate(url)
    with sqlite3.connect(tmp_path / "galley.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(NewerDatabase, match="revision 9999"):
        migrate(url)


def test_nothing_is_migrated_under_a_running_galley(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'galley.db'}"
    migrate(url)
    with sqlite3.connect(tmp_path / "galley.db") as connection:
        connection.execute("DELETE FROM alembic_version")
    connection.close()

    running = another_process_has(tmp_path / "galley.db.lock")
    try:
        with pytest.raises(DatabaseInUse, match="already used by process"):
            migrate(url)
    finally:
        running.kill()
        running.communicate()


def test_a_migration_that_breaks_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'galley.db'}"
    with sqlite3.connect(tmp_path / "galley.db") as connection:
        connection.execute("CREATE TABLE version (id TEXT)")  # in the way of one of ours
    connection.close()

    with pytest.raises(Exception, match="version already exists"):
        migrate(url)

    engine = create_engine(make_url(url))
    assert inspect(engine).get_table_names() == ["version"]
    engine.dispose()


def test_the_newest_revision_is_alembics_head() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_heads() == [head()]
