"""People and channels by every name that galley.yml may use."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.db import Database
from bot.slack.channels import Channels
from bot.slack.people import People, zone_of
from connectors.errors import ConnectorError
from models.person import Person
from sandbox.faults import Kind
from sandbox.serve import Sandbox
from sandbox.slack import names
from sandbox.slack.grouping import set_group
from tests.bot.slack.conftest import REVIEW, TEAM
from tests.clocks import HeldClock
from tests.waiting import eventually
from tests.workspaces import OneWorkspace


@pytest.fixture
async def people(client: AsyncWebClient, lite: Database):
    people = People(OneWorkspace(client), lite, HeldClock())
    yield people
    await people.close()


async def find(people: People, database: Database, *references: str) -> tuple[list[str], tuple[str, ...]]:
    async with database.read() as session:
        found, unknown = await people.find(session, TEAM, references)
    return [person.handle for person in found], unknown


@pytest.mark.parametrize(
    "reference", ["brand", "@brand", "Brand ", "U0BRAND", "u0brand", "brand@sandbox.example", "Bea Brand", "bea brand"]
)
async def test_a_person_is_found_by_every_name(people: People, lite: Database, reference: str):
    await people.refresh(TEAM)

    assert await find(people, lite, reference) == (["brand"], ())


@pytest.mark.parametrize("reference", ["@designers", "designers", names.DESIGNERS])
async def test_a_group_is_its_people(people: People, lite: Database, reference: str):
    await people.refresh(TEAM)

    assert await find(people, lite, reference) == (["designer1", "designer2", "designer3"], ())


async def test_of_a_change_slack_is_asked_once_whoever_else_asks_meanwhile(
    people: People, lite: Database, sandbox: Sandbox
):
    await people.refresh(TEAM)
    begun = len(sandbox.world.calls.since(system="slack"))
    set_group(sandbox.slack.workspace, "designers", users=["U0BRAND"], name=None, is_disabled=None)
    heard_at = HeldClock().now() + timedelta(seconds=3)  # by a clock that is ahead of ours

    await asyncio.gather(*(people.read_groups(TEAM, since=heard_at) for _ in range(3)))
    await people.read_groups(TEAM, since=heard_at)

    assert len(sandbox.world.calls.since(system="slack")) == begun + 1
    assert await find(people, lite, "@designers") == (["brand"], ())


async def test_whom_nobody_knows_is_said(people: People, lite: Database):
    await people.refresh(TEAM)

    assert await find(people, lite, "brand", "nobody", "@nogroup") == (["brand"], ("nobody", "@nogroup"))


async def test_nobody_is_counted_twice(people: People, lite: Database):
    await people.refresh(TEAM)

    assert (await find(people, lite, "designer1", "@designers", "Dana Designer"))[0].count("designer1") == 1


async def test_a_bot_and_a_former_colleague_decide_nothing(people: People, lite: Database, sandbox: Sandbox):
    sandbox.slack.workspace.directory.deactivate("U0BRAND", is_deactivated=True)
    await people.refresh(TEAM)

    assert await find(people, lite, "galley", "brand") == ([], ("galley", "brand"))


async def test_everybody_has_a_zone(people: People, lite: Database):
    await people.refresh(TEAM)

    async with lite.read() as session:
        legal = await people.person(session, TEAM, "U0LEGAL")
    assert legal is not None
    assert zone_of(legal).key == "Asia/Kolkata"
    legal.zone = "Moon/Crater"
    assert zone_of(legal).key == "UTC"


async def test_what_was_read_serves_while_slack_is_away(people: People, lite: Database, sandbox: Sandbox):
    await people.refresh(TEAM)
    sandbox.world.faults.arm(system="slack", kind=Kind.OFFLINE, seconds=60)

    with pytest.raises(ConnectorError):
        await people.refresh(TEAM)

    assert await find(people, lite, "@designers", "brand") == (["designer1", "designer2", "designer3", "brand"], ())


async def test_somebody_new_is_looked_up_when_they_act(people: People, lite: Database):
    people.met(TEAM, "U0GUEST")
    people.met(TEAM, "U0GUEST")

    async def guest() -> Person | None:
        async with lite.read() as session:
            return await people.person(session, TEAM, "U0GUEST")

    assert (await eventually(guest)).is_guest


class Grid(AsyncWebClient):
    """Enterprise Grid: people whose first workspace is another one of ours."""

    async def users_info(self, **how: Any) -> AsyncSlackResponse:
        answer = await super().users_info(**how)
        answer["user"].update({"team_id": "T0THEIRS", "enterprise_user": {"teams": ["T0THEIRS", TEAM]}})
        return answer


class Connect(AsyncWebClient):
    """Slack Connect: people of another organisation, who may be called as they like there."""

    async def users_info(self, **how: Any) -> AsyncSlackResponse:
        answer = await super().users_info(**how)
        answer["user"].update({"team_id": "T0THEIRS", "name": "admin", "is_restricted": False})
        return answer


async def test_somebody_of_another_organisation_is_a_guest_and_takes_nobodys_handle(
    client: AsyncWebClient, lite: Database
):
    connect = Connect(token=client.token, base_url=client.base_url, session=client.session)
    people = People(OneWorkspace(connect), lite, HeldClock())

    people.met(TEAM, "U0STRANGER")

    async def stranger() -> Person | None:
        async with lite.read() as session:
            return await people.person(session, TEAM, "U0STRANGER")

    assert (await eventually(stranger)).is_guest
    assert await find(people, lite, "admin") == ([], ("admin",))
    assert await find(people, lite, "U0STRANGER") == ([""], ())


async def test_nobody_gets_a_role_by_taking_somebodys_name(people: People, lite: Database):
    await people.refresh(TEAM)

    await rename(people, lite, "U0STRANGER", "admin")
    assert await find(people, lite, "admin") == (["admin"], ())

    await rename(people, lite, "U0STRANGER", "Bea Brand")
    assert await find(people, lite, "Bea Brand") == ([], ("Bea Brand",))


async def rename(people: People, lite: Database, slack_id: str, name: str) -> None:
    async with lite.write() as session:
        person = await people.person(session, TEAM, slack_id)
        assert person is not None
        person.name = name
        session.add(person)


async def test_somebody_of_another_workspace_is_known_in_ours(client: AsyncWebClient, lite: Database):
    grid = Grid(token=client.token, base_url=client.base_url, session=client.session)
    people = People(OneWorkspace(grid), lite, HeldClock())

    people.met(TEAM, "U0GUEST")

    async def guest() -> Person | None:
        async with lite.read() as session:
            return await people.person(session, TEAM, "U0GUEST")

    assert (await eventually(guest)).handle == "guest"
    await people.close()


async def test_a_channel_is_found_by_name_and_by_id(client: AsyncWebClient):
    channels = Channels(OneWorkspace(client), HeldClock())

    assert channels.known(TEAM, "review") is None
    assert await channels.find(TEAM, "#Review") == REVIEW
    assert channels.known(TEAM, "review") == channels.known(TEAM, REVIEW) == REVIEW
    assert channels.name_of(TEAM, REVIEW) == "review"


async def test_an_unknown_channel_is_asked_for_only_now_and_then(client: AsyncWebClient, sandbox: Sandbox):
    clock = HeldClock()
    channels = Channels(OneWorkspace(client), clock)

    for _ in range(3):
        assert await channels.find(TEAM, "nowhere") is None

    asked = [call for call in sandbox.world.calls.since(system="slack") if "conversations.list" in call.path]
    assert len(asked) == 1


async def test_channels_serve_while_slack_is_away(client: AsyncWebClient, sandbox: Sandbox):
    channels = Channels(OneWorkspace(client), HeldClock())
    await channels.refresh(TEAM)
    sandbox.world.faults.arm(system="slack", kind=Kind.OFFLINE, seconds=60)

    assert await channels.find(TEAM, "review") == REVIEW
