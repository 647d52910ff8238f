"""One replica with one kind of job: messages of ours, really sent. `python -m tests.bench.sender DATABASE SLACK_API`.

It reads what to do from its standard input, a line each, and answers with a line: `place NUMBER` orders so many
messages, and answers when all are done, by whichever replica; `alone NUMBER` orders one after the other, each on an
idle queue, and answers the milliseconds from each commit to the moment its bytes leave.
"""

import asyncio
import json
import sys
import time
from dataclasses import replace
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot import logs
from bot.clock import SystemClock
from bot.db import Database
from bot.history import History
from bot.jobs.effects import Bucket, Claim, Receipt
from bot.jobs.engine import engine_for
from bot.jobs.port import Engine, Trouble
from bot.slack.channels import Channels
from bot.slack.parts import Message
from bot.slack.posts import SAID, Posts, Wish
from bot.slack.showing import Room, Show
from bot.slack.speaking import Draft, Speaker
from bot.slack.web import Web
from models.ids import new_id
from models.post import PostKind
from sandbox.people import PEOPLE
from sandbox.slack import names
from tests.workspaces import OneWorkspace

ROOMS = (*(names.channel_id(one) for one in names.CHANNELS), *(one.slack_id for one in PEOPLE))  # each is a lane
A_TRANSACTION = 50
NOW_AND_THEN_S = 0.2


class Unpaced(Show):
    """As it is, with every gate that a message passes; but they are wide, as the sandbox keeps no limits now."""

    limits = replace(
        Show.limits,
        spacing=timedelta(milliseconds=1),
        method=Bucket(name="slack:chat.postMessage", per_minute=60_000, burst=1_000),
    )

    def __init__(self, room: Room) -> None:
        super().__init__(room)
        self.begun: asyncio.Queue[float] = asyncio.Queue()

    async def send(self, plan: Draft, job: Claim) -> Receipt:
        self.begun.put_nowait(time.perf_counter())
        return await super().send(plan, job)


async def main(url: str, api: str) -> None:
    logs.configure(level="WARNING", as_json=False)
    db, clock = Database(url), SystemClock()
    await db.open()
    async with Web(api_url=api) as web:
        engine, workspaces = engine_for(db, clock, on_trouble=_shout), OneWorkspace(web.client_of(names.BOT_TOKEN))
        show = Unpaced(
            Room(
                speaker=Speaker(workspaces),
                renderers=SAID,
                history=History(clock),
                jobs=engine,
                clock=clock,
                channels=Channels(workspaces, clock),
            )
        )
        engine.perform([show])
        await engine.start()
        await _obey(Bench(db, engine, Posts(engine, clock), show))
        await engine.drain(within=timedelta(seconds=2))
    await db.close()


async def _obey(bench: "Bench") -> None:
    _say("ready")
    while asked := (await asyncio.to_thread(sys.stdin.readline)).split():
        match asked:
            case ["place", number]:
                await bench.place(int(number))
                _say("done")
            case ["alone", number]:
                _say(json.dumps([await bench.alone() for _ in range(int(number))]))


class Bench:
    def __init__(self, db: Database, engine: Engine, posts: Posts, show: Unpaced) -> None:
        self._db, self._engine, self._posts, self._show = db, engine, posts, show

    async def place(self, number: int) -> None:
        for first in range(0, number, A_TRANSACTION):
            async with self._db.write() as session:
                wishes = [_wish(each) for each in range(first, min(first + A_TRANSACTION, number))]
                await self._posts.show_all(session, names.TEAM, wishes)

        while not await self._is_done():  # noqa: ASYNC110  nobody tells; and whoever asks oftener slows it down
            await asyncio.sleep(NOW_AND_THEN_S)

    async def _is_done(self) -> bool:
        report = await self._engine.report()
        return not report.waiting and not report.sending

    async def alone(self) -> float:
        async with self._db.write() as session:
            await self._posts.show_all(session, names.TEAM, [_wish(0)])
        committed = time.perf_counter()
        waited = await self._show.begun.get() - committed
        await self._engine.settled()
        return waited * 1000


def _wish(number: int) -> Wish:
    key = new_id()
    said = Message(f"Message {number} of many").to_json()
    return Wish(kind=PostKind.LINE, subject_id=key, key=key, channel_id=ROOMS[number % len(ROOMS)], details=said)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


async def _shout(session: AsyncSession, trouble: Trouble) -> None:
    del session
    sys.exit(f"trouble: {trouble}")


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
