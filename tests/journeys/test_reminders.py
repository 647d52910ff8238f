"""Reminders are sent once, however many replicas look for what is due. When they are: test_nobody_answers.py."""

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


async def written(galley: Galley, count: int) -> bool:
    return len(await galley.stage.buzzes("legal")) == count
