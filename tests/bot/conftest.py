"""What tests of the database room write into: a table of notes."""

import pytest

from bot.db import Database
from tests.databases import sql


@pytest.fixture
async def notes(database: Database) -> Database:
    async with database.write() as session:
        await sql(session, "CREATE TABLE note (words TEXT PRIMARY KEY)")
    return database
