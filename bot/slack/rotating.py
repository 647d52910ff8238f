"""Token rotation: tokens that live for twelve hours are renewed in time, by one replica at a time.

A refresh token serves once, and Slack keeps at most two tokens alive
(https://docs.slack.dev/authentication/using-token-rotation). So a replica first writes down that it renews, then asks,
and writes the new pair down before anything else happens. No transaction is open while Slack is asked.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy import update
from sqlmodel import col, or_, select

from bot.clock import Clock
from bot.db import Database, DatabaseError
from bot.slack.errors import code_of, speaking_to_slack
from bot.slack.web import Web
from bot.vault import Unreadable, Vault
from connectors.errors import ConnectorError, OutcomeUnknown, Refused
from models.installation import Installation

log = structlog.get_logger(__name__)

IN_TIME = timedelta(hours=2)  # before a token expires
AT_THE_LAST = timedelta(seconds=30)
LEASE = timedelta(seconds=12)  # of whoever renews: longer than Slack may take to answer, shorter than its grace
LOST_ANSWERS = 2  # in a row, after which it is left to the next look
PAUSE_S = 0.5

_LOST = "Slack refused to renew its token ({code}), so it ends at {at:%H:%M} UTC. An admin must install Galley again."


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """The app's own, from its Basic Information page."""

    client_id: str
    client_secret: str = field(repr=False)


class Rotation:
    def __init__(self, *, db: Database, clock: Clock, vault: Vault, web: Web, credentials: Credentials) -> None:
        self._db, self._clock, self._vault = db, clock, vault
        self._web, self._credentials = web, credentials
        self._renewing: dict[str, asyncio.Task[None]] = {}

    def is_due(self, expires_at: datetime | None) -> bool:
        return expires_at is not None and expires_at - self._clock.now() < IN_TIME

    def is_too_late(self, expires_at: datetime | None) -> bool:
        return expires_at is not None and expires_at - self._clock.now() < AT_THE_LAST

    async def look(self) -> None:
        """For the schedule: background jobs use tokens, too."""
        due = (col(Installation.token).is_not(None), col(Installation.expires_at) < self._clock.now() + IN_TIME)
        async with self._db.read() as session:
            ids = (await session.exec(select(Installation.id).where(*due))).all()
        for installation_id in ids:
            await self.renew(installation_id)

    def begin(self, installation_id: str) -> None:
        """Beside whatever is going on."""
        if installation_id not in self._renewing:
            task = asyncio.create_task(self._renew(installation_id), name=f"renewing the token of {installation_id}")
            self._renewing[installation_id] = task
            task.add_done_callback(lambda _: self._renewing.pop(installation_id, None))

    async def renew(self, installation_id: str) -> None:
        """Returns when it is renewed, or cannot be now. Whoever stops waiting does not stop the renewing."""
        self.begin(installation_id)
        await asyncio.shield(self._renewing[installation_id])

    async def close(self) -> None:
        """A pair that Slack has given is never thrown away."""
        await asyncio.gather(*self._renewing.values(), return_exceptions=True)

    async def _renew(self, installation_id: str) -> None:
        try:
            refresh_token = await self._claim(installation_id)
            if refresh_token is None:
                return
            answer = await self._ask(installation_id, self._vault.unseal(refresh_token))
        except Refused as error:
            await self._give_up(installation_id, error)
        except Unreadable:
            log.exception("a refresh token cannot be read: its key is gone", installation=installation_id)
        except (ConnectorError, DatabaseError) as error:
            log.warning("a token could not be renewed yet", installation=installation_id, reason=str(error))
        else:
            await self._keep(installation_id, answer["access_token"], answer["refresh_token"], answer["expires_in"])

    async def _ask(self, installation_id: str, refresh_token: str) -> AsyncSlackResponse:
        """An answer that was lost has spent the token, but Slack takes it for a moment longer: ask again at once."""
        for _ in range(LOST_ANSWERS):
            try:
                return await self._ask_once(refresh_token)
            except OutcomeUnknown:
                await self._write(installation_id, {"refreshing_until": self._clock.wall() + LEASE})
        return await self._ask_once(refresh_token)

    async def _ask_once(self, refresh_token: str) -> AsyncSlackResponse:
        async with speaking_to_slack():
            return await self._web.client_of(None).oauth_v2_access(
                client_id=self._credentials.client_id,
                client_secret=self._credentials.client_secret,
                grant_type="refresh_token",
                refresh_token=refresh_token,
            )

    async def _claim(self, installation_id: str) -> str | None:
        """The refresh token, for one replica alone; None when it is renewed already, or being renewed."""
        wall = self._clock.wall()
        free = or_(col(Installation.refreshing_until).is_(None), col(Installation.refreshing_until) < wall)
        is_due = col(Installation.expires_at) < self._clock.now() + IN_TIME
        claimed = (
            update(Installation)
            .where(col(Installation.id) == installation_id, col(Installation.refresh_token).is_not(None), free, is_due)
            .values(refreshing_until=wall + LEASE)
            .returning(col(Installation.refresh_token))
        )
        async with self._db.write() as session:
            row = (await session.exec(claimed)).first()
        return str(row[0]) if row else None

    async def _keep(self, installation_id: str, token: str, refresh_token: str, expires_in: int) -> None:
        values = {
            "token": self._vault.seal(token),
            "refresh_token": self._vault.seal(refresh_token),
            "expires_at": self._clock.now() + timedelta(seconds=int(expires_in)),
            "refreshing_until": None,
            "problem": None,
        }
        await self._write(installation_id, values)
        log.info("a token was renewed", installation=installation_id)

    async def _give_up(self, installation_id: str, error: Refused) -> None:
        async with self._db.read() as session:
            row = await session.get(Installation, installation_id)
        if row is None or row.expires_at is None:
            return
        problem = _LOST.format(code=code_of(error), at=row.expires_at)
        log.error("a token cannot be renewed", installation=installation_id, problem=problem)
        await self._write(installation_id, {"problem": problem})

    async def _write(self, installation_id: str, values: dict[str, object]) -> None:
        """Until the database takes it: the old refresh token is spent. One that has ended stays ended."""
        holds = (col(Installation.id) == installation_id, col(Installation.token).is_not(None))
        while True:
            try:
                async with self._db.write() as session:
                    await session.exec(update(Installation).where(*holds).values(**values))
            except DatabaseError as error:
                log.warning("the database does not take a renewed token, trying again", reason=str(error))
                await asyncio.sleep(PAUSE_S)
            else:
                return
