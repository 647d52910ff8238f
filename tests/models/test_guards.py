"""What happened stays as it was written: the database itself refuses to edit or remove it."""

import pytest

from bot.clock import SystemClock
from bot.db import Database
from bot.history import History
from models.events import PolicyAdopted
from tests.databases import sql


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE history SET actor_id = 'U0SOMEBODY'",
        "UPDATE history SET event = 'Nothing'",
        "UPDATE history SET seq = 1, prev = '', link = 'x', event = 'Nothing'",  # even while it is sealed
        "DELETE FROM history",
    ],
)
async def test_history_is_neither_edited_nor_removed(database: Database, forgery: str):
    async with database.write() as session:
        await History(SystemClock()).record(session, PolicyAdopted(team_id="T1", digest="d1"))

    with pytest.raises(Exception, match="never"):
        async with database.write() as session:
            await sql(session, forgery)

    async with database.read() as session:
        assert (await sql(session, "SELECT event FROM history")).scalars().all() == ["PolicyAdopted"]
