"""Fills a database with open questions, as if so many pictures waited in review."""

from datetime import UTC, datetime

from bot.db import Database
from bot.migrate import migrate
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.post import Post, PostKind
from tests import reviews

TEAM = "T0SANDBOX"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEATS = {"Design": ["U0DESIGNER1", "U0DESIGNER2", "U0DESIGNER3"], "Brand": ["U0BRAND"]}


async def fill(url: str, count: int) -> list[str]:
    """The database there, made where it is not."""
    migrate(url)
    db = Database(url)
    await db.open()
    stages = await ask(db, count)
    await db.close()
    return stages


async def ask(db: Database, count: int) -> list[str]:
    """One picture a batch, each with a card and an open stage "Design" of three seats. Answers the stages' ids."""
    return [await _ask(db, number) for number in range(count)]


async def _ask(db: Database, number: int) -> str:
    async with db.write() as session:
        batch = Batch(
            team_id=TEAM,
            channel_id="C0INTAKE",
            message_ts=f"1772442000.{number:06}",
            submitter_id="U0UPLOADER",
            origin=Origin.DROP,
            submitted_at=MONDAY,
            checked_at=MONDAY,
        )
        asset = Asset(
            team_id=TEAM,
            batch_id=batch.id,
            position=1,
            submitter_id="U0UPLOADER",
            state=AssetState.IN_REVIEW,
            attributes={"title": f"Picture {number}"},
            created_at=MONDAY,
        )
        version = Version(
            team_id=TEAM,
            asset_id=asset.id,
            file_name=f"picture-{number}.jpg",
            submitter_id="U0UPLOADER",
            submitted_at=MONDAY,
            sha256=f"{number:064}",
            checks=[],
        )
        card = Post(
            team_id=TEAM,
            key=f"card:{batch.id}",
            kind=PostKind.CARD,
            subject_id=batch.id,
            channel_id="C0REVIEW",
            ts=f"1772442001.{number:06}",
            shown="bench",
            created_at=MONDAY,
        )
        for row in (batch, asset, version):
            session.add(row)
            await session.flush()
        session.add(card)
        design, _ = await reviews.ask(session, asset, version, SEATS, at=MONDAY)
    return design
