"""A second chance for jobs that were given up, from beside a running Galley, which is told or looks."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import SystemClock
from bot.config import Config
from bot.db import Database
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Trouble


async def troubles(config: Config) -> Sequence[Trouble]:
    async with _ledger(config) as jobs:
        return (await jobs.report()).troubles


async def retry(config: Config, job_id: str) -> None:
    """Raises NoSuchJob, or WrongState for one that was not given up."""
    async with _ledger(config) as jobs:
        await jobs.retry(job_id)


async def drop(config: Config, job_id: str) -> None:
    """The same."""
    async with _ledger(config) as jobs:
        await jobs.drop(job_id)


@asynccontextmanager
async def _ledger(config: Config) -> AsyncIterator[Engine]:
    """An engine that is never started: it only writes into the ledger."""
    db = Database(config.database)
    await db.open(alone=False)
    try:
        yield engine_for(db, SystemClock(), on_trouble=_nobody, visits=False)
    finally:
        await db.close()


async def _nobody(session: AsyncSession, trouble: Trouble) -> None:
    """What is never started finds no trouble."""
