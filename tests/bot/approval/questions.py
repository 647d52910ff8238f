"""A picture about which people are asked, and the flow that takes their answers."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.review.words import Rule
from models.review.workflow import Workflow
from tests import reviews
from tests.clocks import MONDAY_NOON as NOON

TEAM, SUBMITTER = "T1", "U0"


async def pictured(session: AsyncSession, *, position: int = 1, batch: Batch | None = None) -> tuple[Asset, Version]:
    batch = batch or Batch(team_id=TEAM, channel_id="C1", submitter_id=SUBMITTER, origin=Origin.DROP, submitted_at=NOON)
    asset = Asset(team_id=TEAM, batch_id=batch.id, position=position, submitter_id=SUBMITTER, created_at=NOON)
    asset.state = AssetState.IN_REVIEW
    version = Version(
        team_id=TEAM, asset_id=asset.id, file_name="hero.jpg", submitter_id=SUBMITTER, submitted_at=NOON,
        sha256=asset.id,
    )  # fmt: skip
    for row in (batch, asset, version):
        session.add(row)
        await session.flush()
    return asset, version


async def asked(
    database: Database, seats: reviews.Seats, *, rule: Rule = Rule.ANY, order: Workflow | None = None
) -> tuple[Asset, Version, list[str]]:
    """Answers also the ids of its stages, of which the first is open, or what `order` begins with."""
    async with database.write() as session:
        asset, version = await pictured(session)
        stages = await reviews.ask(session, asset, version, seats, rule=rule, order=order)
    return asset, version, stages
