"""What was settled is asked again: whoever is awaited gets a new message, and reads who wished it and why."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from bot.absences import Absences
from bot.approval.asked import Answer
from bot.approval.cards import Cards
from bot.approval.covering import Covering
from bot.approval.flow import Approvals
from bot.approval.following import FollowUp
from bot.approval.openings import Openings
from bot.approval.second_thoughts import SecondThoughts
from bot.approval.threads import Threads
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs.effects import Receipt
from bot.links import Links
from bot.slack.actor import Actor
from bot.slack.channels import Channels
from bot.slack.people import People
from bot.slack.posts import Posts
from bot.vault import Vault, new_key
from models.approval import Approval
from models.asset import Asset
from models.batch import Batch
from models.events import DecisionTakenBack, ReviewReopened, StageOpened
from models.post import Post, PostKind
from models.review.words import Verdict
from tests.bot.approval.desk import claim
from tests.bot.approval.questions import TEAM, pictured
from tests.bot.approval.test_casting import write
from tests.bot.approval.test_openings import people
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

LEAD, LARA = Actor(team_id=TEAM, person_id="U0LEAD"), Actor(team_id=TEAM, person_id="LARA")
LEGAL = {"name": "Legal", "approvers": ["lara", "leo"], "rule": "all"}
REVIEW = "channel: review\n  may_change: true\n  may_reopen: [lead]"


class Desk:
    """Those steps of the house that a reopened stage touches, with the reactions between them."""

    def __init__(self, database: Database, galley_yml: Path) -> None:
        write(galley_yml, LEGAL)
        galley_yml.write_text(galley_yml.read_text().replace("channel: review", REVIEW, 1))
        self.database, self.clock, self.jobs = database, HeldClock(), Ordered()
        policies, history, posts = Policies(galley_yml), History(self.clock), Posts(self.jobs, self.clock)
        directory = People(OneWorkspace(), database, self.clock)
        common: dict[str, Any] = {"clock": self.clock, "policies": policies, "people": directory}
        self.cards = Cards(
            **common, posts=posts, channels=Channels(OneWorkspace(), self.clock), permalink=lambda post: post.key,
            links=Links(vault=Vault([new_key()]), policies=policies, base=None),
        )  # fmt: skip
        self.openings = Openings(**common, db=database, history=history, jobs=self.jobs, covering=Covering(Absences()))
        acting: dict[str, Any] = {"db": database, "clock": self.clock, "history": history, "openings": self.openings}
        self.approvals = Approvals(**acting, jobs=self.jobs, threads=Threads(posts))
        self.thoughts = SecondThoughts(**acting)
        self._follow_up = FollowUp(history=history, openings=self.openings, threads=Threads(posts))
        thought = [self.cards.say_second_thought]
        history.follow({StageOpened: [self.cards.ask], ReviewReopened: thought, DecisionTakenBack: thought})

    async def begins(self, title: str, *, beside: Asset | None = None) -> Asset:
        async with self.database.write() as session:
            batch = await session.get_one(Batch, beside.batch_id) if beside else None
            asset, version = await pictured(session, position=2 if beside else 1, batch=batch)
            asset.attributes, asset.search_text = {"title": title}, title
            await self.openings.begin(session, asset, version.id)
        return asset

    async def says(self, asset: Asset, verdict: Verdict) -> None:
        stage_id = f"{(await self.approval(asset)).id}-001"
        answer = Answer(stage_id=stage_id, verdict=verdict, reason="Why")
        assert (await self.approvals.decide([answer], by=LARA)).titles

    async def follows_up(self) -> None:
        for order in [one for one in self.jobs.orders if one.kind == FollowUp.kind]:
            self.jobs.orders.remove(order)
            async with self.database.write() as session:
                await self._follow_up.settle(
                    session, claim(order.subject), order.subject, Receipt(remote_id=order.subject)
                )

    async def approval(self, asset: Asset) -> Approval:
        async with self.database.read() as session:
            return (await session.exec(select(Approval).where(Approval.asset_id == asset.id))).one()

    async def asks(self) -> list[Post]:
        """To Lara, the first one first."""
        asks = [post for post in await self.posts(PostKind.ASK) if post.recipient_id == LARA.person_id]
        return sorted(asks, key=lambda post: int(post.details["round"]))

    async def posts(self, kind: PostKind) -> list[Post]:
        async with self.database.read() as session:
            return list((await session.exec(select(Post).where(Post.kind == kind).order_by(col(Post.id)))).all())


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    await people(database, lara="LARA", leo="LEO", lead="U0LEAD")
    return Desk(database, tmp_path / "galley.yml")


async def rejected(desk: Desk, title: str = "hero", *, beside: Asset | None = None) -> Asset:
    asset = await desk.begins(title, beside=beside)
    await desk.says(asset, Verdict.REJECT)
    await desk.follows_up()
    desk.clock.advance(timedelta(minutes=1))
    return asset


async def test_whoever_is_asked_again_gets_a_message_of_its_own_and_reads_why(desk: Desk) -> None:
    asset = await rejected(desk)

    await desk.thoughts.reopen("hero: Legal because the <!here> licence is new", by=LEAD)

    approval = await desk.approval(asset)
    assert (approval.round, approval.reopened_by) == (2, "U0LEAD")
    first, again = await desk.asks()
    first.ts = "1.1"
    async with desk.database.read() as session:
        before, now = [await desk.cards.render_ask(session, post) for post in (first, again)]
    assert before is not None
    assert now is not None
    assert "asked about hero again, in a newer message" in before.text
    assert "waits for your decision" in now.text
    assert "the &lt;!here&gt; licence is new" in now.text


async def test_the_thread_says_who_had_it_asked_again_and_why(desk: Desk) -> None:
    await rejected(desk)

    await desk.thoughts.reopen("hero because the licence is new", by=LEAD)

    said = [str(line.details) for line in await desk.posts(PostKind.LINE)]
    assert any("*Lead* asks *Legal* again about *hero*" in one and "the licence is new" in one for one in said)


async def test_asked_again_it_has_an_answer_again_and_may_be_asked_once_more(desk: Desk) -> None:
    asset = await rejected(desk)
    await desk.thoughts.reopen("hero", by=LEAD)
    await desk.says(asset, Verdict.REJECT)
    await desk.follows_up()

    await desk.thoughts.reopen("hero", by=LEAD)

    assert (await desk.approval(asset)).round == 3
    assert len(await desk.asks()) == 3


async def test_a_follow_up_says_nothing_of_what_was_taken_back_before_it(desk: Desk) -> None:
    asset = await desk.begins("hero")
    await desk.says(asset, Verdict.APPROVE)
    await desk.thoughts.take_back(asset.batch_id, by=LARA)

    await desk.follows_up()

    (line,) = await desk.posts(PostKind.LINE)
    assert "took their decision on *hero* back" in str(line.details)


async def test_pictures_of_a_batch_that_are_asked_again_before_somebody_answers_share_one_message(desk: Desk) -> None:
    hero = await rejected(desk)
    harbour = await rejected(desk, "harbour", beside=hero)

    for title in ("hero", "harbour"):
        await desk.thoughts.reopen(title, by=LEAD)

    rounds = {(await desk.approval(one)).round for one in (hero, harbour)}
    assert len(rounds) == 1
    assert [int(post.details["round"]) for post in await desk.asks()][-1:] == list(rounds)
