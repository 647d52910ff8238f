"""Whose advice is still welcome on which pictures of a card: for words that somebody writes in its thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.keeping import read_reviews
from models.approval import Approval, Stage
from models.asset import Asset, Version
from models.post import Post, PostKind
from models.remark import Remark, Shown
from models.review import Review


async def welcome(
    session: AsyncSession, batch_id: str, person_id: str, *, at: datetime | None = None
) -> Sequence[Shown]:
    """Of those that they advise and have said nothing about yet. What was written `at` some moment is about no stage
    that opened later. Most people were never asked for any, and cost one question by an index.
    """
    were_asked = select(Post.id).where(Post.subject_id == batch_id, Post.kind == PostKind.ADVICE)
    if (await session.exec(were_asked.where(Post.recipient_id == person_id).limit(1))).first() is None:
        return ()
    found = [one for one in await _open_stages(session, batch_id, person_id) if at is None or _is_before(one[0], at)]
    told = await read_reviews(session, [review_id for *_, review_id in found]) if found else {}
    return [
        _shown(stage, asset, version)
        for stage, asset, version, review_id in found
        if _is_welcome(told[review_id].review, stage.name, person_id)
    ]


def _is_welcome(review: Review, name: str, person_id: str) -> bool:
    stage = review.stage(name)
    return person_id in stage.advisers and not any(one.by == person_id for one in stage.advice)


def _is_before(stage: Stage, at: datetime) -> bool:
    return stage.opened_at is not None and stage.opened_at <= at


async def _open_stages(
    session: AsyncSession, batch_id: str, person_id: str
) -> Sequence[tuple[Stage, Asset, Version, str]]:
    """Where they have not said that they only remark."""
    remarks = select(Remark.stage_id).where(Remark.stage_id == Stage.id, Remark.person_id == person_id)
    wanted = (
        select(Stage, Asset, Version, Approval.review_id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .join(Version, col(Version.id) == Approval.version_id)
        .join(Asset, (col(Asset.id) == Version.asset_id) & (col(Asset.version_number) == Version.number))
        .where(Asset.batch_id == batch_id, ~remarks.exists())
        .where(col(Stage.opened_at).is_not(None), col(Stage.settled_at).is_(None))
        .order_by(col(Asset.position), col(Stage.position))
    )
    return (await session.exec(wanted)).all()


def _shown(stage: Stage, asset: Asset, version: Version) -> Shown:
    return Shown(
        number=asset.position,
        title=asset.title,
        file_name=version.file_name,
        version=version.number,
        stage_id=stage.id,
        stage=stage.name,
    )
