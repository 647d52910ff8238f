"""Backup while Galley runs, and the return: the story goes on, and nothing is done twice."""

import asyncio
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import func, select

from bot import clicks
from bot.clock import SystemClock
from bot.config import Config
from bot.db import Database, DatabaseInUse
from bot.keeping.backup import back_up
from bot.keeping.places import CannotKeep
from bot.keeping.restore import note_return, restore
from bot.migrate import NewerDatabase
from models.history import Received
from models.restoration import Restoration
from sandbox.serve import Sandbox
from tests.databases import opened, ready_file
from tests.journeys.conftest import Galley, a_life
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.journeys.tally import Expected, count
from tests.models.test_migrations import another_process_has
from tests.postgres import Postgres
from tests.waiting import eventually

NOW = SystemClock().wall()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # on PostgreSQL an operator takes pg_dump
async def test_what_was_done_since_the_backup_is_found_and_not_done_again(
    config: Config, sandbox: Sandbox, tmp_path: Path
) -> None:
    async with a_life(config, sandbox) as galley:
        await galley.stage.post("faults", system="slack", kind="rate_limit", match="chat.postMessage", rate=1.0)
        await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
        await eventually(lambda: list(config.data.rglob("originals/*/*")))
        await asyncio.to_thread(back_up, config, tmp_path / "backup", at=NOW)  # with every message still to be sent
        sandbox.world.faults.disarm()
        await approve(galley, "designer1", "Design")
        await eventually(lambda: asked(galley, "Brand"))
        await galley.house.jobs.settled()

    await asyncio.to_thread(restore, config, tmp_path / "backup", at=SystemClock().wall())

    async with a_life(config, sandbox) as galley:
        await eventually(lambda: asked(galley, "Design"))  # that click is forgotten, so it is asked for again
        await approve(galley, "designer1", "Design")
        await eventually(lambda: asked(galley, "Brand"))
        await approve(galley, "brand", "Brand")
        await eventually(lambda: announced(galley))
        await galley.house.jobs.settled()
        tally = await count(galley.stage, config.data / "library", [Expected(title="hero", is_approved=True)])

    assert [one for one in tally.doubled if one.startswith("message")] == []
    for once in ("card", "receipt", "outcome", "announcement", "library"):
        assert tally.found[once]["hero"] == 1, once


async def test_a_backup_under_load_is_whole(tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data")
    ready_file(config.data / "galley.db")
    async with opened(config.database) as db:
        writing = asyncio.create_task(write_for_ever(db))
        for number in range(3):
            await eventually(lambda seen=number * 20: count_of(config.data / "galley.db") > seen)
            await asyncio.to_thread(back_up, config, tmp_path / f"backup{number}", at=NOW)
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)

    restore(config, tmp_path / "backup1", at=NOW)

    async with opened(config.database) as db, db.read() as session:
        rows = (await session.exec(select(func.count()).select_from(Received))).one()
    assert rows == count_of(tmp_path / "backup1" / "galley.db") > 20
    assert rows % 2 == 0  # each transaction wrote two: none is half in it


def test_nothing_is_restored_under_a_running_galley(tmp_path: Path) -> None:
    config = kept(tmp_path)

    running = another_process_has(config.data / "galley.db.lock")
    try:
        with pytest.raises(DatabaseInUse, match="already used by process"):
            restore(config, tmp_path / "backup", at=NOW)
    finally:
        running.kill()
        running.communicate()


def test_a_backup_of_a_newer_galley_or_a_damaged_one_is_refused(tmp_path: Path) -> None:
    config = kept(tmp_path)
    change(tmp_path / "backup" / "galley.db", "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerDatabase, match="revision 9999"):
        restore(config, tmp_path / "backup", at=NOW)

    (tmp_path / "backup" / "galley.db").write_bytes(b"SQLite format 3\0" + b"?" * 4096)
    with pytest.raises(CannotKeep, match="damaged"):
        restore(config, tmp_path / "backup", at=NOW)

    assert count_of(config.data / "galley.db") == 0  # what was there is still there


def test_what_a_backup_replaces_is_kept_and_files_come_back(tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data")
    ready_file(config.data / "galley.db")
    picture = config.data / "originals" / "ab" / "abcd"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    (config.data / "keys").write_text("what opens the secrets", encoding="ascii")
    back_up(config, tmp_path / "backup", at=NOW)
    picture.unlink()

    restored = restore(config, tmp_path / "backup", at=NOW + timedelta(hours=1))

    assert picture.read_bytes() == b"a picture"
    assert not list((tmp_path / "backup").rglob("keys"))
    assert restored.replaced is not None
    assert restored.replaced.exists()
    assert restored.missing == 0


def test_backups_are_refused_where_they_would_be_wrong(tmp_path: Path) -> None:
    config = kept(tmp_path)

    with pytest.raises(CannotKeep, match="is there already"):
        back_up(config, tmp_path / "backup", at=NOW)
    with pytest.raises(CannotKeep, match="lies within"):
        back_up(config, config.data / "backup", at=NOW)
    with pytest.raises(CannotKeep, match="pg_dump"):
        back_up(config.model_copy(update={"database_url": SecretStr("postgresql://h/n")}), tmp_path / "other", at=NOW)


def test_the_commands_say_what_they_did(tmp_path: Path) -> None:
    config = kept(tmp_path)
    galley = [sys.executable, "-m", "bot"]
    env = {"GALLEY_DATA": str(config.data), "SLACK_BOT_TOKEN": "xoxb-1", "PATH": ""}

    made = subprocess.run([*galley, "backup", tmp_path / "two"], env=env, capture_output=True, text=True, check=True)  # noqa: S603
    done = subprocess.run([*galley, "restore", tmp_path / "two"], env=env, capture_output=True, text=True, check=True)  # noqa: S603

    assert "holds 0 files and the database" in made.stdout
    assert f"does not hold the keys that open its secrets: {config.data}/keys" in made.stdout
    assert "The keys that open its secrets must be as they were then" in done.stdout
    assert "The database is as it was" in done.stdout
    assert "Every original that it speaks of is here." in done.stdout


async def test_a_dump_that_was_brought_back_into_postgresql_is_noted(postgresql: Postgres) -> None:
    url = postgresql.ready()
    note_return(Config(database_url=url), at=NOW)

    async with opened(url) as db, db.read() as session:
        noted = (await session.exec(select(Restoration))).one()
    assert (noted.restored_at, noted.knows_until.year) == (NOW, 1970)  # nothing had happened in it yet


def kept(tmp_path: Path) -> Config:
    config = Config(data=tmp_path / "data")
    ready_file(config.data / "galley.db")
    back_up(config, tmp_path / "backup", at=NOW)
    return config


async def write_for_ever(db: Database) -> None:
    number = 0
    while True:
        number += 1
        async with db.write() as session:
            session.add_all([Received(team_id="T", key=f"{number}{half}", at=NOW) for half in "ab"])


def count_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM received").fetchone()[0])


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)


async def asked(galley: Galley, stage: str) -> Seen | None:
    card = await galley.stage.card()
    return card if card and f"*{stage}*" in card.words and clicks.APPROVE in card.actions else None


async def approve(galley: Galley, who: str, stage: str) -> None:
    await galley.stage.click(who, await eventually(lambda: asked(galley, stage)), clicks.APPROVE)


async def announced(galley: Galley) -> bool:
    return any("in the library" in post.text for post in await galley.stage.messages("lead", "campaign"))
