"""The counter where jobs are ordered and asked after, the same for every engine: it writes into the ledger."""

import os
import secrets
import socket
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.jobs import ledger, pace, report, reservations
from bot.jobs.effects import Effect
from bot.jobs.pace import Gate
from bot.jobs.port import NoSuchJob, Order, Report
from bot.jobs.runner import Runner
from bot.jobs.trouble import OnTrouble
from models.job import Job


class Counter(ABC):
    def __init__(self, db: Database, clock: Clock, effects: Iterable[Effect[Any]], *, on_trouble: OnTrouble) -> None:
        self._db = db
        self._clock = clock
        self._name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self._runner = Runner(db, clock, effects, name=self._name, on_trouble=on_trouble)

    def perform(self, effects: Iterable[Effect[Any]]) -> None:
        """What this engine can do; before it starts."""
        self._runner.learn(effects)

    async def submit(
        self,
        session: AsyncSession,
        *,
        kind: str,
        subject: str,
        lane: str,
        key: str,
        team_id: str = "",
        not_before: datetime | None = None,
        coalesce: bool = False,
    ) -> None:
        order = Order(
            kind=kind,
            subject=subject,
            lane=lane,
            key=key,
            team_id=team_id,
            not_before=not_before,
            coalesce=coalesce,
        )
        await self.submit_all(session, (order,))

    async def submit_all(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        ledger.place(session, orders, at=self._clock.wall())
        await self._placed(session, orders)

    async def reopen(self, session: AsyncSession, system: str, team_id: str) -> None:
        gate = pace.gate_of(system, team_id)
        await reservations.acquit(session, gate)
        await self._reopened(session, gate)

    async def retry(self, job_id: str) -> None:
        async with self._db.write() as session:
            job = await self._existing(session, job_id)
            job.revive()
            await self._changed(session, job.lane)

    async def drop(self, job_id: str) -> None:
        async with self._db.write() as session:
            job = await self._existing(session, job_id)
            job.drop(at=self._clock.wall())
            await self._changed(session, job.lane)

    async def report(self) -> Report:
        async with self._db.read() as session:
            return await report.read(session, now=self._clock.now(), wall=self._clock.wall())

    @abstractmethod
    async def _placed(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        """Lets somebody look into their lanes once this is committed."""

    @abstractmethod
    async def _changed(self, session: AsyncSession, lane: str) -> None:
        """The same, even if the lane rests."""

    @abstractmethod
    async def _reopened(self, session: AsyncSession, gate: Gate) -> None:
        """Whoever queues there looks again once this is committed."""

    async def _existing(self, session: AsyncSession, job_id: str) -> Job:
        job = await ledger.locked(session, job_id)
        if job is None:
            raise NoSuchJob(job_id)
        return job
