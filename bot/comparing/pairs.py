"""Two versions of one picture, or of two that look alike, read together with what is known of them side by side."""

from dataclasses import dataclass

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.roles import sees_others
from bot.slack.actor import Actor
from models.approval import Approval, Decision, Seat, Stage
from models.asset import Asset, Version
from models.comparison import Comparison
from models.picture import Picture, PictureKind
from models.review.words import Outcome, Verdict


@dataclass(frozen=True, kw_only=True)
class Pair:
    """`neighbours`: how many pictures are on their card. `other`: whose version the older one is, if not of `asset`."""

    asset: Asset
    older: Version
    newer: Version
    neighbours: int
    other: Asset | None = None


async def read_pair(session: AsyncSession, team_id: str, asset_id: str, older: int, newer: int) -> Pair | None:
    """By the numbers of the versions. None where one of them is not there, or is another workspace's."""
    asset = await of_team(session, Asset, team_id, asset_id)
    if asset is None:
        return None
    wanted = select(Version).where(Version.asset_id == asset.id, col(Version.number).in_((older, newer)))
    by_number = {version.number: version for version in await session.exec(wanted)}
    if len(by_number) < 2 or older < 1:  # noqa: PLR2004 - a pair; and a candidate has no number yet
        return None
    neighbours = await _neighbours(session, asset)
    return Pair(asset=asset, older=by_number[older], newer=by_number[newer], neighbours=neighbours)


async def read_beside(session: AsyncSession, team_id: str, older_id: str, newer_id: str) -> Pair | None:
    """By the versions' ids, whosever they are. None where one is not there, or is another workspace's."""
    wanted = select(Version, Asset).join(Asset, col(Asset.id) == Version.asset_id).where(Version.team_id == team_id)
    found = await session.exec(wanted.where(col(Version.id).in_((older_id, newer_id)), col(Version.number) > 0))
    by_id = {version.id: (version, asset) for version, asset in found}
    if older_id not in by_id or newer_id not in by_id or older_id == newer_id:
        return None
    (older, other), (newer, asset) = by_id[older_id], by_id[newer_id]
    return Pair(
        asset=asset,
        older=older,
        newer=newer,
        neighbours=await _neighbours(session, asset),
        other=other if other.id != asset.id else None,
    )


async def pair_of(session: AsyncSession, comparison: Comparison) -> Pair:
    pair = await read_beside(session, comparison.team_id, comparison.older_id, comparison.newer_id)
    assert pair is not None  # noqa: S101 - versions are never deleted
    return pair


async def _neighbours(session: AsyncSession, asset: Asset) -> int:
    beside = select(func.count()).select_from(Asset).where(Asset.batch_id == asset.batch_id)
    return (await session.exec(beside)).one()


async def comparison_of(session: AsyncSession, pair: Pair) -> Comparison | None:
    same = (Comparison.older_id == pair.older.id, Comparison.newer_id == pair.newer.id)
    wanted = select(Comparison).where(Comparison.team_id == pair.asset.team_id, *same)
    return (await session.exec(wanted)).first()


async def picture_of(session: AsyncSession, comparison: Comparison) -> Picture | None:
    """Once it has been made."""
    mine = (Picture.kind == PictureKind.COMPARISON, Picture.subject_id == comparison.id)
    return (await session.exec(select(Picture).where(Picture.batch_id == comparison.batch_id, *mine))).first()


async def refused_before(session: AsyncSession, asset_id: str, version_id: str) -> int | None:
    """The number of the last version that somebody has refused, unless one was approved since. One voice is enough: a
    quick uploader brings the next version before its stage has settled.
    """
    refusals = select(Decision.id).join(Stage, col(Stage.id) == Decision.stage_id)
    is_no = col(Decision.verdict).in_([verdict for verdict in Verdict if not verdict.is_yes])
    is_refused = refusals.where(Stage.approval_id == Approval.id, is_no).exists()
    wanted = (
        select(Version.number, Approval.outcome)
        .join(Version, col(Version.id) == Approval.version_id)
        .where(Approval.asset_id == asset_id, Version.id != version_id)
        .where(is_refused | (col(Approval.outcome) == Outcome.APPROVED))
    )
    number, outcome = (await session.exec(wanted.order_by(col(Approval.round).desc()).limit(1))).first() or (None, None)
    return None if outcome is Outcome.APPROVED else number


async def may_see(session: AsyncSession, who: Actor, asset: Asset) -> bool:
    """A guest sees what they brought or are asked about."""
    if await sees_others(session, who):
        return True
    seats = (
        select(Seat.person_id)
        .join(Stage, col(Stage.id) == Seat.stage_id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .where(
            Approval.asset_id == asset.id, or_(*(one == who.person_id for one in (Seat.person_id, Seat.substitute_id)))
        )
    )
    brought = select(Version.id).where(Version.asset_id == asset.id, Version.submitter_id == who.person_id)
    wanted = select(Asset.id).where(Asset.id == asset.id, or_(seats.exists(), brought.exists()))
    return (await session.exec(wanted)).first() is not None
