"""Webhooks: one for each running campaign, registered, kept alive, and taken down when the campaign ends."""

import secrets
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from bot.db import Database
from connectors.board import BoardConnection
from connectors.errors import NotFound, Refused
from models.campaign import Campaign

PATH = "/webhooks/wrike/{campaign_id}"
NO_ADDRESS = "Galley has no public address (GALLEY_PUBLIC_URL), so it looks for changes every few seconds."


class Hooks:
    """`base` is where the board can reach us; None where it cannot."""

    def __init__(self, *, db: Database, board: BoardConnection, base: str | None) -> None:
        self._db, self._feed, self._base = db, board.feed, base

    async def is_alive(self, campaign: Campaign) -> bool:
        """Whether changes are told to us from here on; one that was suspended is woken up. Raises ConnectorError."""
        return campaign.hook_id is not None and await self._feed.keep_watch(campaign.hook_id)

    async def register(self, campaign: Campaign) -> bool:
        """False: the board cannot or will not call us, and the campaign knows why. Raises the other ConnectorErrors."""
        if self._base is None:
            await self._save(campaign, hook_id=None, hook_problem=NO_ADDRESS)
            return False
        secret = campaign.hook_secret or secrets.token_urlsafe(32)
        await self._save(campaign, hook_secret=secret)  # the board calls us before `watch` returns
        address = self._base.rstrip("/") + PATH.format(campaign_id=campaign.id)
        try:
            watch = await self._feed.watch(campaign.project_id, hook_url=address, secret=secret)
        except (Refused, NotFound) as error:
            problem = f"The board does not call {address}: {error.sentence}. Galley looks for changes itself."
            await self._save(campaign, hook_id=None, hook_problem=problem)
            return False
        await self._save(campaign, hook_id=watch.id, hook_problem=None)
        return True

    async def end(self, campaign: Campaign) -> None:
        if campaign.hook_id is not None:
            await self._feed.unwatch(campaign.hook_id)
            await self._save(campaign, hook_id=None, hook_problem=None)

    async def _save(self, campaign: Campaign, **values: Any) -> None:
        if all(getattr(campaign, name) == value for name, value in values.items()):
            return
        async with self._db.write() as session:
            await session.exec(update(Campaign).where(col(Campaign.id) == campaign.id).values(**values))
        for name, value in values.items():
            setattr(campaign, name, value)
