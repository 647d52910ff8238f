"""Upgrades: a newer release expands the database under the one that runs, and only a later one contracts it."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from bot.db import DatabaseInUse
from bot.migrate import PATIENCE_S, NewerDatabase, migrate, standing, version
from models.migrations import head
from tests.bot.jobs.house import House
from tests.databases import opened
from tests.models.releases import CONTRACT, EXPAND, following
from tests.models.test_migrations import another_process_has
from tests.postgres import Postgres
from tests.waiting import eventually

START = "import sys; from bot.migrate import migrate; print(migrate(sys.argv[1]).has_changed)"


@pytest.fixture
def expanded(tmp_path: Path) -> Path:
    return following(tmp_path / "next", (EXPAND, 1))


@pytest.fixture
def contracted(tmp_path: Path) -> Path:
    return following(tmp_path / "after next", (EXPAND, 1), (CONTRACT, 1))


async def test_a_release_expands_the_database_while_the_one_before_works_on_it(
    postgresql: Postgres, expanded: Path
) -> None:
    url = postgresql.ready()
    async with opened(url) as database:
        house = House(database)
        await house.build()
        await house.open()
        working = asyncio.create_task(_work(house))
        await eventually(lambda: house.remote.accepted)

        assert (await asyncio.to_thread(migrate, url, revisions=expanded)).has_changed

        seen = len(house.remote.accepted)
        await eventually(lambda: len(house.remote.accepted) > seen)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await house.ask("after it")
        await house.quiet()
        await house.close()

    asked = house.remote.subjects
    assert asked == [*(f"{number:04}" for number in range(len(asked) - 1)), "after it"]


def test_an_older_galley_starts_on_what_was_only_expanded(database_url: str, expanded: Path) -> None:
    migrate(database_url, revisions=expanded)

    assert not migrate(database_url).has_changed
    assert version(database_url) == head(expanded)


def test_an_older_galley_refuses_what_was_contracted_and_leaves_it_alone(
    database_url: str, expanded: Path, contracted: Path
) -> None:
    migrate(database_url)
    migrate(database_url, revisions=contracted)

    with pytest.raises(NewerDatabase, match="revision 0003; this Galley knows revisions up to 0001"):
        migrate(database_url)
    assert not migrate(database_url, revisions=expanded).has_changed  # the release between stands beside it
    assert standing(database_url).oldest == head(expanded)


def test_of_two_that_start_at_once_one_migrates_and_the_other_waits(postgresql: Postgres) -> None:
    command = [sys.executable, "-c", START, postgresql.empty()]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]  # noqa: S603

    assert sorted(one.communicate(timeout=60)[0].strip() for one in both) == ["False", "True"]
    assert [one.returncode for one in both] == [0, 0]


def test_a_table_that_somebody_uses_is_waited_for(postgresql: Postgres, expanded: Path) -> None:
    url = postgresql.ready()
    with psycopg.connect(url) as reader, ThreadPoolExecutor() as pool:
        reader.execute("SELECT * FROM job")
        migrating = pool.submit(migrate, url, revisions=expanded)
        with pytest.raises(TimeoutError):
            migrating.result(timeout=PATIENCE_S + 1)  # it has stepped back once, so that nobody waits behind it

        reader.commit()
        assert migrating.result(timeout=60).has_changed


def test_on_sqlite_the_release_before_is_stopped_first(tmp_path: Path, expanded: Path) -> None:
    url = f"sqlite:///{tmp_path / 'galley.db'}"
    migrate(url)

    running = another_process_has(tmp_path / "galley.db.lock")
    try:
        with pytest.raises(DatabaseInUse, match="stop the other one"):
            migrate(url, revisions=expanded)
    finally:
        running.kill()
        running.communicate()
    assert migrate(url, revisions=expanded).has_changed


async def _work(house: House) -> None:
    number = 0
    while True:
        await house.ask(f"{number:04}")
        number += 1
