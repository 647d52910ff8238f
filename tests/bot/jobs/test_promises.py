"""When to look next for what is promised, on either database: neither too late nor in vain."""

from datetime import timedelta

from sqlmodel import select

from bot.db import Database
from bot.jobs.promises import Promises
from models.job import Job
from tests.clocks import MONDAY_NOON as NOON

HOUR = timedelta(hours=1)


async def test_what_is_promised_while_a_look_reads_is_not_forgotten(database: Database) -> None:
    """The look reads what was there before; without this it would be ten seconds until the next one."""
    promises = Promises(at=NOON)

    promises.begin_look()
    async with database.read() as session:
        await session.exec(select(Job.id))
        promises.note(NOON + HOUR)
        await promises.end_look(session, at=NOON)

    assert promises.next == NOON + HOUR
    assert (promises.are_due(at=NOON), promises.are_due(at=NOON + HOUR)) == (False, True)


async def test_the_first_of_several_counts_and_what_is_gone_does_not(database: Database) -> None:
    promises = Promises(at=NOON)

    assert [promises.note(NOON + hours * HOUR) for hours in (2, 3, 1)] == [True, False, True]
    promises.begin_look()
    async with database.read() as session:
        await promises.end_look(session, at=NOON)

    assert promises.next is None
