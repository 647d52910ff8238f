"""Our side of Slack as app.py would put it together, talking to a sandbox on loopback."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import SystemClock
from bot.db import Database
from bot.history import History
from bot.jobs.effects import Effect
from bot.jobs.embedded import Embedded
from bot.jobs.port import Jobs, Order, Trouble
from bot.slack.channels import Channels
from bot.slack.editing import Edit, EditCard
from bot.slack.hosts import Hosts
from bot.slack.parts import Message, picture, section
from bot.slack.pictures import Pictures
from bot.slack.posts import SAID, Posts, Renderer
from bot.slack.sharing import Share
from bot.slack.showing import Room, Show, Tell
from bot.slack.speaking import Speaker
from bot.slack.uploading import Upload
from bot.slack.web import Web
from bot.storage import Storage
from models.events import Event, Posted, TroubleFound
from models.post import Post, PostKind
from sandbox.serve import Sandbox
from sandbox.slack import names
from tests.databases import opened
from tests.loopback import loopback
from tests.workspaces import OneWorkspace

TEAM = names.TEAM
REVIEW, INTAKE, GENERAL = (names.channel_id(name) for name in ("review", "intake", "general"))
PATIENCE = 10.0


class SandboxClock(SystemClock):
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def now(self) -> datetime:
        return self._sandbox.world.clock.now()


class Later(Jobs):
    """Effects submit jobs and the engine knows the effects: one of them has to come first."""

    engine: Embedded

    async def submit(self, session: AsyncSession, **order: Any) -> None:
        await self.engine.submit(session, **order)

    async def submit_all(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        await self.engine.submit_all(session, orders)


class House:
    """Posts and pictures, with an engine that sends them. `truth` is what a subject looks like today."""

    def __init__(self, sandbox: Sandbox, database: Database, client: AsyncWebClient, folder: Path) -> None:
        self.sandbox, self.database, self.client = sandbox, database, client
        self.clock = SandboxClock(sandbox)
        self.truth: dict[str, str] = {}
        self.pictured: dict[str, str] = {}
        self.reads: Counter[str] = Counter()
        self.events: list[Event] = []
        self.troubles: list[Trouble] = []
        self.storage = Storage(folder)
        self.http = loopback()
        self.history = History(self.clock)
        jobs, history = Later(), self.history
        self.posts, self.pictures = Posts(jobs, self.clock), Pictures(jobs)
        history.follow({Posted: [self.pictures.share_with_card, self._note], TroubleFound: [self._note]})
        self.workspaces = OneWorkspace(client)
        self.channels = Channels(self.workspaces, self.clock)
        room = Room(
            speaker=Speaker(self.workspaces),
            renderers=self._renderers(),
            history=history,
            jobs=jobs,
            clock=self.clock,
            channels=self.channels,
        )
        share = Share(workspaces=self.workspaces, history=history, jobs=jobs, clock=self.clock)
        upload = Upload(
            workspaces=self.workspaces,
            http=self.http,
            hosts=Hosts(sandbox.world.addresses.slack),
            storage=self.storage,
            jobs=jobs,
            clock=self.clock,
        )
        effects: list[Effect[Any]] = [Show(room), Tell(room), Edit(room), EditCard(room), share, upload]
        self.engine = jobs.engine = Embedded(
            database, self.clock, [hurried(effect) for effect in effects], on_trouble=self._hear
        )

    def _renderers(self) -> dict[PostKind, Renderer]:
        return {**dict.fromkeys(PostKind, self._render), **SAID}

    async def _render(self, _: AsyncSession, post: Post) -> Message | None:
        self.reads[post.subject_id] += 1
        words = self.truth.get(post.subject_id)
        if not words:
            return None
        file_id = self.pictured.get(post.subject_id)
        shown = (picture(file_id, alt_text="The picture"),) if file_id else ()
        return Message(words, (section(words), *shown))

    async def _note(self, _: AsyncSession, event: Event) -> None:
        self.events.append(event)

    async def _hear(self, _: AsyncSession, trouble: Trouble) -> None:
        self.troubles.append(trouble)

    async def show(self, subject: str, words: str, **wish: Any) -> None:
        """What a flow does: the truth changes, and a message shall show it."""
        self.truth[subject] = words
        wanted = {"kind": PostKind.CARD, "channel_id": REVIEW, "key": f"card:{subject}"} | wish
        async with self.database.write() as session:
            await self.posts.show(session, team_id=TEAM, subject_id=subject, **wanted)

    async def change(self, subject: str, words: str) -> None:
        self.truth[subject] = words
        async with self.database.write() as session:
            self.posts.refresh(session, subject_id=subject, kinds=PostKind)

    async def settled(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.engine.settled()

    async def post(self, key: str) -> Post:
        async with self.database.read() as session:
            return (await session.exec(select(Post).where(Post.key == key))).one()

    async def said_in(self, channel_id: str) -> list[dict[str, Any]]:
        """Every message of the bot's there, replies included, as Slack tells it."""
        roots = (await self.client.conversations_history(channel=channel_id))["messages"]
        threads = [
            (await self.client.conversations_replies(channel=channel_id, ts=root["ts"]))["messages"]
            if root.get("reply_count")
            else [root]
            for root in reversed(roots)
        ]
        return [one for thread in threads for one in thread if one["user"] == names.BOT_USER]

    async def delete_all(self, channel_id: str) -> None:
        for message in await self.said_in(channel_id):
            await self.control("delete", user="admin", channel="review", ts=message["ts"])

    async def control(self, call: str, **body: Any) -> None:
        answer = await self.http.post(f"{self.sandbox.world.addresses.page}/control/slack/{call}", json=body)
        answer.raise_for_status()

    async def seen_by(self, user: str, channel: str) -> list[dict[str, Any]]:
        question = {"user": user, "channel": channel}
        answer = await self.http.get(f"{self.sandbox.world.addresses.page}/control/slack/messages", params=question)
        return list(answer.json()["messages"])

    def calls(self, method: str) -> int:
        return sum(method in call.path for call in self.sandbox.world.calls.since(system="slack"))


def hurried(effect: Effect[Any]) -> Effect[Any]:
    """The same, with the sandbox's quickness instead of Slack's."""
    effect.limits = replace(
        effect.limits,
        timeout=timedelta(seconds=1),
        quarantine=timedelta(seconds=0.3),
        first_pause=timedelta(seconds=0.1),
        spacing=timedelta(seconds=0.05) if effect.limits.spacing else None,
    )
    return effect


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with Web(api_url=f"{sandbox.world.addresses.slack}/api/") as web:
        yield web.client_of(names.BOT_TOKEN)


@pytest.fixture
async def lite(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite file; both databases are tested where the statements are."""
    async with opened(f"sqlite:///{tmp_path / 'galley.db'}") as database:
        yield database


@pytest.fixture
async def house(sandbox: Sandbox, lite: Database, client: AsyncWebClient, tmp_path: Path) -> AsyncIterator[House]:
    house = House(sandbox, lite, client, tmp_path)
    await house.engine.start()
    yield house
    await house.engine.drain(within=timedelta(0))
    await house.http.aclose()
