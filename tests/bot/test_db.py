"""The database room: transactions, the one writer, and what is said when something is wrong."""

import asyncio
import os
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import (
    Database,
    DatabaseAway,
    DatabaseBusy,
    DatabaseEntangled,
    DatabaseFull,
    DatabaseInUse,
    after_commit,
    at_the_end,
    attempt,
)
from tests.databases import opened, sql
from tests.waiting import eventually


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    return tmp_path / "galley.db"


@pytest.fixture
async def on_file(file: Path) -> AsyncIterator[Database]:
    async with opened(f"sqlite:///{file}") as database:
        async with database.write() as session:
            await sql(session, "CREATE TABLE note (words TEXT PRIMARY KEY)")
        yield database


async def write(database: Database, words: str) -> None:
    async with database.write() as session:
        await sql(session, "INSERT INTO note VALUES (:words)", words=words)


async def read(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await sql(session, "SELECT words FROM note ORDER BY words")).scalars())


async def test_a_transaction_is_committed_at_its_end(notes: Database):
    await write(notes, "kept")

    assert await read(notes) == ["kept"]


async def test_an_exception_takes_everything_back(notes: Database):
    async def stumble() -> None:
        async with notes.write() as session:
            await sql(session, "INSERT INTO note VALUES ('lost')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()

    assert await read(notes) == []


async def test_a_callback_comes_after_the_commit_and_sees_it(notes: Database):
    seen: list[asyncio.Task[list[str]]] = []

    async with notes.write() as session:
        after_commit(session, lambda: seen.append(asyncio.ensure_future(read(notes))))
        await sql(session, "INSERT INTO note VALUES ('kept')")
        assert seen == []

    assert await seen[0] == ["kept"]


async def test_a_rollback_calls_nobody_back(notes: Database):
    called: list[str] = []

    async def stumble() -> None:
        async with notes.write() as session:
            after_commit(session, lambda: called.append("back"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()

    assert called == []


async def test_what_many_steps_ask_for_is_done_once_at_the_end_of_their_transaction(notes: Database):
    asked: list[Sequence[str]] = []

    async def note_all(session: AsyncSession, names: Sequence[str]) -> None:
        asked.append(names)
        await sql(session, "INSERT INTO note VALUES (:words)", words=" and ".join(names))

    async with notes.write() as session:
        for name in ("card", "home", "card"):
            at_the_end(session, note_all, name)
        await sql(session, "INSERT INTO note VALUES ('a step')")
        assert asked == []

    assert asked == [["card", "home"]]
    assert await read(notes) == ["a step", "card and home"]


async def test_what_is_done_at_the_end_may_ask_for_more(notes: Database):
    async def note(session: AsyncSession, names: Sequence[str]) -> None:
        await sql(session, "INSERT INTO note VALUES (:words)", words=names[0])
        if names == ["first"]:
            at_the_end(session, note, "second")

    async with notes.write() as session:
        at_the_end(session, note, "first")

    assert await read(notes) == ["first", "second"]


async def test_what_a_failed_attempt_asked_for_is_not_done(notes: Database):
    async def note(session: AsyncSession, names: Sequence[str]) -> None:
        await sql(session, "INSERT INTO note VALUES (:words)", words=" and ".join(names))

    async with notes.write() as session:
        at_the_end(session, note, "before")
        with suppress(ZeroDivisionError):
            async with attempt(session):
                at_the_end(session, note, "inside")
                raise ZeroDivisionError

    assert await read(notes) == ["before"]


async def test_a_reader_keeps_its_snapshot_beside_a_writer(notes: Database):
    async with notes.read() as session:
        before = (await sql(session, "SELECT count(*) FROM note")).scalar()

        await write(notes, "new")

        assert (await sql(session, "SELECT count(*) FROM note")).scalar() == before


async def test_a_reader_may_not_write(notes: Database):
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with notes.read() as session:
            await sql(session, "INSERT INTO note VALUES ('by a reader')")

    assert await read(notes) == []


COUNT = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < :most) SELECT count(*) FROM n"


async def test_a_long_search_holds_up_nobody_even_if_the_same_question_was_quick_before(on_file: Database):
    async def count(most: int) -> int:
        async with on_file.read() as session:
            return int((await sql(session, COUNT, most=most)).scalar_one())

    for _ in range(50):
        await count(1)
    await count(300_000)  # from now on it is known to search

    search, others = asyncio.create_task(count(300_000)), 0
    while not search.done():
        await asyncio.sleep(0)
        others += 1

    assert await search == 300_000
    assert others > 10


async def test_many_writers_at_once_all_come_through(notes: Database):
    await asyncio.gather(*(write(notes, f"{number:03}") for number in range(60)))

    assert len(await read(notes)) == 60


async def test_a_writer_that_is_cancelled_leaves_the_door_open(notes: Database):
    entered = asyncio.Event()

    async def dawdle() -> None:
        async with notes.write() as session:
            await sql(session, "INSERT INTO note VALUES ('unfinished')")
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(dawdle())
    await entered.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await write(notes, "next")

    assert await read(notes) == ["next"]


async def test_a_write_inside_a_write_is_a_bug_not_a_silence(on_file: Database):
    with pytest.raises(RuntimeError, match="would wait for itself"):
        async with on_file.write():
            await write(on_file, "never")

    await write(on_file, "next")


@pytest.mark.usefixtures("on_file")
async def test_a_second_process_is_refused_and_told_who_has_the_file(file: Path):
    second = await galley_on(file)
    _, said = await second.communicate()

    assert second.returncode != 0
    assert b"DatabaseInUse" in said
    assert f"already used by process {os.getpid()}".encode() in said


async def test_a_killed_process_frees_the_file_at_once(file: Path):
    first = await galley_on(file)
    assert first.stdout is not None
    await first.stdout.readline()
    with pytest.raises(DatabaseInUse, match=f"process {first.pid}"):
        await Database(f"sqlite:///{file}").open()

    first.kill()
    await first.communicate()

    second = Database(f"sqlite:///{file}")
    await second.open()
    await second.close()


async def galley_on(file: Path) -> asyncio.subprocess.Process:
    """A process that opens the file, says so, and waits to be ended."""
    script = (
        "import asyncio\n"
        "from bot.db import Database\n"
        f"asyncio.run(Database('sqlite:///{file}').open())\n"
        "print('open', flush=True)\n"
        "input()\n"
    )
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(sys.executable, "-c", script, stdin=pipe, stdout=pipe, stderr=pipe)


async def test_a_visitor_reads_beside_a_running_galley(on_file: Database, file: Path):
    await write(on_file, "kept")
    visitor = Database(f"sqlite:///{file}")
    await visitor.open(alone=False)

    assert await read(visitor) == ["kept"]
    await visitor.close()


async def test_a_held_file_is_busy_not_broken(on_file: Database, file: Path):
    stranger = sqlite3.connect(file, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseBusy, match="held by somebody else for too long"):
        await write(on_file, "refused")

    stranger.execute("ROLLBACK")
    stranger.close()
    await write(on_file, "taken")
    assert await read(on_file) == ["taken"]


async def test_waiting_for_a_held_file_lets_the_loop_go_on(on_file: Database, file: Path):
    stranger = sqlite3.connect(file, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(write(on_file, "patient"))
    turns = iter(range(50))

    await eventually(lambda: next(turns) == 20, within=1.0)
    stranger.execute("ROLLBACK")
    stranger.close()

    await waiting
    assert await read(on_file) == ["patient"]


async def test_a_full_database_says_that_nothing_was_changed(on_file: Database):
    async with on_file.write() as session:
        pages = (await sql(session, "PRAGMA page_count")).scalar()
        await sql(session, f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DatabaseFull, match="no room left"):
        await write(on_file, "x" * 100_000)

    assert await read(on_file) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_of_two_who_wait_for_each_other_one_is_sent_away_at_once(notes: Database):
    for words in ("one", "other"):
        await write(notes, words)
    both_hold = asyncio.Barrier(2)

    async def touch(first: str, second: str) -> None:
        async with notes.write() as session:
            await sql(session, "UPDATE note SET words = words WHERE words = :words", words=first)
            await both_hold.wait()
            await sql(session, "UPDATE note SET words = words WHERE words = :words", words=second)

    ended = await asyncio.gather(touch("one", "other"), touch("other", "one"), return_exceptions=True)

    assert [type(one) for one in ended if one is not None] == [DatabaseEntangled]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_row_that_is_locked_too_long_is_busy(notes: Database):
    await write(notes, "wanted")

    async with notes.write() as holder:
        await sql(holder, "SELECT * FROM note FOR UPDATE")
        with pytest.raises(DatabaseBusy):
            async with notes.write() as session:
                await sql(session, "UPDATE note SET words = 'changed'")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_freezes_in_a_transaction_is_shown_out(notes: Database):
    async with notes.read() as session:
        patience = (await sql(session, "SHOW idle_in_transaction_session_timeout")).scalar()

    assert patience == "8s"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_connection_that_the_server_has_left_is_not_lent(notes: Database):
    await write(notes, "before")
    assert await read(notes) == ["before"]

    with psycopg.connect(notes.conninfo, autocommit=True) as other:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
        other.execute(f"SELECT pg_terminate_backend(pid) {others}")
        await eventually(lambda: not other.execute(f"SELECT pid {others}").fetchall())

    await write(notes, "after")
    assert await read(notes) == ["after", "before"]


async def test_a_server_that_is_not_there_is_away():
    database = Database("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(DatabaseAway, match="cannot be reached"):
        await read(database)

    await database.close()


async def test_a_statement_whose_waiter_left_does_no_harm(tmp_path: Path):
    """sqlite3 ends the whole process when a connection is closed while another thread still uses it."""
    async with opened(f"sqlite:///{tmp_path / 'galley.db'}") as database:
        for _ in range(20):
            begun = asyncio.Event()
            waiter = asyncio.create_task(_count_for_long(database, begun))
            await begun.wait()
            waiter.cancel()
            await asyncio.gather(waiter, return_exceptions=True)

        async with database.read() as session:
            assert (await sql(session, "SELECT 1")).scalar_one() == 1


async def _count_for_long(database: Database, begun: asyncio.Event) -> None:
    async with database.read() as session:
        await sql(session, "SELECT 1")
        asyncio.get_running_loop().call_soon(begun.set)
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 50000) SELECT sum(x) FROM n"
        await sql(session, endless)
