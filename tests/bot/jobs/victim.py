"""A process to be killed: places its orders, runs the engine of its database, ends when everything is done."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta

import httpx
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import SystemClock
from bot.db import Database, DatabaseBusy
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Order, Trouble
from bot.migrate import migrate
from connectors.errors import OutcomeUnknown, Unavailable
from tests.bot.jobs.house import QUICK
from tests.loopback import loopback

LANES = 5


class Post(Effect[str]):
    kind = "post"
    limits = Limits(
        system="sink",
        timeout=timedelta(seconds=0.5),
        quarantine=timedelta(seconds=0.1),
        attempts=50,
        longest_pause=timedelta(seconds=0.2),
    )

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.lane

    async def find(self, plan: str, job: Claim) -> Receipt | None:
        del plan
        found = (await self._call("GET", f"/{job.key}"))["id"]
        return None if found is None else Receipt(remote_id=found)

    async def send(self, plan: str, job: Claim) -> Receipt:
        sent = await self._call("POST", "/", {"key": job.key, "lane": plan})
        return Receipt(remote_id=str(sent["id"]))

    async def _call(self, method: str, path: str, body: dict[str, str] | None = None) -> dict[str, str | None]:
        try:
            answer: dict[str, str | None] = (await self._http.request(method, path, json=body)).json()
        except httpx.ConnectError as error:
            raise Unavailable("sink", "It is not there.") from error
        except httpx.TransportError as error:
            raise OutcomeUnknown("sink", "The line went dead.") from error
        return answer


class AskingPost(Post):
    """Asks out there what to send, so that a test may hold it between its claim and its send."""

    limits = replace(Post.limits, timeout=timedelta(seconds=2))

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        await self._call("GET", "/plan")
        return await super().plan(session, job)


def live(url: str, sink: str, jobs: int, kind: type[Post]) -> None:
    asyncio.run(_live(url, sink, jobs, kind))


async def _live(url: str, sink: str, jobs: int, kind: type[Post]) -> None:
    migrate(url)
    database = Database(url)
    await database.open()
    async with loopback(sink) as http:
        engine = engine_for(database, SystemClock(), [kind(http)], on_trouble=shout, vigil=QUICK)
        await place(database, engine, jobs)
        await engine.start()
        await engine.settled()
        await engine.drain(within=timedelta(seconds=1))
    await database.close()


async def place(database: Database, engine: Engine, jobs: int) -> None:
    orders = [Order(kind="post", subject="s", lane=f"l{n % LANES}", key=f"{n:03}") for n in range(jobs)]
    while True:
        try:
            async with database.write() as session:
                await engine.submit_all(session, orders)
        except DatabaseBusy:  # whoever is frozen may hold one of these rows for a while
            continue
        return


async def shout(session: AsyncSession, trouble: Trouble) -> None:
    del session
    sys.exit(f"trouble: {trouble}")
