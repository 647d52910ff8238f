"""A picture that nobody may decide waits, and its trouble is told once a day however often it is met."""

from datetime import timedelta
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import select

from bot.approval.openings import Openings
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.people import People
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.history import Entry
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

TEAM = "T1"


async def an_asset_in_review(database: Database) -> None:
    batch = Batch(team_id=TEAM, channel_id="C1", submitter_id="U0", origin=Origin.DROP, submitted_at=NOON)
    asset = Asset(team_id=TEAM, batch_id=batch.id, position=1, submitter_id="U0", created_at=NOON)
    asset.state = AssetState.IN_REVIEW
    version = Version(team_id=TEAM, asset_id=asset.id, file_name="hero.jpg", submitter_id="U0", submitted_at=NOON)
    for row in (batch, asset, version):
        async with database.write() as session:
            session.add(row)


async def troubles(database: Database) -> list[str]:
    async with database.read() as session:
        return [entry.event for entry in (await session.exec(select(Entry))).all()]


async def test_the_same_trouble_is_written_down_once_a_day(database: Database) -> None:
    clock = HeldClock()
    openings = Openings(
        db=database,
        clock=clock,
        history=History(clock),
        policies=Policies(Path("galley.yml")),
        people=People(AsyncWebClient(), database, clock),
    )
    await an_asset_in_review(database)

    await openings.retry()
    await openings.retry()
    once = len(await troubles(database))
    clock.advance(timedelta(days=1))
    await openings.retry()

    assert set(await troubles(database)) == {"TroubleFound"}
    assert len(await troubles(database)) == 2 * once
    assert once == len({"Design", "Brand"})
