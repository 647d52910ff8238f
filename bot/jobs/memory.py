"""Memory: a database that came back from a backup does not know what was done since; so nothing is sent unseen."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.clock import Clock
from bot.db import Database
from models.job import Job
from models.restoration import Restoration

LOOK_FIRST = timedelta(days=1)  # the jobs that were open then, and what follows from them, have long been asked for


class Memory:
    """Read once: a database is never restored under a running Galley."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._last: Restoration | None = None
        self._is_read = False

    async def forgotten_since(self, job: Job) -> datetime | None:
        """Since when this job may have been done without our knowing; None when it was certainly not."""
        last = await self._read()
        if last is None:
            return None
        if job.created_at <= last.restored_at:
            return last.knows_until  # even if its tries that we know of came to nothing
        is_new = job.attempt == 0
        return last.knows_until if is_new and self._clock.wall() < last.restored_at + LOOK_FIRST else None

    async def _read(self) -> Restoration | None:
        if not self._is_read:
            async with self._db.read() as session:
                newest = select(Restoration).order_by(col(Restoration.number).desc()).limit(1)
                self._last = (await session.exec(newest)).first()
            self._is_read = True
        return self._last
