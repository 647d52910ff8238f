"""Real databases for tests: a SQLite file, or a database of its own in the PostgreSQL that serves the whole run."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import CursorResult, make_url, text
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.migrate import migrate
from tests.postgres import HURRIED, Postgres, serving

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Postgres]:
    """One server, however many test processes there are."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)
    with serving(Path(tempfile.gettempdir()) / f"galley-pg-{run}", HURRIED) as server:
        yield server


@pytest.fixture
def postgresql(postgresql_server: Postgres) -> Iterator[Postgres]:
    yield postgresql_server
    postgresql_server.clear()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database of each kind in turn, with every table."""
    return new_database(request.param, request, tmp_path)


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'galley.db'}"
    server: Postgres = request.getfixturevalue("postgresql")
    return server.empty()


def new_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if kind == "sqlite":
        return ready_file(folder / "galley.db")
    server: Postgres = request.getfixturevalue("postgresql")
    return server.ready()


def ready_file(path: Path) -> str:
    """A SQLite file with every table: a copy, which takes a tenth of the time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated_file())
    return f"sqlite:///{path}"


@cache
def _migrated_file() -> bytes:
    folder = Path(tempfile.mkdtemp(prefix="galley-sqlite-"))
    migrate(f"sqlite:///{folder / 'galley.db'}")
    content = (folder / "galley.db").read_bytes()
    shutil.rmtree(folder)
    return content


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with opened(database_url) as database:
        yield database


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A SQLite file that is not there yet gets every table."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        ready_file(Path(place.database or ""))
    database = Database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def sql(session: AsyncSession, statement: str, **values: object) -> CursorResult[Any]:
    return await (await session.connection()).execute(text(statement), values)
