"""Installing by OAuth: who may, once and soon; and Slack's word that it is over is looked into."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation as Granted

from bot.db import Database
from bot.history import History
from bot.slack.channels import Channels
from bot.slack.installations import Installations
from bot.slack.installing import GrantStore
from bot.slack.people import People
from bot.slack.reception import Reception
from bot.slack.web import Web
from bot.slack.workspaces import NotInstalled, Workspaces
from bot.vault import Vault, new_key
from models.installation import Installation
from sandbox.serve import Sandbox
from tests.clocks import HeldClock
from tests.loopback import loopback

ATELIER = "T1ATELIER"


class Place:
    """A Galley that takes installations, and the sandbox's second workspace, where it may be installed."""

    def __init__(self, sandbox: Sandbox, web: Web, db: Database) -> None:
        self.sandbox, self.web, self.clock, self.vault = sandbox, web, HeldClock(), Vault([new_key()])
        self.kept = Installations(db=db, clock=self.clock, vault=self.vault, history=History(self.clock))
        self.workspaces = Workspaces(web, installations=self.kept)
        self.reception = Reception(
            db=db,
            workspaces=self.workspaces,
            people=People(self.workspaces, db, self.clock),
            channels=Channels(self.workspaces, self.clock),
            installations=self.kept,
        )
        self.went_on: list[str] = []

    async def install(self, *, welcome: frozenset[str] = frozenset()) -> None:
        code = (await self.control("install", team="Atelier"))["code"]
        told = await self.web.client_of(None).oauth_v2_access(
            client_id="sandbox-client", client_secret="sandbox-client-secret", code=code
        )
        grants = GrantStore(web=self.web, clock=self.clock, vault=self.vault, keep=self._keep, welcome=welcome)
        await grants.async_save(
            Granted(user_id="U1ADMIN", team_id=ATELIER, team_name="Atelier", bot_token=told["access_token"])
        )

    async def control(self, call: str, **body: object) -> dict[str, str]:
        async with loopback(self.sandbox.world.addresses.page) as http:
            answer = await http.post(f"/control/slack/{call}", json=body)
        return dict(answer.raise_for_status().json())

    async def _keep(self, row: Installation) -> None:
        async def go_on(_: object, system: str, team_id: str) -> None:
            self.went_on.append(f"{system}:{team_id}")

        await self.reception.keep(row, go_on=go_on)


@pytest.fixture
async def place(sandbox: Sandbox, lite: Database) -> AsyncIterator[Place]:
    async with Web(api_url=f"{sandbox.world.addresses.slack}/api/") as web:
        yield Place(sandbox, web, lite)


pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # the SDK's way to say client id and secret


async def test_an_installation_is_served_at_once_and_lets_what_waited_go_on(place: Place) -> None:
    with pytest.raises(NotInstalled):
        await place.workspaces.of(ATELIER)
    await place.install()

    assert (await place.workspaces.of(ATELIER)).bot_user_id == "U1GALLEY"
    assert place.went_on == [f"slack:{ATELIER}"]
    assert "xoxb" not in repr(await place.workspaces.of(ATELIER))


async def test_a_workspace_that_is_not_named_may_not_install(place: Place) -> None:
    with pytest.raises(BoltError, match="GALLEY_SLACK_TEAMS"):
        await place.install(welcome=frozenset({"T0OTHER"}))

    assert await place.kept.ours() == []
    await place.install(welcome=frozenset({"T0OTHER", ATELIER}))
    assert place.workspaces.team_ids == (ATELIER,)


async def test_slack_is_asked_whether_it_is_really_over(place: Place) -> None:
    await place.install()
    assert not await place.reception.ended(team_id=ATELIER, enterprise_id=None, why="an old word")
    assert (await place.workspaces.of(ATELIER)).token

    await place.control("revoke", team="Atelier", uninstall=True)
    assert await place.reception.ended(team_id=ATELIER, enterprise_id=None, why="removed")

    (row,) = await place.kept.ours()
    assert (row.token, row.ended_why) == (None, "removed")
    with pytest.raises(NotInstalled):
        await place.workspaces.of(ATELIER)


async def test_another_replica_notices_by_itself(place: Place) -> None:
    other = Workspaces(place.web, installations=place.kept)
    await other.look()
    await place.install()

    assert (await other.of(ATELIER)).team_id == ATELIER
    await place.control("revoke", team="Atelier", uninstall=True)
    await place.reception.ended(team_id=ATELIER, enterprise_id=None, why="removed")
    await other.look()
    assert other.team_ids == ()
