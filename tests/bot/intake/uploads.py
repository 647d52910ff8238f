"""Uploads as the intake keeps them, without Slack: what a test needs of batches, assets and versions."""

from bot.db import Database
from models.asset import CANDIDATE, Asset, AssetState, Version
from models.batch import Batch, Origin
from tests.clocks import MONDAY_NOON as NOON

TEAM, CHANNEL, PERSON = "T1", "C1", "U1"


def batch(*, message_ts: str = "1.1", part: int = 1) -> Batch:
    return Batch(
        team_id=TEAM, channel_id=CHANNEL, message_ts=message_ts, part=part, submitter_id=PERSON, origin=Origin.DROP,
        submitted_at=NOON,
    )  # fmt: skip


def asset(of: Batch, position: int, *, state: AssetState = AssetState.CHECKING) -> Asset:
    made = Asset(team_id=TEAM, batch_id=of.id, position=position, submitter_id=PERSON, state=state, created_at=NOON)
    made.describe({"title": f"picture {position}"}, file_name=f"{position}.jpg")
    return made


def version(of: Asset, *, sha256: str | None = None, number: int = 1) -> Version:
    return Version(
        team_id=TEAM, asset_id=of.id, number=number, file_name=f"{of.position}.jpg", submitter_id=PERSON,
        submitted_at=NOON, sha256=sha256, size_bytes=10,
    )  # fmt: skip


def candidate(of: Asset, *, sha256: str | None = None) -> Version:
    return version(of, sha256=sha256, number=CANDIDATE)


async def keep(database: Database, *rows: Batch | Asset | Version) -> None:
    for row in rows:
        async with database.write() as session:
            session.add(row)
