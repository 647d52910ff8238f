"""Booking: what a transaction leaves behind is written at its end, on PostgreSQL in one round trip."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import Book, booked
from bot.db import Database, attempt
from bot.jobs import ledger, visits
from bot.jobs.port import Order
from models.history import Received
from models.job import Job
from models.tables import METADATA
from tests.databases import opened
from tests.postgres import Postgres

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANGES = Book(table=METADATA.tables["received"], columns=("at", "key"), changes=True)
BOOK = Book(table=METADATA.tables["received"], columns=("team_id", "key", "at"))


def note(session: AsyncSession, key: str) -> None:
    booked(session, BOOK).append({"team_id": "T1", "key": key, "at": MONDAY})


def order(session: AsyncSession, subject: str, *, lane: str = "card", after: timedelta | None = None) -> None:
    not_before = None if after is None else MONDAY + after
    wanted = Order(kind="edit", subject=subject, lane=lane, key="edit", not_before=not_before, coalesce=True)
    ledger.place(session, [wanted], at=MONDAY)


@pytest.fixture
async def postgresql_database(postgresql: Postgres) -> AsyncIterator[Database]:
    async with opened(postgresql.ready()) as database:
        yield database


async def notes(database: Database) -> list[tuple[str, datetime]]:
    async with database.read() as session:
        return list((await session.exec(select(Received.key, Received.at).order_by(col(Received.key)))).all())


async def jobs(database: Database) -> list[tuple[str, datetime | None]]:
    async with database.read() as session:
        return list((await session.exec(select(Job.subject, Job.not_before).order_by(col(Job.id)))).all())


@contextmanager
def statements() -> Iterator[list[str]]:
    said: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", listen)


async def test_what_is_booked_is_there_once_the_transaction_is_committed(database: Database) -> None:
    async with database.write() as session:
        note(session, "b")
        note(session, "a")

    assert await notes(database) == [("a", MONDAY), ("b", MONDAY)]


async def test_nothing_is_booked_by_a_transaction_that_failed(database: Database) -> None:
    async def stumble() -> None:
        async with database.write() as session:
            note(session, "lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await stumble()

    assert await notes(database) == []


async def test_an_attempt_that_fails_takes_back_what_it_booked_and_nothing_else(database: Database) -> None:
    async with database.write() as session:
        note(session, "before")
        order(session, "kept", after=timedelta(hours=2))
        with pytest.raises(ZeroDivisionError):
            await stumble(session)
        note(session, "after")

    assert [key for key, _ in await notes(database)] == ["after", "before"]
    assert await jobs(database) == [("kept", MONDAY + timedelta(hours=2))]


async def stumble(session: AsyncSession) -> None:
    async with attempt(session):
        note(session, "inside")
        order(session, "kept", after=timedelta(hours=1))
        raise ZeroDivisionError


async def test_two_orders_of_one_transaction_melt_and_the_more_urgent_counts(database: Database) -> None:
    async with database.write() as session:
        for subject in ("b", "a", "b"):
            order(session, subject, after=timedelta(hours=1))
        order(session, "b", after=timedelta(minutes=1))
        order(session, "a")
        order(session, "a", after=timedelta(minutes=1))

    assert await jobs(database) == [("b", MONDAY + timedelta(minutes=1)), ("a", None)]


async def test_rows_that_are_there_are_changed(database: Database) -> None:
    async with database.write() as session:
        note(session, "a")
        note(session, "b")
    later = MONDAY + timedelta(days=1)
    async with database.write() as session:
        booked(session, CHANGES).extend({"at": later, "key": key} for key in ("a", "b"))
        note(session, "c")

    assert await notes(database) == [("a", later), ("b", later), ("c", MONDAY)]


async def test_on_postgresql_all_of_it_is_one_statement(postgresql_database: Database) -> None:
    with statements() as said:
        async with postgresql_database.write() as session:
            note(session, "a")
            note(session, "b")
            for lane in ("card", "home", "card"):
                order(session, lane, lane=lane)
                visits.ask_at_the_end(session, lane)

    assert len(said) == 1
    async with postgresql_database.write() as session:
        asked = await (await session.connection()).exec_driver_sql("SELECT lock FROM procrastinate_jobs ORDER BY id")
        assert list(asked.scalars()) == ["card", "home"]


async def test_a_transaction_that_books_nothing_says_nothing(postgresql_database: Database) -> None:
    with statements() as said:
        async with postgresql_database.write():
            pass

    assert said == []
