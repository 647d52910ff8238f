"""Watches galley.yml: a good edit comes into force, a broken one is told to the admins and changes nothing."""

import structlog

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import InvalidPolicy, Policies
from bot.history import History
from models.events import PolicyAdopted, TroubleFound

log = structlog.get_logger(__name__)


class PolicyWatch:
    """What could not be written down because the database was busy is written down at the next look."""

    def __init__(self, *, policies: Policies, db: Database, history: History, clock: Clock, team_id: str) -> None:
        self._policies, self._db, self._history = policies, db, history
        self._clock, self._team_id = clock, team_id
        self._kept: str | None = None
        self._untold: InvalidPolicy | None = None

    async def begin(self) -> None:
        """At the start: keep the edition that is in force now."""
        async with self._db.write() as session:
            if await self._policies.adopt(session, at=self._clock.now()):
                await self._history.record(session, self._adopted())
        self._kept = self._policies.digest

    async def look(self) -> None:
        """For the schedule: every second or so. Costs one stat() while nothing changes."""
        try:
            self._policies.reload()
        except InvalidPolicy as broken:
            log.warning("galley.yml is broken, the edition before stays in force", mistakes=str(broken))
            self._untold = broken
        if self._untold is not None:
            await self._tell(self._untold)
        if self._kept != self._policies.digest:
            await self._change()

    async def _tell(self, broken: InvalidPolicy) -> None:
        sentence = f"{broken}\nThe edition before stays in force."
        trouble = TroubleFound(team_id=self._team_id, key=f"policy:{broken.digest}", sentence=sentence)
        async with self._db.write() as session:
            await self._history.record(session, trouble)
        self._untold = None

    async def _change(self) -> None:
        async with self._db.write() as session:
            await self._policies.adopt(session, at=self._clock.now())
            await self._history.record(session, self._adopted())
        self._kept = self._policies.digest
        log.info("galley.yml has changed", digest=self._kept)

    def _adopted(self) -> PolicyAdopted:
        return PolicyAdopted(team_id=self._team_id, digest=self._policies.digest)
