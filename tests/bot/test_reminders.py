"""Reminders: planned when a stage opens, for whoever has been asked by then."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.budget import above_budget
from bot.choices.delivery import Delivery
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.reminders.flow import Reminders
from bot.slack.people import People
from bot.slack.posts import Posts
from models.events import StageOpened
from models.person import Person
from models.reminder import Reminder, Rung
from tests import reviews
from tests.bot.intake.uploads import TEAM, asset, batch, keep, version
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

MAX, BEN, LEAD = "U0MAX", "U0BEN", "U0LEAD"
HOUR = timedelta(hours=1)
DUE = NOON + 5 * HOUR  # at six in Berlin; the first reminder is due four hours before, when Max's day begins


@pytest.fixture
def reminders(database: Database) -> Reminders:
    clock, workspaces = HeldClock(), OneWorkspace()
    return Reminders(
        db=database,
        clock=clock,
        history=History(clock),
        posts=Posts(Ordered(), clock),
        people=People(workspaces, database, clock),
        policies=Policies(Path("galley.yml")),
        held=Delivery(above_budget).held,
    )


async def test_nobody_is_reminded_in_the_minute_in_which_they_are_asked(
    database: Database, reminders: Reminders
) -> None:
    event = await opened(database)

    async with database.write() as session:
        await reminders.plan(session, event)

    assert await planned(database, BEN) == [Rung.BEFORE, Rung.AT, Rung.AFTER]
    assert await planned(database, MAX) == [Rung.AT, Rung.AFTER]
    assert await planned(database, LEAD) == [Rung.ESCALATION]


async def opened(database: Database) -> StageOpened:
    """It asks Ben, who is at his desk in Berlin, and Max, for whom it is seven in the morning."""
    upload = batch()
    hero = asset(upload, 1)
    first = version(hero, sha256="a")
    await keep(database, upload, hero, first)
    async with database.write() as session:
        for who, handle, zone in ((MAX, "max", "America/New_York"), (BEN, "ben", "Europe/Berlin"), (LEAD, "lead", "")):
            session.add(Person(team_id=TEAM, slack_id=who, handle=handle, name=handle, zone=zone, read_at=NOON))
        (stage_id,) = await reviews.ask(session, hero, first, {"Design": [MAX, BEN]}, due_at=DUE)
    return StageOpened(
        team_id=TEAM, batch_id=upload.id, stage_id=stage_id, stage="Design", position=1, approvers=(MAX, BEN),
        review_id=first.id, approval_id=first.id, first=3, facts=(), rule="any", needed=1, names={},
        opened_at=NOON.isoformat(), due_at=DUE.isoformat(),
    )  # fmt: skip


async def planned(database: Database, person: str) -> list[Rung]:
    async with database.read() as session:
        theirs = select(Reminder.rung).where(Reminder.person_id == person).order_by(col(Reminder.step))
        return list((await session.exec(theirs)).all())
