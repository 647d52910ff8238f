"""The workspaces that Galley serves, each with a client of its own: asked by whoever speaks to Slack.

They come from SLACK_BOT_TOKEN (one workspace) and from installations by OAuth (any number); both at once is allowed.
"""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import SYSTEM, speaking_to_slack
from bot.slack.installations import Held, Installations
from bot.slack.rotating import Rotation
from bot.slack.web import Web
from connectors.errors import Unauthorized, Unavailable

SOON = 2.0  # seconds until another replica has renewed a token


class NotInstalled(Unauthorized):
    """No token of this workspace is left. What waits for it goes on once there is one again."""

    def __init__(self, team_id: str) -> None:
        super().__init__(
            SYSTEM,
            f"Galley is not installed in the workspace {team_id}. An admin of it must install it (/slack/install); "
            "what waits goes on then.",
        )


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """`address` is such as https://acme.slack.com/. `installation_id` is empty for the one of SLACK_BOT_TOKEN."""

    team_id: str
    name: str
    address: str
    bot_id: str
    bot_user_id: str
    token: str = field(repr=False)
    client: AsyncWebClient = field(repr=False)
    installation_id: str = ""
    enterprise_id: str | None = None
    expires_at: datetime | None = None
    sealed: str = field(default="", repr=False)  # the token as it lies in the database: another one is another seal

    @cached_property
    def pass_for_bolt(self) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=self.enterprise_id,
            team_id=self.team_id,
            bot_id=self.bot_id,
            bot_user_id=self.bot_user_id,
            bot_token=self.token,
        )


class Workspaces:
    """Kept in memory, so that a click finds its workspace without asking anybody. `look` notices what other replicas
    have installed, renewed or ended meanwhile.
    """

    def __init__(
        self, web: Web, *, token: str = "", installations: Installations | None = None, rotation: Rotation | None = None
    ) -> None:
        self._web, self._token = web, token
        self._installations, self._rotation = installations, rotation
        self._own: Workspace | None = None
        self._known: dict[str, Workspace] = {}

    @property
    def team_ids(self) -> tuple[str, ...]:
        return tuple(self._known)

    def known(self, team_id: str) -> Workspace | None:
        """Without asking anybody: for inside a transaction."""
        return self._known.get(team_id)

    async def of(self, team_id: str) -> Workspace:
        """Raises NotInstalled, or ConnectorError where Slack must be asked and does not answer."""
        found = await self.find(team_id)
        if found is None:
            raise NotInstalled(team_id)
        return found

    async def find(self, team_id: str, enterprise_id: str | None = None) -> Workspace | None:
        """`enterprise_id`, where Slack names it: a workspace of an organisation is met for the first time."""
        found = self._known.get(team_id)
        if found is None:
            await self._introduce_ourselves()
            found = self._known.get(team_id) or await self._look_for(team_id, enterprise_id)
        return await self._fresh(found) if found else None

    async def look(self) -> None:
        """Raises ConnectorError while Slack does not say whose SLACK_BOT_TOKEN is."""
        await self._introduce_ourselves()
        if self._installations is None:
            return
        rows = await self._installations.all()
        there = {row.team_id: row for row in rows if self._own is None or row.team_id != self._own.team_id}
        for team_id in [one for one, known in self._known.items() if known.installation_id and one not in there]:
            del self._known[team_id]
        for team_id, row in there.items():
            known = self._known.get(team_id)
            if known is None or (known.sealed, known.installation_id) != (row.sealed, row.installation_id):
                self._take(row)

    def forget(self, installation_id: str) -> None:
        """It has ended here and now."""
        for team_id in [one for one, known in self._known.items() if known.installation_id == installation_id]:
            del self._known[team_id]

    async def _introduce_ourselves(self) -> None:
        """Whose token it is, Slack alone knows; it is asked once."""
        if not self._token or self._own is not None:
            return
        async with speaking_to_slack():
            told = await self._web.client_of(self._token).auth_test()
        if told.get("is_enterprise_install"):
            raise Unauthorized(SYSTEM, "SLACK_BOT_TOKEN is of a whole organisation: install that by OAuth.")
        if not told.get("bot_id"):
            raise Unauthorized(SYSTEM, "SLACK_BOT_TOKEN is not a bot's token: it must begin with xoxb-.")
        self._own = Workspace(
            team_id=str(told["team_id"]),
            name=str(told.get("team", "")),
            address=str(told["url"]),
            bot_id=str(told["bot_id"]),
            bot_user_id=str(told["user_id"]),
            token=self._token,
            client=self._web.client_of(self._token),
        )
        self._known[self._own.team_id] = self._own

    async def _look_for(self, team_id: str, enterprise_id: str | None) -> Workspace | None:
        held = await self._installations.find(team_id, enterprise_id) if self._installations else None
        return self._take(held) if held else None

    def _take(self, held: Held) -> Workspace | None:
        token = held.token
        if token is None:
            return None
        self._known[held.team_id] = taken = Workspace(
            team_id=held.team_id,
            name=held.name,
            address=held.address,
            bot_id=held.bot_id,
            bot_user_id=held.bot_user_id,
            token=token,
            client=self._web.client_of(token, team_id=held.team_id if held.is_org_wide else None),
            installation_id=held.installation_id,
            enterprise_id=held.enterprise_id,
            expires_at=held.expires_at,
            sealed=held.sealed,
        )
        return taken

    async def _fresh(self, workspace: Workspace) -> Workspace | None:
        """A token that is about to expire is renewed beside what goes on; an expired one is waited for."""
        if self._rotation is None or not self._rotation.is_due(workspace.expires_at):
            return workspace
        if not self._rotation.is_too_late(workspace.expires_at):
            self._rotation.begin(workspace.installation_id)
            return workspace
        await self._rotation.renew(workspace.installation_id)
        renewed = await self._look_for(workspace.team_id, None)
        if renewed is not None and self._rotation.is_too_late(renewed.expires_at):
            raise Unavailable(SYSTEM, "Galley's token for this workspace is being renewed.", SOON)
        return renewed
