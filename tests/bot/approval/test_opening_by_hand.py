"""A stage that waits for a hand: opened once, by whoever leads, and then asked as any other."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.approval.by_hand import ByHand
from bot.approval.keeping import begin, keep
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.booking import write_out
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.people import People
from bot.slack.posts import Posts
from models.approval import Stage
from models.history import Entry
from models.post import Post, PostKind
from models.projection import stage_id
from models.review.words import Opening
from models.review.workflow import StageRules, Workflow, in_order
from tests import reviews
from tests.bot.approval.questions import TEAM, pictured
from tests.bot.approval.test_openings import BEA, DANA, openings, people  # noqa: F401  a fixture among them
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

LEAD, ADMIN = "U0LEAD", "U0ADMIN"


@pytest.fixture
async def by_hand(database: Database, clock: HeldClock, jobs: Ordered, openings: Openings) -> ByHand:  # noqa: F811
    await people(database, designer1=DANA, brand=BEA, lead=LEAD, admin=ADMIN)
    history, policies = History(clock), Policies(Path("galley.yml"))
    directory = People(OneWorkspace(), database, clock)
    roles = Roles(db=database, history=history, policies=policies, people=directory)
    threads = Threads(Posts(jobs, clock))
    return ByHand(db=database, clock=clock, history=history, roles=roles, openings=openings, threads=threads)


async def waits(database: Database) -> str:
    """The id of a stage that waits for a hand, beside the one that is asked before it."""
    rules = (StageRules(name="Design"), StageRules(name="Brand", opens=Opening.HAND))
    async with database.write() as session:
        asset, version = await pictured(session)
        asset.attributes = {"title": "hero"}
        first = reviews.begun(version, asked=Workflow(steps=in_order(*rules)))
        await begin(session, first, opened=reviews.row_of(asset))
        await keep(session, reviews.opened(first.told, {"Design": [DANA]}), click_id="")
        await write_out(session)
        await reviews.say(session, version.id, "Design", DANA)
    return stage_id(first.after, "Brand")


@pytest.mark.parametrize("who", [LEAD, ADMIN])
async def test_whoever_leads_opens_it_and_its_people_are_asked(database: Database, by_hand: ByHand, who: str) -> None:
    brand = await waits(database)
    assert (await stage(database, brand)).called_at is None

    await by_hand.open([brand], by=actor(who))

    assert (await stage(database, brand)).is_open
    assert await told(database) == [("StageCalled", who), ("StageOpened", None)]
    assert await said(database, PostKind.LINE) == [f"{'Lead' if who == LEAD else 'Admin'} opened Brand for hero."]


async def test_the_second_click_asks_nobody_again_and_is_told_so(database: Database, by_hand: ByHand) -> None:
    brand = await waits(database)
    await by_hand.open([brand], by=actor(LEAD))

    await by_hand.open([brand], by=actor(ADMIN))

    assert await told(database) == [("StageCalled", LEAD), ("StageOpened", None), ("DeedRefused", ADMIN)]
    [sentence] = await said(database, PostKind.WHISPER)
    assert "Brand has been opened already" in sentence


async def test_others_read_who_may(database: Database, by_hand: ByHand) -> None:
    brand = await waits(database)

    await by_hand.open([brand], by=actor(DANA))
    await by_hand.open([brand], by=Actor(team_id="T2", person_id=LEAD, channel_id="C1"))

    assert not (await stage(database, brand)).is_open
    mine, elsewhere = sorted(await said(database, PostKind.WHISPER), reverse=True)
    assert "This question is no longer open" in mine + elsewhere
    assert "This is not for you to do; Lead may." in mine + elsewhere
    assert await told(database) == [("DeedRefused", DANA)]


def actor(person_id: str) -> Actor:
    return Actor(team_id=TEAM, person_id=person_id, channel_id="C1")


async def stage(database: Database, row_id: str) -> Stage:
    async with database.read() as session:
        return (await session.exec(select(Stage).where(Stage.id == row_id))).one()


async def told(database: Database) -> list[tuple[str, str | None]]:
    async with database.read() as session:
        return [(one.event, one.actor_id) for one in await session.exec(select(Entry).order_by(col(Entry.number)))]


async def said(database: Database, kind: PostKind) -> list[str]:
    async with database.read() as session:
        return [one.details["text"].strip() for one in await session.exec(select(Post).where(Post.kind == kind))]
