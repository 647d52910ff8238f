"""The page that Prometheus reads: /metrics, with what the process has counted and what the database says just now."""

import ipaddress
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median

import structlog
from prometheus_client import Gauge
from sqlalchemy import func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.clock import Clock
from bot.config import Audience
from bot.db import Database, DatabaseError
from bot.jobs import report
from bot.jobs.ledger import IS_TROUBLED
from bot.jobs.port import Report
from models.approval import Decision
from models.job import Job
from models.noise import Ring
from models.post import PostKind

log = structlog.get_logger(__name__)

PATH = "/metrics"
CONTENT = "text/plain; version=0.0.4; charset=utf-8"
FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
NOISE_EVERY = timedelta(minutes=1)  # it looks through the posts, and nobody needs it oftener
ASKING = (PostKind.ASK, PostKind.REMINDER)
_WHOM = (col(Ring.team_id), col(Ring.person_id))

_jobs = Gauge("galley_jobs", "Jobs in the ledger that have not ended.", ["state"], registry=metrics.REGISTRY)
_oldest = Gauge("galley_oldest_job_seconds", "How long the oldest waits.", ["lane"], registry=metrics.REGISTRY)
_bytes = Gauge("galley_database_bytes", "Size of the database.", registry=metrics.REGISTRY)
_noise = Gauge(
    "galley_direct_messages_today",
    "Messages that rang one person since midnight UTC.",
    ["of"],
    registry=metrics.REGISTRY,
)
_pestering = Gauge(
    "galley_messages_to_an_approver",
    "Messages of today that ask or remind one person about one picture.",
    ["of"],
    registry=metrics.REGISTRY,
)
_price = Gauge(
    "galley_messages_per_decision", "Messages that rang somebody today, for each decision.", registry=metrics.REGISTRY
)


def routes(db: Database, clock: Clock, audience: Audience) -> Sequence[BaseRoute]:
    """For this machine only unless the audience is everybody; a proxy's requests come from elsewhere."""
    if audience is Audience.NOBODY:
        return ()
    gauges = Gauges(db, clock)

    async def page(request: Request) -> Response:
        if audience is Audience.LOCAL and not _is_local(request):
            return PlainTextResponse("Not Found", status_code=404)
        await gauges.read()
        return Response(metrics.written(), media_type=CONTENT)

    return (Route(PATH, page),)


class Gauges:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock
        self._noise_read_at: datetime | None = None

    async def read(self) -> None:
        """A database that does not answer leaves no figures rather than old ones."""
        for gauge in (_jobs, _oldest):
            gauge.clear()
        try:
            async with self._db.read() as session:
                await self._read(session)
        except DatabaseError as error:
            log.warning("the gauges could not be read", reason=str(error))

    async def _read(self, session: AsyncSession) -> None:
        now, wall = self._clock.now(), self._clock.wall()
        _set_jobs(await report.read(session, now=now, wall=wall), await _troubled(session))
        for waiting in await report.by_kind_of_lane(session, now=now):
            _oldest.labels(waiting.kind).set(max((wall - waiting.since).total_seconds(), 0))
        _bytes.set(await _size(session))
        if self._noise_read_at is None or wall - self._noise_read_at >= NOISE_EVERY:
            self._noise_read_at = wall
            await _read_noise(session, since=now.replace(hour=0, minute=0, second=0, microsecond=0))


def _set_jobs(found: Report, troubled: int) -> None:
    for state, number in (("waiting", found.waiting), ("sending", found.sending), ("troubled", troubled)):
        _jobs.labels(state).set(number)


async def _troubled(session: AsyncSession) -> int:
    return (await session.exec(select(func.count()).select_from(Job).where(IS_TROUBLED))).one()


async def _size(session: AsyncSession) -> int:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    asked = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    size = text(asked if is_sqlite else "SELECT pg_database_size(current_database())")
    return int((await (await session.connection()).execute(size)).scalar_one())


async def _read_noise(session: AsyncSession, *, since: datetime) -> None:
    decisions = (await session.exec(select(func.count()).where(col(Decision.decided_at) >= since))).one()
    each = await _rings_of_each_person(session, since)
    _noise.labels("median").set(median(each) if each else 0)
    _noise.labels("most").set(max(each, default=0))
    _noise.labels("everybody").set(sum(each))
    _price.set(sum(each) / decisions if decisions else 0)
    asked = await _rings_about_each_picture(session, since)
    _pestering.labels("median").set(median(asked) if asked else 0)
    _pestering.labels("most").set(max(asked, default=0))


async def _rings_of_each_person(session: AsyncSession, since: datetime) -> Sequence[int]:
    """Of everybody who was rung; a message about several pictures is one."""
    messages = func.count(func.distinct(col(Ring.post_id)))
    return (await session.exec(select(messages).where(Ring.rang_at >= since).group_by(*_WHOM))).all()


async def _rings_about_each_picture(session: AsyncSession, since: datetime) -> Sequence[int]:
    asked = (col(Ring.kind).in_(ASKING), Ring.rang_at >= since)
    return (await session.exec(select(func.count()).where(*asked).group_by(*_WHOM, col(Ring.asset_id)))).all()


def _is_local(request: Request) -> bool:
    if request.client is None or any(header in request.headers for header in FORWARDED):
        return False
    return ipaddress.ip_address(request.client.host).is_loopback and _names_this_machine(request.url.hostname or "")


def _names_this_machine(host: str) -> bool:
    """A page of somebody's, opened in a browser here, may have its own name lead to us (DNS rebinding)."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
