"""What a browser takes to Slack's consent and must bring back: signed by us, good once, for ten minutes.

Whoever asks for the page gets one, so none is written down before it comes back: nobody fills the database by asking.
"""

import base64
import binascii
import hashlib
import logging
import secrets
from datetime import timedelta
from typing import Any

from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from bot.clock import Clock
from bot.db import Database
from bot.vault import Vault
from models.installation import InstallState

LIFE = timedelta(minutes=10)

_PURPOSE = "install"
_SIGNATURE = 32  # bytes
_MOMENT = 8


class StateStore(AsyncOAuthStateStore):
    """Any replica may take it back. The table holds those that were used, until they would have ended."""

    def __init__(self, *, db: Database, clock: Clock, vault: Vault) -> None:
        self._db, self._clock, self._vault = db, clock, vault

    @property
    def logger(self) -> logging.Logger:
        return logging.getLogger(__name__)

    async def async_issue(self, *_: Any, **__: Any) -> str:
        ends = int((self._clock.wall() + LIFE).timestamp())
        message = ends.to_bytes(_MOMENT) + secrets.token_bytes(16)
        return base64.urlsafe_b64encode(self._vault.sign(message, purpose=_PURPOSE) + message).decode()

    async def async_consume(self, state: str) -> bool:
        message = self._signed_part(state)
        ends = int.from_bytes(message[:_MOMENT])
        return ends > self._clock.wall().timestamp() and await self._is_first(message)

    def _signed_part(self, state: str) -> bytes:
        """Nothing where it is none of ours."""
        try:
            signed = base64.b64decode(state, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return b""
        signature, message = signed[:_SIGNATURE], signed[_SIGNATURE:]
        return message if self._vault.has_signed(message, signature, purpose=_PURPOSE) else b""

    async def _is_first(self, message: bytes) -> bool:
        insert = sqlite.insert if self._db.is_sqlite else postgresql.insert
        now = self._clock.wall()
        used = insert(InstallState).values(digest=hashlib.sha256(message).hexdigest(), expires_at=now + LIFE)
        async with self._db.write() as session:
            await session.exec(delete(InstallState).where(col(InstallState.expires_at) < now))
            taken = await session.exec(used.on_conflict_do_nothing().returning(col(InstallState.digest)))
            return taken.first() is not None
