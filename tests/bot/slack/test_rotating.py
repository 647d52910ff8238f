"""Tokens that expire: renewed in time, by one replica, and never lost on the way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.db import Database
from bot.history import History
from bot.slack.installations import Installations
from bot.slack.rotating import Credentials, Rotation
from bot.slack.web import Web
from bot.slack.workspaces import Workspaces
from bot.vault import Vault, new_key
from models.installation import Installation
from sandbox.faults import Kind
from sandbox.serve import Sandbox
from tests.clocks import HeldClock
from tests.loopback import loopback

CLIENT = {"client_id": "sandbox-client", "client_secret": "sandbox-client-secret"}
ATELIER = "T1ATELIER"

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # the SDK's way to say client id and secret


@dataclass(kw_only=True)
class Fleet:
    """Two replicas on one database, and a workspace whose token lives for twelve hours."""

    sandbox: Sandbox
    db: Database
    clock: HeldClock
    installations: Installations
    replicas: tuple[Rotation, Rotation]
    workspaces: Workspaces

    async def look(self) -> None:
        await asyncio.gather(*(one.look() for one in self.replicas))

    async def row(self) -> Installation:
        async with self.db.read() as session:
            return await session.get_one(Installation, ATELIER)

    async def later(self, **by: float) -> None:
        """For us, and for Slack."""
        self.clock.advance(timedelta(**by))
        seconds = int(timedelta(**by).total_seconds())
        async with loopback(self.sandbox.world.addresses.page) as http:
            (await http.post("/control/clock", json={"advance": f"PT{seconds}S"})).raise_for_status()

    def refreshes(self) -> int:
        return sum("oauth.v2.access" in call.path for call in self.sandbox.world.calls.since(system="slack")) - 1


@pytest.fixture
async def fleet(sandbox: Sandbox, lite: Database) -> AsyncIterator[Fleet]:
    vault, clock, credentials = Vault([new_key()]), HeldClock(), Credentials(**CLIENT)
    async with Web(api_url=f"{sandbox.world.addresses.slack}/api/") as web:
        one, other = (Rotation(db=lite, clock=clock, vault=vault, web=web, credentials=credentials) for _ in range(2))
        kept = Installations(db=lite, clock=clock, vault=vault, history=History(clock))
        async with lite.write() as session:
            await kept.keep(session, await _installed(sandbox, web, vault, clock))
        workspaces = Workspaces(web, installations=kept, rotation=one)
        yield Fleet(
            sandbox=sandbox, db=lite, clock=clock, installations=kept, replicas=(one, other), workspaces=workspaces
        )


async def _installed(sandbox: Sandbox, web: Web, vault: Vault, clock: HeldClock) -> Installation:
    async with loopback(sandbox.world.addresses.page) as http:
        await http.post("/control/slack/app", json={"rotation": True})
        code = (await http.post("/control/slack/install", json={"team": "Atelier"})).json()["code"]
    told = await web.client_of(None).oauth_v2_access(**CLIENT, code=code)
    return Installation(
        id=ATELIER,
        name="Atelier",
        address="https://atelier.slack.com/",
        bot_id="B1GALLEY",
        bot_user_id=told["bot_user_id"],
        token=vault.seal(told["access_token"]),
        refresh_token=vault.seal(told["refresh_token"]),
        expires_at=clock.now() + timedelta(seconds=told["expires_in"]),
        installed_at=clock.now(),
        installed_by="U1ADMIN",
    )


async def test_nothing_is_renewed_before_its_time(fleet: Fleet) -> None:
    await fleet.later(hours=9)
    await fleet.look()

    assert fleet.refreshes() == 0


async def test_of_two_replicas_one_renews_and_both_go_on(fleet: Fleet) -> None:
    before = await fleet.row()
    await fleet.later(hours=10, minutes=1)
    await fleet.look()

    after = await fleet.row()
    assert fleet.refreshes() == 1
    assert after.token != before.token
    assert after.expires_at == fleet.clock.now() + timedelta(hours=12)
    await fleet.later(hours=3)
    assert (await (await fleet.workspaces.of(ATELIER)).client.auth_test())["team_id"] == ATELIER


async def test_whoever_needs_an_expired_token_waits_for_the_new_one(fleet: Fleet) -> None:
    await fleet.workspaces.look()
    await fleet.later(hours=13)

    client = (await fleet.workspaces.of(ATELIER)).client

    assert (await client.auth_test())["team_id"] == ATELIER


async def test_an_answer_that_was_lost_is_asked_for_again_at_once(fleet: Fleet) -> None:
    await fleet.later(hours=11)
    fleet.sandbox.world.faults.arm(system="slack", kind=Kind.LOST_REPLY, match="oauth.v2.access", times=1)
    await fleet.look()

    row = await fleet.row()
    assert (fleet.refreshes(), row.problem, row.refreshing_until) == (2, None, None)
    assert (await (await fleet.workspaces.of(ATELIER)).client.auth_test())["ok"]


async def test_a_spent_pair_says_until_when_and_what_to_do(fleet: Fleet) -> None:
    await fleet.later(hours=11)
    async with Web(api_url=f"{fleet.sandbox.world.addresses.slack}/api/") as elsewhere:
        vault = fleet.installations.vault
        spent = vault.unseal((await fleet.row()).refresh_token or "")
        await elsewhere.client_of(None).oauth_v2_access(**CLIENT, grant_type="refresh_token", refresh_token=spent)
    await fleet.later(seconds=40)
    await fleet.look()

    row = await fleet.row()
    assert row.problem is not None
    assert "invalid_refresh_token" in row.problem
    assert "install Galley again" in row.problem
    assert row.holds


async def test_whoever_died_in_the_midst_leaves_it_to_the_others_soon(fleet: Fleet) -> None:
    await fleet.later(hours=11)
    async with fleet.db.write() as session:
        row = await session.get_one(Installation, ATELIER)
        row.refreshing_until = fleet.clock.wall() + timedelta(seconds=10)

    await fleet.look()
    assert fleet.refreshes() == 0

    await fleet.later(seconds=11)
    await fleet.look()
    assert fleet.refreshes() == 1
