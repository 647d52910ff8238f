"""Installations by OAuth, in our own database: their tokens sealed, and erased when they end."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.vault import Unreadable, Vault
from models.events import WorkspaceJoined, WorkspaceLeft
from models.installation import GridWorkspace, Installation

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Held:
    """An installation as one of its workspaces has it."""

    team_id: str
    installation_id: str
    enterprise_id: str | None
    is_org_wide: bool
    name: str
    address: str
    bot_id: str
    bot_user_id: str
    expires_at: datetime | None
    sealed: str
    vault: Vault = field(repr=False)

    @property
    def token(self) -> str | None:
        """None when its key is gone: the doctor says so, and only an installation anew helps."""
        try:
            return self.vault.unseal(self.sealed)
        except Unreadable:
            log.exception("the token of a workspace cannot be read: its key is gone", team=self.team_id)
            return None


class Installations:
    def __init__(self, *, db: Database, clock: Clock, vault: Vault, history: History) -> None:
        self._db, self._clock, self.vault, self._history = db, clock, vault, history

    async def all(self) -> Sequence[Held]:
        """By workspace. One that was installed by itself does not need its organisation's token."""
        async with self._db.read() as session:
            rows = [row for row in (await session.exec(select(Installation))).all() if row.holds]
            grid = (await session.exec(select(GridWorkspace))).all()
        orgs = {row.id: row for row in rows if row.is_org_wide}
        found = {
            one.team_id: self._held(one.team_id, orgs[one.enterprise_id]) for one in grid if one.enterprise_id in orgs
        }
        return tuple((found | {row.id: self._held(row.id, row) for row in rows if not row.is_org_wide}).values())

    async def find(self, team_id: str, enterprise_id: str | None = None) -> Held | None:
        """A workspace that comes with its organisation is remembered, for jobs know only the workspace."""
        async with self._db.read() as session:
            met = await session.get(GridWorkspace, team_id)
            ids = [team_id, *([met.enterprise_id] if met else []), *([enterprise_id] if enterprise_id else [])]
            rows = (await session.exec(select(Installation).where(col(Installation.id).in_(ids)))).all()
        held = sorted((row for row in rows if row.holds), key=lambda row: ids.index(row.id))
        if not held:
            return None
        if held[0].is_org_wide and (met is None or met.enterprise_id != held[0].id):
            await self._meet(team_id, held[0].id)
        return self._held(team_id, held[0])

    async def keep(self, session: AsyncSession, row: Installation) -> None:
        """Installed, or installed again."""
        await session.merge(row)
        joined = WorkspaceJoined(
            team_id=row.id, actor_id=row.installed_by, workspace=row.name, scopes=tuple(row.scopes)
        )
        await self._history.record(session, joined)

    async def ended(self, team_id: str | None, enterprise_id: str | None) -> Installation | None:
        """The one that Slack speaks of when it takes a token away, while it still holds."""
        ids = [one for one in (team_id, enterprise_id) if one]
        async with self._db.read() as session:
            rows = (await session.exec(select(Installation).where(col(Installation.id).in_(ids)))).all()
        held = sorted((row for row in rows if row.holds), key=lambda row: ids.index(row.id))
        return held[0] if held else None

    async def teams_of(self, session: AsyncSession, row: Installation) -> Sequence[str]:
        if not row.is_org_wide:
            return (row.id,)
        return (await session.exec(select(GridWorkspace.team_id).where(GridWorkspace.enterprise_id == row.id))).all()

    async def end(self, session: AsyncSession, installation_id: str, *, why: str) -> bool:
        """Its token is erased at once. False: somebody was quicker."""
        row = await session.get(Installation, installation_id, with_for_update=True)
        if row is None or not row.holds:
            return False
        row.end(why, at=self._clock.now())
        await self._history.record(session, WorkspaceLeft(team_id=row.id, workspace=row.name, why=why))
        return True

    async def ours(self) -> Sequence[Installation]:
        """All that ever were, for the doctor."""
        async with self._db.read() as session:
            return (await session.exec(select(Installation).order_by(col(Installation.installed_at)))).all()

    def _held(self, team_id: str, row: Installation) -> Held:
        return Held(
            team_id=team_id,
            installation_id=row.id,
            enterprise_id=row.enterprise_id,
            is_org_wide=row.is_org_wide,
            name=row.name,
            address=row.address,
            bot_id=row.bot_id,
            bot_user_id=row.bot_user_id,
            expires_at=row.expires_at,
            sealed=row.token or "",
            vault=self.vault,
        )

    async def _meet(self, team_id: str, enterprise_id: str) -> None:
        insert = sqlite.insert if self._db.is_sqlite else postgresql.insert
        row = {"team_id": team_id, "enterprise_id": enterprise_id, "met_at": self._clock.now()}
        met = insert(GridWorkspace).values(row)
        async with self._db.write() as session:
            await session.exec(
                met.on_conflict_do_update(index_elements=["team_id"], set_={"enterprise_id": enterprise_id})
            )
