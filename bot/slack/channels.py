"""Channels by name, as galley.yml writes them, or by id. The same name is another channel in another workspace."""

import re
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.slack.errors import speaking_to_slack
from bot.slack.workspaces import Workspaces

PAGE = 999  # channels of one call: Slack allows twenty calls a minute
PATIENCE = timedelta(seconds=30)  # before a name that nobody knows is asked for again

_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{6,}")


class Channels:
    """Kept in memory. `known` is for inside a transaction and never asks Slack; `find` may."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._ids: dict[str, dict[str, str]] = {}  # by workspace
        self._read_at: dict[str, datetime] = {}

    def known(self, team_id: str, name_or_id: str) -> str | None:
        """The channel's id, as far as we know it."""
        name = name_or_id.strip().lstrip("#")
        return name if _CHANNEL_ID.fullmatch(name) else self._ids.get(team_id, {}).get(name.casefold())

    def name_of(self, team_id: str, channel_id: str) -> str | None:
        return next((name for name, one in self._ids.get(team_id, {}).items() if one == channel_id), None)

    async def find(self, team_id: str, name_or_id: str) -> str | None:
        """Asks Slack about a name that is new. None: there is no such channel, or none that Galley may see.
        Raises ConnectorError when it is unknown and Slack cannot be asked.
        """
        found = self.known(team_id, name_or_id)
        if found is None and self._may_ask(team_id):
            await self.refresh(team_id)
            found = self.known(team_id, name_or_id)
        return found

    async def refresh(self, team_id: str) -> None:
        client = (await self._workspaces.of(team_id)).client
        async with speaking_to_slack():
            first = await client.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=PAGE
            )
            ids = {channel["name"].casefold(): channel["id"] async for page in first for channel in page["channels"]}
        self._ids[team_id], self._read_at[team_id] = ids, self._clock.wall()

    def _may_ask(self, team_id: str) -> bool:
        read_at = self._read_at.get(team_id)
        return read_at is None or self._clock.wall() - read_at >= PATIENCE
