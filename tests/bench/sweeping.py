"""Old rows by the ten thousand: how long the writer is held while they are cleared away, and how long clicks wait."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.galley_yml import Policies
from bot.migrate import migrate
from bot.retention import Retention
from models.history import Received
from models.ids import new_id
from models.job import Job
from tests.clocks import MONDAY_NOON, HeldClock

LATER = timedelta(days=100)
AT_ONCE = 5_000
CLICK_EVERY_S = 0.02


@dataclass(frozen=True, kw_only=True)
class Swept:
    """Milliseconds, sorted."""

    rows: int
    seconds: float
    held: tuple[float, ...]
    waited: tuple[float, ...]


class Timed(Database):
    """Notes how long each transaction has the writer."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.held: list[float] = []

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        async with super().write() as session:
            began = time.perf_counter()
            yield session
            self.held.append((time.perf_counter() - began) * 1000)


async def sweep(url: str, *, rows: int) -> Swept:
    migrate(url)
    db = Timed(url)
    await db.open()
    for start in range(0, rows, AT_ONCE):
        async with db.write() as session:
            await (await session.connection()).execute(insert(Job), [_row(start + one) for one in range(AT_ONCE)])
    db.held.clear()
    waited: list[float] = []
    clicking = asyncio.create_task(_click(db, waited))
    broom = Retention(db, HeldClock(MONDAY_NOON + LATER), Policies(Path("galley.yml")))
    began, swept = time.perf_counter(), 0
    while found := await broom.sweep():
        swept += found
    seconds = time.perf_counter() - began
    clicking.cancel()
    await asyncio.gather(clicking, return_exceptions=True)
    await db.close()
    return Swept(rows=swept, seconds=seconds, held=tuple(sorted(db.held)), waited=tuple(sorted(waited)))


def _row(number: int) -> dict[str, Any]:
    """Edits and occasions in turn, as a year leaves them."""
    job_id = new_id()
    is_edit = number % 2 == 0
    return {
        "id": job_id,
        "key": f"slack.edit:{number}:{job_id}" if is_edit else f"occasion:{number}",
        "kind": "slack.edit",
        "subject": str(number),
        "lane": f"slack:C0REVIEW:{number}",
        "state": "done",
        "coalesces": False,
        "attempt": 1,
        "failures": 0,
        "checkpoint": {},
        "details": {"channel": "C0REVIEW", "shown": "0" * 64},
        "remote_id": "1772442001.106032",
        "cause": job_id,
        "created_at": MONDAY_NOON,
        "done_at": MONDAY_NOON,
    }


async def _click(db: Database, waited: list[float]) -> None:
    """What a click commits at least, again and again."""
    while True:
        began = time.perf_counter()
        with db.courtesy.somebody_waits():
            async with db.write() as session:
                session.add(Received(team_id="T", key=f"click:{new_id()}", at=MONDAY_NOON + LATER))
        waited.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(CLICK_EVERY_S)
