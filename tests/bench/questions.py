"""Fills a database with open questions, as if so many pictures waited in review."""

from datetime import UTC, datetime, timedelta

from bot.db import Database
from bot.migrate import migrate
from models.approval import Approval, Rule, Seat, Stage
from models.asset import Asset, AssetState, Version
from models.batch import Batch, Origin
from models.post import Post, PostKind

TEAM = "T0SANDBOX"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


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
        approval = Approval(
            team_id=TEAM, asset_id=asset.id, version_id=version.id, policy_digest="bench", opened_at=MONDAY
        )
        design, brand = (_stage(approval, version, name, place) for place, name in enumerate(("Design", "Brand"), 1))
        design.open(at=MONDAY, due_at=MONDAY + timedelta(hours=8))
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
        for row in (batch, asset, version, approval, design, brand):
            session.add(row)
            await session.flush()
        seats = [("U0DESIGNER1", design), ("U0DESIGNER2", design), ("U0DESIGNER3", design), ("U0BRAND", brand)]
        session.add_all([Seat(stage_id=stage.id, person_id=one) for one, stage in seats])
        session.add(card)
    return design.id


def _stage(approval: Approval, version: Version, name: str, position: int) -> Stage:
    return Stage(
        approval_id=approval.id,
        version_id=version.id,
        submitter_id="U0UPLOADER",
        position=position,
        name=name,
        rule=Rule.ANY,
        needed=1,
        due_in=timedelta(hours=8),
    )
