"""A stage that waits for a hand alone: whoever leads is told once, finds it in App Home, and is reminded."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import hands
from bot.approval.at_hand import AtHand
from bot.approval.by_hand import ByHand
from bot.approval.leading import Leading
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.reminders.flow import Reminders
from bot.reminders.views import ReminderTexts
from bot.slack.parts import Message
from bot.slack.people import People
from bot.slack.posts import Posts
from models.approval import Approval, Stage
from models.events import PolicyAdopted, StageAtHand, StageCalled, StageSettled
from models.history import Entry
from models.post import Post, PostKind
from models.review.words import Outcome
from tests.bot.approval.questions import TEAM
from tests.bot.approval.test_opening_by_hand import LEAD, actor, by_hand, openings, waits  # noqa: F401
from tests.bot.approval.test_openings import BEA
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

DAYS = timedelta(days=4)


async def nothing(session: AsyncSession, team_id: str, waits: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    del session, team_id, waits
    return set()


class Desk:
    def __init__(self, database: Database, clock: HeldClock, by_hand: ByHand, galley_yml: Path) -> None:  # noqa: F811
        self.database, self.clock, self.by_hand, self.galley_yml = database, clock, by_hand, galley_yml
        self.policies, history, posts = Policies(galley_yml), History(clock), Posts(Ordered(), clock)
        policies = self.policies
        people = People(OneWorkspace(), database, clock)
        self.at_hand = AtHand(
            clock=clock, history=history, policies=policies, leading=Leading(policies=policies, people=people),
            posts=posts, permalink=lambda post: post.key,
        )  # fmt: skip
        self.reminders = Reminders(
            db=database, clock=clock, history=history, posts=posts, people=people, policies=policies, held=nothing
        )
        self.texts = ReminderTexts(clock=clock, permalink=lambda post: post.key)
        history.follow({StageAtHand: [self.at_hand.tell_leads, self.reminders.plan_hand]})

    async def settles(self, stage_id: str) -> None:
        """What the follow-up of the click before it tells; once more, as after a crash."""
        approval_id = stage_id.rpartition("-")[0]
        for _ in range(2):
            async with self.database.write() as session:
                approval = await session.get_one(Approval, approval_id)
                settled = StageSettled(
                    team_id=TEAM, asset_id=approval.asset_id, batch_id="", approval_id=approval_id, stage_id="",
                    stage="Design", outcome=Outcome.APPROVED,
                )  # fmt: skip
                await self.at_hand.notice(session, settled)

    async def posts(self, kind: PostKind) -> list[Post]:
        async with self.database.read() as session:
            return list((await session.exec(select(Post).where(Post.kind == kind))).all())

    async def lead_is(self, handle: str) -> None:
        written = Path("galley.yml").read_text().replace("  lead: lead #", f"  lead: {handle} #")
        self.galley_yml.write_text(written)
        self.policies.reload()
        async with self.database.write() as session:
            await self.at_hand.follow(session, PolicyAdopted(team_id=TEAM, digest=self.policies.digest))

    async def told(self, reader: str = LEAD) -> Message | None:
        (post,) = [one for one in await self.posts(PostKind.HAND) if one.recipient_id == reader]
        async with self.database.read() as session:
            return await self.at_hand.render(session, post)

    async def waiting(self, person_id: str = LEAD) -> list[str]:
        async with self.database.read() as session:
            return [stage.id for stage, _ in await hands.waiting_on(session, TEAM, person_id)]


@pytest.fixture
def desk(database: Database, clock: HeldClock, by_hand: ByHand, tmp_path: Path) -> Desk:  # noqa: F811
    galley_yml = tmp_path / "galley.yml"
    galley_yml.write_text(Path("galley.yml").read_text())
    return Desk(database, clock, by_hand, galley_yml)


async def test_the_lead_is_told_once_with_the_button_and_finds_it_in_home(desk: Desk) -> None:
    brand = await waits(desk.database)

    await desk.settles(brand)

    (post,) = await desk.posts(PostKind.HAND)
    assert post.recipient_id == LEAD
    message = await desk.told()
    assert message is not None
    assert "hero waits for you to open Brand" in message.text
    assert "approval.open.1" in str(message.to_json())
    assert await desk.waiting() == [brand]
    assert await desk.waiting("U0ADMIN") == []
    async with desk.database.read() as session:
        assert len((await session.exec(select(Entry).where(Entry.event == "StageAtHand"))).all()) == 1


async def test_once_it_is_open_nothing_waits_for_them(desk: Desk) -> None:
    brand = await waits(desk.database)
    await desk.settles(brand)

    await desk.by_hand.open([brand], by=actor(LEAD))

    assert await desk.told() is None  # they have not read of it yet
    assert await desk.waiting() == []


async def test_another_lead_is_told_once_and_the_one_before_reads_that_it_is_not_theirs_any_more(desk: Desk) -> None:
    brand = await waits(desk.database)
    await desk.settles(brand)
    async with desk.database.write() as session:
        (await session.exec(select(Post))).one().ts = "1"

    for _ in range(2):
        await desk.lead_is("brand")

    theirs, mine = await desk.told(BEA), await desk.told(LEAD)
    assert theirs is not None
    assert mine is not None
    assert "hero waits for you to open Brand" in theirs.text
    assert "does not wait for your hand any more" in mine.text
    assert (await desk.waiting(BEA), await desk.waiting(LEAD)) == ([brand], [])
    async with desk.database.read() as session:
        assert len((await session.exec(select(Entry).where(Entry.event == "StageAtHand"))).all()) == 2
    desk.clock.advance(DAYS)
    await desk.reminders.send_due()
    assert {post.recipient_id for post in await desk.posts(PostKind.REMINDER)} == {BEA}


async def test_where_nobody_can_be_found_who_leads_it_stays_with_whoever_did(desk: Desk) -> None:
    brand = await waits(desk.database)
    await desk.settles(brand)

    await desk.lead_is("stranger")

    assert await desk.waiting() == [brand]


async def test_what_is_before_it_is_waited_for_first(desk: Desk) -> None:
    brand = await waits(desk.database)
    async with desk.database.write() as session:
        design = (await session.exec(select(Stage).where(Stage.name == "Design"))).one()
        design.outcome, design.settled_at = Outcome.PENDING, None

    await desk.settles(brand)

    assert await desk.posts(PostKind.HAND) == []


async def test_they_are_reminded_up_the_ladder_until_it_is_open(desk: Desk) -> None:
    brand = await waits(desk.database)
    await desk.settles(brand)

    desk.clock.advance(DAYS)
    await desk.reminders.send_due()

    (post,) = await desk.posts(PostKind.REMINDER)
    async with desk.database.read() as session:
        message = await desk.texts.render(session, post)
    assert message is not None
    assert "still waits for you to open Brand" in message.text


async def test_whoever_has_opened_it_is_reminded_no_more(desk: Desk) -> None:
    brand = await waits(desk.database)
    await desk.settles(brand)
    await desk.by_hand.open([brand], by=actor(LEAD))
    async with desk.database.write() as session:
        called = StageCalled(
            team_id=TEAM, batch_id="", stage_id=brand, stage="Brand", review_id="", approval_id="", first=1, facts=()
        )
        await desk.reminders.forget(session, called)

    desk.clock.advance(DAYS)
    await desk.reminders.send_due()

    assert await desk.posts(PostKind.REMINDER) == []
