"""A house with one engine, one remote system and a clock that a test moves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.jobs.effects import Effect, Limits
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Trouble
from bot.jobs.worker import Vigil
from models.job import Job
from tests.bot.jobs.remote import CARDS, LIMITS, Post, Remote, Upload, Whisper
from tests.clocks import HeldClock
from tests.databases import sql

PATIENCE = 10.0

QUICK = Vigil(
    beat=timedelta(seconds=0.2),
    silent=timedelta(seconds=1),
    look_around=timedelta(seconds=0.3),
    poll=timedelta(seconds=0.05),
)
"""So that a test need not wait for the dead."""


@pytest.fixture
async def house(database: Database) -> AsyncIterator["House"]:
    """With the engine of its database: the embedded one on SQLite, the replicated one on PostgreSQL."""
    house = House(database)
    await house.build()
    await house.open()
    yield house
    await house.close()


class House:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = HeldClock()
        self.remote = Remote()
        self.troubles: list[Trouble] = []
        self.engine: Engine

    async def build(self) -> None:
        async with self.database.write() as session:
            await sql(session, CARDS)

    async def open(self, limits: Limits = LIMITS, *others: Effect[Any]) -> Post:
        """Starts an engine, as a new process would."""
        post = Post(self.remote, limits)
        effects = [post, Upload(self.remote), Whisper(self.remote), *others]
        self.engine = engine_for(self.database, self.clock, effects, on_trouble=self.hear, vigil=QUICK)
        await self.engine.start()
        return post

    async def close(self) -> None:
        await self.engine.drain(within=timedelta(0))

    async def hear(self, session: AsyncSession, trouble: Trouble) -> None:
        del session
        self.troubles.append(trouble)

    async def ask(
        self,
        subject: str,
        *,
        words: str | None = None,
        lane: str = "a",
        kind: str = "post",
        key: str | None = None,
        team_id: str = "",
        not_before: datetime | None = None,
        coalesce: bool = False,
    ) -> None:
        """What a flow does: changes a card and orders it to be posted, in one transaction."""
        async with self.database.write() as session:
            await self.write_card(session, subject, words or subject)
            await self.engine.submit(
                session,
                kind=kind,
                subject=subject,
                lane=lane,
                key=key or f"{kind}:{subject}",
                team_id=team_id,
                not_before=not_before,
                coalesce=coalesce,
            )

    async def write_card(self, session: AsyncSession, subject: str, words: str) -> None:
        upsert = "ON CONFLICT (subject) DO UPDATE SET words = excluded.words"
        statement = f"INSERT INTO card (subject, words) VALUES (:subject, :words) {upsert}"  # noqa: S608
        await sql(session, statement, subject=subject, words=words)

    async def quiet(self) -> None:
        """Everything has happened that happens at this moment of the clock."""
        async with asyncio.timeout(PATIENCE):
            await self.engine.idle()

    async def settled(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.engine.settled()

    async def wait(self, time: timedelta) -> None:
        self.clock.advance(time)
        await self.quiet()

    async def wait_long(self, *, steps: int = 12, each: timedelta = timedelta(minutes=2)) -> None:
        for _ in range(steps):
            await self.wait(each)

    async def job(self, subject: str) -> Job:
        async with self.database.read() as session:
            return (await session.exec(select(Job).where(Job.subject == subject))).one()

    async def card(self, subject: str, column: str) -> str | None:
        async with self.database.read() as session:
            row = await sql(session, "SELECT * FROM card WHERE subject = :subject", subject=subject)
            found = row.mappings().one()[column]
            return None if found is None else str(found)
