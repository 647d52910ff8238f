"""Pictures that wait for people and were brought by people, with everything that decides what these are told."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.choices.delivery import Delivery
from bot.choices.flow import Choosing
from bot.db import Database
from bot.digests.flow import Digests
from bot.digests.readers import Readers
from bot.galley_yml import Policies
from bot.history import History
from bot.matters import MATTERS, concerned
from bot.outlook import Outlooks
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts
from models.absence import Absence
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.choices import Choices
from models.history import Entry
from models.people_events import DigestDue
from models.person import Person
from models.post import Post, PostKind
from models.review.words import Verdict
from tests import reviews
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

TEAM, DANA, UMA = "T1", "UDANA", "UUMA"
SAYING = {
    AssetState.APPROVED: Verdict.APPROVE,
    AssetState.CHANGES_REQUESTED: Verdict.REQUEST_CHANGES,
    AssetState.REJECTED: Verdict.REJECT,
}


@dataclass
class Budget:
    """Above it are these, by person and picture."""

    above: set[tuple[str, str]] = field(default_factory=set)

    async def __call__(
        self, session: AsyncSession, team_id: str, asked: Collection[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        del session, team_id
        return self.above & set(asked)


@dataclass
class News:
    """Of the week, for whoever leads."""

    leading: list[Person] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    async def leads(self, session: AsyncSession) -> list[Person]:
        del session
        return self.leading

    async def of_week(self, session: AsyncSession, person: Person) -> list[str]:
        del session
        return self.lines if person.slack_id in [one.slack_id for one in self.leading] else []


@dataclass(kw_only=True)
class Desk:
    clock: HeldClock
    database: Database
    choosing: Choosing
    digests: Digests
    delivery: Delivery
    budget: Budget
    news: News
    posts: Posts

    async def picture(self, title: str, state: AssetState = AssetState.IN_REVIEW) -> Asset:
        """Brought by Uma. In review it waits for Dana; whatever else it is, it was settled just now."""
        batch = Batch(team_id=TEAM, channel_id="C1", submitter_id=UMA, origin=Origin.DROP, submitted_at=NOON)
        asset = Asset(
            team_id=TEAM, batch_id=batch.id, position=1, submitter_id=UMA, state=state, created_at=NOON,
            attributes={"title": title},
        )  # fmt: skip
        version = Version(
            team_id=TEAM, asset_id=asset.id, file_name="f.jpg", submitter_id=UMA, submitted_at=NOON, checks=[]
        )
        async with self.database.write() as session:
            for row in (batch, asset, version):
                session.add(row)
                await session.flush()
            await reviews.ask(session, asset, version, {"Design": [DANA]}, at=NOON)
            if state in SAYING:
                await reviews.say(session, version.id, "Design", DANA, SAYING[state], at=self.clock.now())
        return asset

    async def settles(self, asset: Asset) -> None:
        async with self.database.write() as session:
            version = (await session.exec(select(Version).where(Version.asset_id == asset.id))).one()
            await reviews.say(session, version.id, "Design", DANA, Verdict.REJECT, at=self.clock.now())

    async def chooses(self, who: str, choices: Choices) -> None:
        await self.choosing.choose(choices, still_muted=None, by=actor(who))

    async def told(self) -> list[tuple[str, str]]:
        """Whose digest of which day was due."""
        async with self.database.read() as session:
            entries = (await session.exec(select(Entry).where(Entry.event == "DigestDue").order_by(Entry.number))).all()  # type: ignore[arg-type]
        return [(entry.details["person_id"], entry.details["day"]) for entry in entries]

    async def digest(self) -> str:
        """The latest one, as it would be sent now; empty where it would not."""
        latest = select(Post).where(Post.kind == PostKind.DIGEST).order_by(Post.created_at.desc())  # type: ignore[attr-defined]
        render = self.digests.telling(dict.fromkeys(MATTERS, _as_it_stands))
        async with self.database.read() as session:
            post = (await session.exec(latest)).first()
            message = await render(session, post) if post else None
        return _words(message)

    async def concerns(self, kind: PostKind, asset: Asset, who: str, *, why: str = "") -> None:
        """A message about the stage that is asked, which is not sent yet."""
        details = {"stage": "Design", "round": 1} | ({"why": why} if why else {})
        async with self.database.write() as session:
            await self.posts.show(
                session, team_id=TEAM, kind=kind, subject_id=asset.batch_id, key=f"{kind}:{asset.id}:{who}",
                channel_id=who, recipient_id=who, details=details,
            )  # fmt: skip

    async def sends(self, kind: PostKind, asset: Asset, to: str, **details: Any) -> bool:
        """Whether a message of this kind about this picture goes out now."""
        post = Post(
            team_id=TEAM, key="k", kind=kind, subject_id=asset.batch_id, channel_id=to, recipient_id=to,
            created_at=NOON, details={"stage": "Design", "round": 1, **details},
        )  # fmt: skip
        async with self.database.read() as session:
            return await self.delivery.unless_held(_said)(session, post) is not None

    async def goes_away(self, who: str, days: int) -> None:
        monday = self.clock.now().date()
        absence = Absence(
            team_id=TEAM, absent_id=who, first_day=monday, last_day=monday + timedelta(days=days), named_by=who,
            named_at=NOON,
        )  # fmt: skip
        async with self.database.write() as session:
            session.add(absence)

    async def changes(self, who: str, change: Callable[[Person], None]) -> None:
        async with self.database.write() as session:
            change(await session.get_one(Person, (TEAM, who)))


async def _said(session: AsyncSession, post: Post) -> Message:
    del session, post
    return Message("Something")


async def _as_it_stands(session: AsyncSession, post: Post) -> Message | None:
    found = await concerned(session, post)
    return Message("Something").telling_of(found) if found else None


def _words(message: Message | None) -> str:
    return str(message.to_json()) if message else ""


def actor(who: str) -> Actor:
    return Actor(team_id=TEAM, person_id=who)


@pytest.fixture
async def desk(database: Database) -> Desk:
    clock, jobs, budget = HeldClock(), Ordered(), Budget()
    history, policies = History(clock), Policies(Path("galley.yml"))
    common = {"db": database, "clock": clock, "history": history, "policies": policies}
    posts, news = Posts(jobs, clock), News()
    outlooks = Outlooks(clock=clock, policies=policies, permalink=lambda post: post.key)
    delivery = Delivery(budget)
    readers = Readers(budget=budget, news=news, holds=delivery.holds_matter)
    digests = Digests(**common, posts=posts, outlooks=outlooks, readers=readers, news=news)  # type: ignore[arg-type]
    history.follow({DigestDue: [digests.show]})
    async with database.write() as session:
        session.add_all(
            Person(team_id=TEAM, slack_id=one, handle=one, name=one.title(), zone="Europe/Berlin", read_at=NOON)
            for one in (DANA, UMA)
        )
    return Desk(
        clock=clock,
        database=database,
        choosing=Choosing(**common),  # type: ignore[arg-type]
        digests=digests,
        delivery=delivery,
        budget=budget,
        news=news,
        posts=posts,
    )
