"""A picture that nobody may decide waits, and the admins hear of all that waits for one reason once a day."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.absences import Absences
from bot.approval.covering import Covering
from bot.approval.openings import Openings
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.people import People
from models.approval import Approval
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.history import Entry
from models.person import Person
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

TEAM = "T1"
BEA = "U0BRAND"
DANA = "U0DESIGN"


@pytest.fixture
def openings(database: Database, clock: HeldClock, jobs: Ordered) -> Openings:
    return Openings(
        db=database,
        clock=clock,
        history=History(clock),
        policies=Policies(Path("galley.yml")),
        people=People(OneWorkspace(), database, clock),
        jobs=jobs,
        covering=Covering(Absences()),
    )


async def pictures_in_review(database: Database, *, by: str, count: int = 1, channel_id: str = "C1") -> list[Asset]:
    batch = Batch(team_id=TEAM, channel_id=channel_id, submitter_id=by, origin=Origin.DROP, submitted_at=NOON)
    assets = [
        Asset(team_id=TEAM, batch_id=batch.id, position=position, submitter_id=by, created_at=NOON)
        for position in range(1, count + 1)
    ]
    async with database.write() as session:
        session.add(batch)
        await session.flush()
        for asset in assets:
            asset.state = AssetState.IN_REVIEW
            session.add(asset)
            await session.flush()
            session.add(
                Version(team_id=TEAM, asset_id=asset.id, file_name="hero.jpg", submitter_id=by, submitted_at=NOON)
            )
    return assets


async def people(database: Database, **handles: str) -> None:
    async with database.write() as session:
        for handle, slack_id in handles.items():
            name = handle.title()
            session.add(Person(team_id=TEAM, slack_id=slack_id, handle=handle, name=name, read_at=NOON))


async def troubles(database: Database) -> list[str]:
    async with database.read() as session:
        entries = (await session.exec(select(Entry).order_by(Entry.number))).all()
    return [entry.details["sentence"] for entry in entries if entry.event == "TroubleFound"]


async def test_the_same_trouble_is_written_down_once_a_day(
    database: Database, openings: Openings, clock: HeldClock
) -> None:
    await pictures_in_review(database, by="U0")

    await openings.retry()
    await openings.retry()
    [told] = await troubles(database)
    assert told == (
        "Stage Design has nobody who may decide on 1 picture. Slack does not know designer1, designer2, designer3. "
        "Name its approvers in galley.yml."
    )

    clock.advance(timedelta(days=1))
    await openings.retry()
    assert len(await troubles(database)) == 2


async def test_an_upload_by_the_only_approver_is_one_message_with_the_reason(
    database: Database, openings: Openings
) -> None:
    await people(database, designer1=DANA, brand=BEA)
    await pictures_in_review(database, by=BEA, count=7)
    await pictures_in_review(database, by=BEA, channel_id="C2")

    await openings.retry()

    [told] = await troubles(database)
    assert told == (
        "Stage Brand has nobody who may decide on 8 pictures: the only approver, Brand, brought them. "
        "Name another one in galley.yml or set review.self_approval."
    )


async def test_whoever_else_uploads_is_told_of_apart(database: Database, openings: Openings) -> None:
    await people(database, designer1=DANA, brand=BEA)
    await pictures_in_review(database, by=BEA)
    await pictures_in_review(database, by=DANA, channel_id="C2")

    await openings.retry()

    assert [sentence.partition(" has")[0] for sentence in await troubles(database)] == ["Stage Brand", "Stage Design"]


async def test_what_waits_is_looked_at_again_a_moment_later_and_begins_once_it_can(
    database: Database, openings: Openings, jobs: Ordered
) -> None:
    await people(database, brand=BEA)
    [asset] = await pictures_in_review(database, by="U0")
    async with database.write() as session:
        version = (await session.exec(select(Version))).one()
        await openings.begin(session, await session.get_one(Asset, asset.id), version.id)
    assert [order.kind for order in jobs.orders] == ["approval.retry"]

    await people(database, designer1=DANA)
    await openings.retry()

    assert await troubles(database) == []
    async with database.read() as session:
        assert (await session.exec(select(Approval.asset_id))).all() == [asset.id]
