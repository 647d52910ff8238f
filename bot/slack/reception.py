"""The reception: workspaces that come, are known by their people and channels, and go."""

from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.authorization import AuthorizeResult
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.slack.channels import Channels
from bot.slack.errors import SYSTEM, speaking_to_slack
from bot.slack.installations import Installations
from bot.slack.people import People
from bot.slack.workspaces import Workspaces
from connectors.errors import ConnectorError, OutcomeUnknown, Unauthorized, Unavailable
from models.installation import Installation

log = structlog.get_logger(__name__)

GoOn = Callable[[AsyncSession, str, str], Awaitable[None]]
"""What waits for this system on account of this workspace goes on (bot/jobs/port.py, reopen)."""


class Reception:
    def __init__(
        self, *, db: Database, workspaces: Workspaces, people: People, channels: Channels, installations: Installations
    ) -> None:
        self._db, self._workspaces, self._installations = db, workspaces, installations
        self._people, self._channels = people, channels
        self._known: set[str] = set()

    async def open(self) -> None:
        """At the start. Raises ConnectorError when Slack is away, and when SLACK_BOT_TOKEN is none."""
        await self._workspaces.look()
        for team_id in self._workspaces.team_ids:
            try:
                await self._read(team_id)
            except (Unavailable, OutcomeUnknown):
                raise
            except ConnectorError as error:
                if len(self._workspaces.team_ids) == 1:
                    raise
                log.warning("a workspace cannot be read", team=team_id, reason=error.sentence)

    async def look(self) -> None:
        """For the schedule: what other replicas have installed or ended."""
        await self._workspaces.look()
        self._known &= set(self._workspaces.team_ids)
        for team_id in self._workspaces.team_ids:
            if team_id not in self._known:
                await self._meet(team_id)

    async def let_in(self, *, team_id: str | None, enterprise_id: str | None) -> AuthorizeResult | None:
        """Bolt's question about each delivery. None: nobody has installed Galley there."""
        if team_id is None:
            return None
        known = self._workspaces.known(team_id)
        if known is not None and known.expires_at is None:
            return known.pass_for_bolt
        workspace = await self._workspaces.find(team_id, enterprise_id)
        if workspace is None:
            return None
        if known is None:
            await self._meet(team_id)
        return workspace.pass_for_bolt

    async def keep(self, row: Installation, *, go_on: GoOn) -> None:
        """Installed, or again: what has waited goes on."""
        async with self._db.write() as session:
            await self._installations.keep(session, row)
            for team_id in await self._installations.teams_of(session, row):
                await go_on(session, SYSTEM, team_id)
        self._workspaces.forget(row.id)
        await self.look()

    async def ended(self, *, team_id: str | None, enterprise_id: str | None, why: str) -> bool:
        """Slack says that our token is gone. It is asked, not believed: the word may be older than an installation
        made since. False: there was none of ours, or it still holds.
        """
        row = await self._installations.ended(team_id, enterprise_id)
        if row is None or await self._still_holds(row):
            return False
        async with self._db.write() as session:
            is_news = await self._installations.end(session, row.id, why=why)
        self._workspaces.forget(row.id)
        self._known &= set(self._workspaces.team_ids)
        return is_news

    def is_by_token(self, team_id: str) -> bool:
        workspace = self._workspaces.known(team_id)
        return workspace is not None and not workspace.installation_id

    async def _still_holds(self, row: Installation) -> bool:
        workspace = next(
            (
                one
                for one in map(self._workspaces.known, self._workspaces.team_ids)
                if one and one.installation_id == row.id
            ),
            None,
        )
        if workspace is None:
            return False
        try:
            async with speaking_to_slack():
                await workspace.client.auth_test()
        except Unauthorized:
            return False
        return True

    async def _meet(self, team_id: str) -> None:
        try:
            await self._read(team_id)
        except ConnectorError as error:
            log.warning("a workspace could not be read yet", team=team_id, reason=error.sentence)

    async def _read(self, team_id: str) -> None:
        await self._people.refresh(team_id)
        await self._channels.refresh(team_id)
        self._known.add(team_id)


def each(workspaces: Workspaces, refresh: Callable[[str], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """For the schedule: one workspace's bad moment is not the others'."""

    async def refresh_all() -> None:
        for team_id in workspaces.team_ids:
            try:
                await refresh(team_id)
            except ConnectorError as error:
                log.warning("a workspace could not be read again", team=team_id, reason=error.sentence)

    return refresh_all
