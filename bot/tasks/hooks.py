"""Webhooks: one for each running campaign, registered, kept alive, and taken down when the campaign ends."""

import secrets
from typing import Any

import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.db import Database
from bot.vault import Unreadable, Vault
from connectors.board import BoardConnection
from connectors.errors import NotFound, Refused
from models.campaign import Campaign

log = structlog.get_logger(__name__)

PATH = "/webhooks/wrike/{campaign_id}"
NO_ADDRESS = "Galley has no public address (GALLEY_PUBLIC_URL), so it looks for changes every few seconds."


class Hooks:
    """`base` is where the board can reach us; None where it cannot."""

    def __init__(self, *, db: Database, vault: Vault, board: BoardConnection, base: str | None) -> None:
        self._db, self._vault, self._feed, self._base = db, vault, board.feed, base

    def secret_of(self, campaign: Campaign) -> str:
        """Empty where there is none, or none that can be read any more: then a new one is made."""
        try:
            return self._vault.unseal(campaign.hook_secret) if campaign.hook_secret else ""
        except Unreadable:
            log.warning("a webhook's secret cannot be read: its key is gone", campaign=campaign.id)
            return ""

    async def is_alive(self, campaign: Campaign) -> bool:
        """Whether changes are told to us from here on; one that was suspended is woken up. Raises ConnectorError."""
        if campaign.hook_id is None or not self.secret_of(campaign):
            return False
        return await self._feed.keep_watch(campaign.hook_id)

    async def register(self, campaign: Campaign) -> bool:
        """False: the board cannot or will not call us, and the campaign knows why. Raises the other ConnectorErrors."""
        if self._base is None:
            await self._save(campaign, hook_id=None, hook_problem=NO_ADDRESS)
            return False
        secret = self.secret_of(campaign) or secrets.token_urlsafe(32)
        if self.secret_of(campaign) != secret:
            await self._save(
                campaign, hook_secret=self._vault.seal(secret)
            )  # the board calls us before `watch` returns
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
