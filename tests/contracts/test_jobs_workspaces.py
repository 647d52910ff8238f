"""A system that knows each workspace by a token of its own: what it refuses to one holds up no other."""

from datetime import timedelta

import pytest

from bot.jobs.effects import Bucket
from connectors.errors import Unauthorized, Unavailable
from tests.bot.jobs.house import House
from tests.bot.jobs.remote import LIMITS, Post, patient

MINUTE = timedelta(minutes=1)
REMOVED = Unauthorized("paper", "Galley was removed there.")


class Letter(Post):
    kind = "letter"


@pytest.fixture
async def house(house: House) -> House:
    """With an effect whose calls and credentials are counted by workspace."""
    await house.close()
    limits = patient(by_team=True, bucket=Bucket(name="paper:letters", per_minute=60, burst=9))
    await house.open(LIMITS, Letter(house.remote, limits))
    return house


async def write(house: House, subject: str, *, team_id: str) -> None:
    await house.ask(subject, kind="letter", lane=subject, team_id=team_id)
    await house.quiet()


async def test_a_workspace_that_was_left_waits_alone_and_goes_on_at_once(house: House):
    house.remote.before["one"].extend([REMOVED] * 5)
    await write(house, "one", team_id="T1")
    await write(house, "two", team_id="T2")
    await house.wait(40 * MINUTE)
    assert house.remote.subjects == ["two"]

    house.remote.before["one"].clear()
    async with house.database.write() as session:
        await house.engine.reopen(session, "paper", "T1")
    await house.settled()

    assert house.remote.subjects == ["two", "one"]
    assert {(one.id, one.team_id) for one in house.troubles} == {("system:paper:T1", "T1")}


async def test_a_slow_workspace_slows_no_other(house: House):
    house.remote.before["one"].append(Unavailable("paper", "Too many.", retry_after=600))
    await write(house, "one", team_id="T1")
    await write(house, "another", team_id="T1")
    await write(house, "two", team_id="T2")

    assert house.remote.subjects == ["two"]
