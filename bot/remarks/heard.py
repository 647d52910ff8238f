"""What was written where, and the card below which it stands, read for the person who wrote it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack.actor import Actor
from bot.turns import open_for
from models.approval import Seat, Stage
from models.asset import Asset, Version
from models.post import Post, PostKind
from models.remark import Remark, Shown


@dataclass(frozen=True, kw_only=True)
class Heard:
    ts: str
    thread_ts: str
    words: str  # as Slack brings them, marked up
    at: datetime


async def card_at(session: AsyncSession, heard: Heard, by: Actor) -> Post | None:
    """The card below which it was written; None where it was written elsewhere."""
    here = (Post.team_id == by.team_id, Post.channel_id == by.channel_id, Post.ts == heard.thread_ts)
    return (await session.exec(select(Post).where(*here, Post.kind == PostKind.CARD))).first()


async def read_shown(
    session: AsyncSession, batch_id: str, person_id: str, *, at: datetime | None = None
) -> Sequence[Shown]:
    """The pictures of a card, and which of them wait for this person. What was written `at` some moment is about no
    question that was put later.
    """
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    wanted = select(Asset, Version).join(Version, current).where(Asset.batch_id == batch_id)
    waiting = await _waiting(session, batch_id, person_id, at)
    found = (await session.exec(wanted.order_by(col(Asset.position)))).all()
    return [_shown(asset, version, waiting.get(version.id)) for asset, version in found]


async def _waiting(session: AsyncSession, batch_id: str, person_id: str, at: datetime | None) -> dict[str, Stage]:
    """By version. Where somebody has said that they only remark, nothing is made of their words."""
    wanted = (
        select(Stage)
        .join(Seat, col(Seat.stage_id) == Stage.id)
        .join(Version, col(Version.id) == Stage.version_id)
        .join(Asset, col(Asset.id) == Version.asset_id)
        .where(Asset.batch_id == batch_id, *open_for(person_id))
    )
    remarks = select(Remark.stage_id).where(Remark.stage_id == Stage.id, Remark.person_id == person_id)
    asked = (await session.exec(wanted.where(~remarks.exists()))).all()
    return {stage.version_id: stage for stage in asked if at is None or (stage.opened_at and stage.opened_at <= at)}


def _shown(asset: Asset, version: Version, stage: Stage | None) -> Shown:
    return Shown(
        number=asset.position,
        title=asset.title,
        file_name=version.file_name,
        version=version.number,
        stage_id=stage.id if stage else "",
        stage=stage.name if stage else "",
    )
