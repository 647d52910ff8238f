"""Watches galley.yml, which all workspaces share: a good edit comes into force, a broken one is told to the admins."""

from collections.abc import Callable, Sequence

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database, alone_with
from bot.galley_yml import InvalidPolicy, Policies
from bot.history import History
from models.events import PolicyAdopted, PolicyPiloted, TroubleFound
from models.history import Entry

log = structlog.get_logger(__name__)


class PolicyWatch:
    """What could not be written down because the database was busy is written down at the next look."""

    def __init__(
        self, *, policies: Policies, db: Database, history: History, clock: Clock, teams: Callable[[], Sequence[str]]
    ) -> None:
        self._policies, self._db, self._history = policies, db, history
        self._clock, self._teams = clock, teams
        self._kept: tuple[str, str] | None = None  # what is in force, and what is tried
        self._untold: InvalidPolicy | None = None

    async def begin(self) -> None:
        """At the start: keep the edition that is in force now."""
        await self._adopt()

    async def look(self) -> None:
        """For the schedule: every second or so. Costs one stat() while nothing changes."""
        try:
            self._policies.reload()
        except InvalidPolicy as broken:
            log.warning("galley.yml is broken, the edition before stays in force", mistakes=str(broken))
            self._untold = broken
        if self._untold is not None:
            await self._tell(self._untold)
        if self._kept != self._digests:
            await self._adopt()
            log.info("galley.yml has changed", digest=self._policies.digest, pilot=self._policies.pilot_digest)

    @property
    def _digests(self) -> tuple[str, str]:
        return self._policies.digest, self._policies.pilot_digest

    async def _tell(self, broken: InvalidPolicy) -> None:
        sentence = f"{broken}\nThe edition before stays in force."
        async with self._db.write() as session:
            for team_id in self._teams():
                trouble = TroubleFound(team_id=team_id, key=f"policy:{broken.digest}", sentence=sentence)
                await self._history.record(session, trouble)
        self._untold = None

    async def _adopt(self) -> None:
        """Recorded once each time that another edition comes into force, an earlier one too, however many look."""
        async with self._db.write() as session:
            await alone_with(session, "policy")
            await self._policies.adopt(session, at=self._clock.now())
            if await _told_last(session, PolicyAdopted) != self._policies.digest:
                await self._record(session, PolicyAdopted, self._policies.digest)
            if await _told_last(session, PolicyPiloted) != self._policies.pilot_digest:
                await self._record(session, PolicyPiloted, self._policies.pilot_digest)
        self._kept = self._digests

    async def _record(self, session: AsyncSession, kind: type[PolicyAdopted | PolicyPiloted], digest: str) -> None:
        for team_id in self._teams():
            await self._history.record(session, kind(team_id=team_id, digest=digest))


async def _told_last(session: AsyncSession, kind: type[PolicyAdopted | PolicyPiloted]) -> str:
    told = select(Entry.details).where(Entry.event == kind.__name__)
    last = (await session.exec(told.order_by(col(Entry.number).desc()).limit(1))).first()
    return str(last["digest"]) if last else ""
