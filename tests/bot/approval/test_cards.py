"""Whom the card's neighbours reach, and when: asks after the card, outcomes to each uploader."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.cards import PATIENCE, Cards, card_key
from bot.db import Database
from bot.galley_yml import Policies
from bot.links import Links
from bot.slack.channels import Channels
from bot.slack.people import People
from bot.slack.posts import Posts
from bot.vault import Vault, new_key
from models.approval import Approval
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.events import ApprovalSettled, NotPosted, Posted, StageOpened, VersionReady
from models.person import Person
from models.post import Post, PostKind
from tests import reviews
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

TEAM, DANA, UMA, BEN = "T1", "U0DANA", "U0UMA", "U0BEN"


@pytest.fixture
def cards(database: Database, jobs: Ordered) -> Cards:
    clock, workspaces = HeldClock(), OneWorkspace()
    policies = Policies(Path("galley.yml"))
    return Cards(
        clock=clock,
        policies=policies,
        posts=Posts(jobs, clock),
        people=People(workspaces, database, clock),
        channels=Channels(workspaces, clock),
        permalink=lambda post: post.key,
        links=Links(vault=Vault([new_key()]), policies=policies, base=None),
    )


async def asked(database: Database, *uploaders: str) -> tuple[Batch, list[str]]:
    """A batch with a picture of each, and their first stages. All are approved, and not told of yet."""
    batch = Batch(team_id=TEAM, channel_id="C1", submitter_id=UMA, origin=Origin.DROP, submitted_at=NOON)
    stages: list[str] = []
    async with database.write() as session:
        session.add(Person(team_id=TEAM, slack_id=DANA, handle="dana", name="Dana", read_at=NOON))
        session.add(batch)
        await session.flush()
        for position, uploader in enumerate(uploaders, start=1):
            stages.append(await _one(session, batch, position, uploader))
    return batch, stages


async def _one(session: AsyncSession, batch: Batch, position: int, uploader: str) -> str:
    asset = Asset(team_id=TEAM, batch_id=batch.id, position=position, submitter_id=UMA, created_at=NOON)
    asset.state = AssetState.APPROVED
    brought: dict[str, Any] = {"team_id": TEAM, "submitter_id": uploader, "submitted_at": NOON}
    version = Version(asset_id=asset.id, file_name="hero.jpg", sha256=asset.id, **brought)
    session.add(asset)
    await session.flush()
    session.add(version)
    (design,) = await reviews.ask(session, asset, version, {"Design": [DANA]})
    await reviews.say(session, version.id, "Design", DANA)
    return design


def opened(batch: Batch, stage_id: str) -> StageOpened:
    approval_id, _, position = stage_id.rpartition("-")
    return StageOpened(
        team_id=TEAM, batch_id=batch.id, stage_id=stage_id, stage="Design", position=int(position), approvers=(DANA,),
        review_id=approval_id, approval_id=approval_id, first=3, facts=(), rule="any", needed=1, names={},
        opened_at=NOON.isoformat(), due_at=NOON.isoformat(),
    )  # fmt: skip


async def a_card(database: Database, batch: Batch, *, ts: str | None, channel_id: str = "review") -> Post:
    card = Post(team_id=TEAM, key=card_key(batch.id), kind=PostKind.CARD, subject_id=batch.id, channel_id=channel_id)
    async with database.write() as session:
        card.ts, card.created_at = ts, NOON
        session.add(card)
    return card


def moments(jobs: Ordered) -> list[datetime | None]:
    return [order.not_before for order in jobs.orders]


@pytest.mark.parametrize(("ts", "wait"), [(None, PATIENCE), ("1.1", timedelta())])
async def test_an_ask_waits_for_its_card_but_not_for_ever(
    database: Database, cards: Cards, jobs: Ordered, ts: str | None, wait: timedelta
) -> None:
    batch, [stage] = await asked(database, UMA)
    await a_card(database, batch, ts=ts)

    async with database.write() as session:
        await cards.ask(session, opened(batch, stage))

    assert moments(jobs) == [NOON + wait]


@pytest.mark.parametrize("is_up", [True, False])
async def test_asks_go_out_as_soon_as_the_card_is_up_or_is_known_to_wait(
    database: Database, cards: Cards, jobs: Ordered, is_up: bool
) -> None:
    batch, [stage] = await asked(database, UMA)
    card = await a_card(database, batch, ts=None)

    async with database.write() as session:
        await cards.ask(session, opened(batch, stage))
        about: dict[str, str] = {"team_id": TEAM, "post_id": card.id, "kind": "card", "subject_id": batch.id}
        await (cards.appeared(session, Posted(**about)) if is_up else cards.kept_out(session, NotPosted(**about)))

    assert moments(jobs) == [NOON + PATIENCE, NOON]


async def test_a_card_that_was_kept_out_goes_where_galley_yml_says_by_now(
    database: Database, cards: Cards, jobs: Ordered
) -> None:
    batch, _ = await asked(database, UMA)
    card = await a_card(database, batch, ts=None, channel_id="C0OLD")

    async with database.write() as session:
        failed = NotPosted(team_id=TEAM, post_id=card.id, kind="card", subject_id=batch.id)
        await cards.kept_out(session, failed)

    assert [order.lane for order in jobs.orders] == [f"slack:{TEAM}:review"]


async def test_each_uploader_hears_once_of_their_own_pictures(database: Database, cards: Cards) -> None:
    batch, stages = await asked(database, UMA, BEN, UMA)

    async with database.write() as session:
        for stage_id in stages:
            settled = ApprovalSettled(
                team_id=TEAM,
                batch_id=batch.id,
                approval_id="",
                version_id=stage_id.rpartition("-")[0],
                outcome="approved",
                settled_at=NOON.isoformat(),
            )
            await cards.tell_outcome(session, settled)

    async with database.read() as session:
        told = (await session.exec(select(Post.recipient_id).where(Post.kind == PostKind.OUTCOME))).all()
    assert sorted(person or "" for person in told) == [BEN, UMA]


async def test_a_new_version_says_in_the_thread_whose_yes_holds(database: Database, cards: Cards) -> None:
    batch, _ = await asked(database, UMA)
    async with database.write() as session:
        asset = (await session.exec(select(Asset))).one()
        first = (await session.exec(select(Version))).one()
        asset.version_number = 2
        second = Version(**first.model_dump() | {"id": "v2", "number": 2, "sha256": "2"})
        session.add(second)
        await reviews.ask(
            session, asset, second, {"Legal": [BEN], "Brand": [DANA]}, order=reviews.workflow("Legal", "Brand")
        )
        await reviews.say(session, "v2", "Legal", BEN)
        (await session.get_one(Approval, "v2")).opened_at = NOON + timedelta(hours=1)  # so it was said before
        await session.flush()

        await cards.show(
            session, VersionReady(team_id=TEAM, asset_id=asset.id, batch_id=batch.id, version_id="v2", number=2)
        )

    (line,) = await lines(database)
    assert "What Legal approved holds; all others are asked again." in line


async def lines(database: Database) -> list[str]:
    async with database.read() as session:
        return [post.details["text"] for post in await session.exec(select(Post).where(Post.kind == PostKind.LINE))]
