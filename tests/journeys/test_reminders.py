"""Reminders find people at hours when they may be written to, whatever kept Galley from sending them in time."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import func, select

from models.history import Entry
from models.reminder import Reminder, Rung
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.waiting import eventually


@pytest.fixture
def policy(policy: Path) -> Path:
    """Legal decides alone, five and a half hours ahead of the first morning."""
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("[designer1, designer2, designer3]", "[legal]"), encoding="utf-8")
    return policy


async def test_what_was_due_before_quiet_hours_and_comes_after_waits_for_the_morning(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    await eventually(lambda: written(galley, 1))
    before = await first_rung(galley)

    await galley.stage.advance("PT4H45M")  # 13:45 UTC, and 19:15 in Kolkata
    await eventually(lambda: was_moved(galley, before))
    assert len(await galley.stage.buzzes("legal")) == 1

    await galley.stage.advance("PT12H50M")  # 02:35 UTC, and 08:05 in Kolkata
    await eventually(lambda: written(galley, 2))


async def written(galley: Galley, count: int) -> bool:
    return len(await galley.stage.buzzes("legal")) == count


async def was_moved(galley: Galley, before: Reminder) -> bool:
    return (await first_rung(galley)).due_at > before.due_at


async def first_rung(galley: Galley) -> Reminder:
    async with galley.house.db.read() as session:
        return (await session.exec(select(Reminder).where(Reminder.rung == Rung.BEFORE))).one()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_of_replicas_that_look_at_once_only_one_reminds(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", *((f"{number}.jpg", photo(number)) for number in range(3)))
    await eventually(lambda: written(galley, 1))
    async with galley.house.db.write() as session:
        for one in (await session.exec(select(Reminder).where(Reminder.rung == Rung.BEFORE))).all():
            one.due_at = galley.house.clock.now()

    await asyncio.gather(*(galley.house.steps.reminders.send_due() for _ in range(4)))
    await galley.house.jobs.settled()

    async with galley.house.db.read() as session:
        told = (await session.exec(select(func.count()).where(Entry.event == "ReminderSent"))).one()
    assert told == 3
    assert len(await galley.stage.buzzes("legal")) == 2  # the question, and one message for all three pictures
