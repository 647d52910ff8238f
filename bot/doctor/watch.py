"""The doctor's watch: what matters of a running Galley, read again and again."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

import httpx

from bot.clock import Clock, FollowedClock, SystemClock
from bot.config import Config
from bot.db import Database, DatabaseError
from bot.doctor.exposition import Figures, figures_of
from bot.jobs import report, visits
from bot.jobs.worker import Vigil
from bot.migrate import version
from connectors.http import open_http

NOT_RUNNING = "not running"
READY = "ready"


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Jobs of one kind of lane that could be sent now."""

    lane: str
    waiting: int
    oldest: timedelta


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What the database says of the jobs; `replicas` is None on SQLite, where there is one or none."""

    queues: tuple[Queue, ...] = ()
    sending: int = 0
    troubles: tuple[str, ...] = ()
    pauses: tuple[str, ...] = ()
    replicas: int | None = None
    problem: str | None = None  # why it could not be read


@dataclass(frozen=True, kw_only=True)
class Glance:
    """`figures` is None where the process at GALLEY_PORT gives none."""

    state: str
    ledger: Ledger
    figures: Figures | None


def port_of(config: Config) -> str:
    """Where the Galley beside us answers."""
    return f"http://{config.host}:{config.port}"


class Watch:
    def __init__(self, config: Config, db: Database, clock: Clock, http: httpx.AsyncClient) -> None:
        self._config, self._db, self._clock, self._http = config, db, clock, http
        self._address = port_of(config)
        self._is_filled = False

    async def look(self) -> Glance:
        if isinstance(self._clock, FollowedClock):
            with suppress(httpx.HTTPError):
                await self._clock.read()
        return Glance(state=await self._state(), ledger=await self._ledger(), figures=await self._figures())

    async def _state(self) -> str:
        try:
            answer = await self._http.get(f"{self._address}/ready")
            problems = answer.json().get("problems", [])
        except (httpx.HTTPError, ValueError):
            return NOT_RUNNING
        return READY if answer.status_code == HTTPStatus.OK else " ".join(map(str, problems))

    async def _figures(self) -> Figures | None:
        try:
            answer = await self._http.get(f"{self._address}/metrics")
        except httpx.HTTPError:
            return None
        return figures_of(answer.text) if answer.status_code == HTTPStatus.OK else None

    async def _ledger(self) -> Ledger:
        try:
            if not self._has_tables():
                return Ledger(problem="The database is empty: Galley has not run yet.")
            return await self._read()
        except DatabaseError as error:
            return Ledger(problem=str(error))

    def _has_tables(self) -> bool:
        self._is_filled = self._is_filled or version(self._config.database) is not None
        return self._is_filled

    async def _read(self) -> Ledger:
        now, wall = self._clock.now(), self._clock.wall()
        async with self._db.read() as session:
            found = await report.read(session, now=now, wall=wall)
            lanes = await report.by_kind_of_lane(session, now=now)
            replicas = None
            if not self._db.is_sqlite:
                replicas = (await visits.standing(session, silent=Vigil().silent)).replicas
        return Ledger(
            queues=tuple(
                Queue(lane=one.kind, waiting=one.jobs, oldest=max(wall - one.since, timedelta(0))) for one in lanes
            ),
            sending=found.sending,
            troubles=tuple(f"{one.kind} {one.id}: {one.problem}" for one in found.troubles),
            pauses=tuple(f"{one.name} until {one.until:%H:%M:%S} UTC: {one.problem}" for one in found.pauses),
            replicas=replicas,
        )


@asynccontextmanager
async def watching(config: Config) -> AsyncIterator[Watch]:
    """Beside a running Galley, on its database and its port."""
    db = Database(config.database)
    async with open_http(timeout=5, own=[port_of(config), config.sandbox_url or ""]) as http:
        try:
            clock = SystemClock() if config.sandbox_url is None else FollowedClock(config.sandbox_url, http)
            yield Watch(config, db, clock, http)
        finally:
            await db.close()


def as_document(glance: Glance) -> Mapping[str, object]:
    """For programs; times in seconds."""
    ledger, figures = glance.ledger, glance.figures
    return {
        "state": glance.state,
        "queues": [
            {"lane": one.lane, "waiting": one.waiting, "oldest_s": round(one.oldest.total_seconds(), 3)}
            for one in ledger.queues
        ],
        "sending": ledger.sending,
        "troubles": list(ledger.troubles),
        "pauses": list(ledger.pauses),
        "replicas": ledger.replicas,
        "problem": ledger.problem,
        "acknowledged_s": None if figures is None else {"p50": figures.median_s, "p99": figures.slowest_s},
        "calls": None if figures is None else dict(figures.calls),
    }
