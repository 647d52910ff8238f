"""/galley policy: what the policy in force says of the channel and the campaign in which somebody asks."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.roles import Roles
from bot.rulebook.flow import Rulebook
from bot.rulebook.views import span
from bot.slack.actor import Actor
from bot.slack.people import People
from models.person import Person
from models.roles import NotAllowed
from tests.bot.approval.test_casting import campaigned, write
from tests.bot.approval.test_openings import TEAM, people
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

LEGAL = {"name": "Legal", "approvers": ["role:legal", "gone"], "due_in": "4h"}
SPRING = {"name": "Spring", "final_decider": "lara", "when": {"campaign": ["Spring"]}}
AUTUMN = {"name": "Autumn", "approvers": ["lara"], "when": {"campaign": ["Autumn"]}}


async def rulebook(database: Database, folder: Path, *stages: Mapping[str, Any], pilot: str = "") -> Rulebook:
    write(folder / "next.yml", SPRING)
    write(folder / "galley.yml", *stages)
    with (folder / "galley.yml").open("a") as file:
        file.write(pilot)
    await people(database, lara="LARA", leo="LEO", lead="LEAD")
    clock, policies = HeldClock(), Policies(folder / "galley.yml")
    staff = People(OneWorkspace(), database, clock)
    roles = Roles(db=database, history=History(clock), policies=policies, people=staff)
    return Rulebook(db=database, policies=policies, people=staff, roles=roles, channel=lambda _, name: name)


def lara(channel_id: str = "C1") -> Actor:
    return Actor(team_id=TEAM, person_id="LARA", channel_id=channel_id)


async def test_stages_are_told_in_order_with_people_deadline_and_what_happens_when_late(
    database: Database, tmp_path: Path
) -> None:
    its = await rulebook(database, tmp_path, LEGAL, {"name": "Brand", "approvers": ["leo"], "rule": "all"})

    said = (await its.read(lara())).text.splitlines()

    assert said[:5] == [
        "Who decides about pictures from <#C1>",
        "1. Legal: a yes from any one of Lara or gone, within 4 hours.",
        "Without an answer: 8 hours after the deadline Lead is told.",
        "2. Brand: Leo decides, within 8 hours.",
        "Without an answer: 8 hours after the deadline Lead is told.",
    ]
    assert said[5].startswith("Whoever has not answered is reminded 4 hours before the deadline, at it and 4 hours")


async def test_in_a_campaign_its_own_roles_and_stages_hold(database: Database, tmp_path: Path) -> None:
    its = await rulebook(database, tmp_path, LEGAL, SPRING, AUTUMN)
    async with database.write() as session:
        await campaigned(session, "Spring")

    here, elsewhere = (await its.read(lara())).text, (await its.read(lara("C2"))).text

    assert "from <#C1>, campaign Spring" in here
    assert "a yes from any one of Leo or gone" in here
    assert "2. Spring: Lara alone decides" in here
    assert "Autumn" not in here
    assert "Only for campaign Autumn." in elsewhere


async def test_in_the_channel_of_a_pilot_the_edition_on_trial_is_told(database: Database, tmp_path: Path) -> None:
    its = await rulebook(database, tmp_path, LEGAL, pilot="\npilot: { channels: [C1], file: next.yml }\n")

    here, elsewhere = (await its.read(lara())).text, (await its.read(lara("C2"))).text

    assert "1. Spring: Lara alone decides" in here
    assert "on trial in this channel" in here
    assert "1. Legal" in elsewhere
    assert "on trial" not in elsewhere


async def test_guests_do_not_read_who_decides(database: Database, tmp_path: Path) -> None:
    its = await rulebook(database, tmp_path, LEGAL)
    async with database.write() as session:
        session.add(Person(team_id=TEAM, slack_id="GUS", handle="gus", name="Gus", is_guest=True, read_at=NOON))

    with pytest.raises(NotAllowed, match="may read who decides here"):
        await its.read(Actor(team_id=TEAM, person_id="GUS", channel_id="C1"))


@given(st.integers(1, 100_000))
def test_a_span_of_working_time_is_said_exactly(minutes: int) -> None:
    number, unit = span(timedelta(minutes=minutes)).split()

    assert int(number) * {"day": 480, "hour": 60, "minute": 1}[unit.removesuffix("s")] == minutes
