"""Which pictures are to be asked about, and how far their approvals have come."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Approval, Decision, Stage
from models.asset import Asset, AssetState, Version
from models.events import VersionReady
from models.review.words import Outcome

MOST = 100  # at a time


async def unasked(session: AsyncSession) -> Sequence[tuple[Asset, Version]]:
    """In review, and nobody can be found who may decide."""
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    wanted = (
        select(Asset, Version)
        .join(Version, current)
        .outerjoin(Approval, col(Approval.version_id) == Version.id)
        .where(Asset.state == AssetState.IN_REVIEW, col(Approval.id).is_(None))
        .order_by(col(Asset.id))
        .limit(MOST)
    )
    return [(asset, version) for asset, version in await session.exec(wanted)]


async def called(session: AsyncSession, *, before: datetime) -> Sequence[tuple[Asset, str]]:
    """With its review: a stage whose turn came a while ago, and whose people could not be found."""
    waits = select(Stage.approval_id).where(col(Stage.called_at) <= before, col(Stage.opened_at).is_(None))
    wanted = (
        select(Asset, Approval.review_id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .where(col(Approval.id).in_(waits), Approval.outcome == Outcome.PENDING)
        .order_by(col(Asset.id))
        .limit(MOST)
    )
    return [(asset, review_id) for asset, review_id in await session.exec(wanted)]


async def latest_review(session: AsyncSession, asset_id: str) -> str | None:
    """Of the version that was asked about last."""
    wanted = (
        select(Approval.review_id)
        .join(Version, col(Version.id) == Approval.version_id)
        .where(Approval.asset_id == asset_id)
        .order_by(col(Version.number).desc())
    )
    return (await session.exec(wanted.limit(1))).first()


async def policy_digest(session: AsyncSession, approval_id: str) -> str:
    """Of the policy that was in force when it opened."""
    return (await session.exec(select(Approval.policy_digest).where(Approval.id == approval_id))).one()


async def next_round(session: AsyncSession, batch_id: str) -> int:
    """A picture joins its neighbours until somebody answers or nobody is asked any more; later ones are a question of
    their own, which rings, and has an answer of its own.
    """
    here = col(Approval.asset_id).in_(select(Asset.id).where(Asset.batch_id == batch_id))
    latest = (await session.exec(select(func.max(Approval.round)).where(here))).one() or 1
    is_new = col(Approval.reopened_at).is_(None) | (col(Decision.decided_at) >= col(Approval.reopened_at))
    is_answered = select(Decision.id).where(Decision.stage_id == Stage.id, is_new).exists()
    is_recalled = (col(Stage.outcome) == Outcome.WITHDRAWN) & col(Stage.settled_by).is_not(None)
    is_over = is_answered | is_recalled | (col(Approval.outcome) == Outcome.EXPIRED)
    over = select(Approval.id).join(Stage, col(Stage.approval_id) == Approval.id)
    over = over.where(here, Approval.round == latest, is_over)
    return latest if (await session.exec(over.limit(1))).first() is None else latest + 1


async def was_asked_before(session: AsyncSession, ready: VersionReady) -> bool:
    """Whether an earlier version of the picture was."""
    earlier = (Approval.asset_id == ready.asset_id, Approval.version_id != ready.version_id)
    return (await session.exec(select(Approval.id).where(*earlier).limit(1))).first() is not None


async def is_being_asked(session: AsyncSession, batch_id: str) -> bool:
    """Whether another picture of the batch still waits for its answer; what was given up waits for an admin."""
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    is_being_checked = (col(Asset.state) == AssetState.CHECKING) & col(Version.given_up).is_(None)
    is_in_review = col(Asset.state) == AssetState.IN_REVIEW
    wanted = select(Asset.id).join(Version, current).where(Asset.batch_id == batch_id, is_being_checked | is_in_review)
    return (await session.exec(wanted.limit(1))).first() is not None


async def latest_rounds(session: AsyncSession, batch_id: str) -> dict[str, int]:
    """By uploader: the last round in which a picture was asked about that is theirs as it is now."""
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    asked = (
        select(Version.submitter_id, func.max(Approval.round))
        .join(Asset, current)
        .join(Approval, col(Approval.version_id) == Version.id)
        .where(Asset.batch_id == batch_id)
        .group_by(Version.submitter_id)
    )
    return dict((await session.exec(asked)).all())
