"""Channels by name, as galley.yml writes them, or by id."""

import re
from datetime import datetime, timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.slack.errors import speaking_to_slack

PAGE = 999  # channels of one call: Slack allows twenty calls a minute
PATIENCE = timedelta(seconds=30)  # before a name that nobody knows is asked for again

_CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{6,}")


class Channels:
    """Kept in memory. `known` is for inside a transaction and never asks Slack; `find` may."""

    def __init__(self, client: AsyncWebClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._ids: dict[str, str] = {}
        self._read_at: datetime | None = None

    def known(self, name_or_id: str) -> str | None:
        """The channel's id, as far as we know it."""
        name = name_or_id.strip().lstrip("#")
        return name if _CHANNEL_ID.fullmatch(name) else self._ids.get(name.casefold())

    def name_of(self, channel_id: str) -> str | None:
        return next((name for name, one in self._ids.items() if one == channel_id), None)

    async def find(self, name_or_id: str) -> str | None:
        """Asks Slack about a name that is new. None: there is no such channel, or none that Galley may see.
        Raises ConnectorError when it is unknown and Slack cannot be asked.
        """
        found = self.known(name_or_id)
        if found is None and self._may_ask():
            await self.refresh()
            found = self.known(name_or_id)
        return found

    async def refresh(self) -> None:
        async with speaking_to_slack():
            first = await self._client.conversations_list(
                types="public_channel,private_channel", exclude_archived=True, limit=PAGE
            )
            ids = {channel["name"].casefold(): channel["id"] async for page in first for channel in page["channels"]}
        self._ids, self._read_at = ids, self._clock.wall()

    def _may_ask(self) -> bool:
        return self._read_at is None or self._clock.wall() - self._read_at >= PATIENCE
