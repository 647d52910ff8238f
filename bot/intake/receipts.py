"""Rendering what the uploader sees, from today's truth."""

from collections.abc import Callable

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.intake import views
from bot.intake.candidates import looked_at
from bot.intake.receipt import Twin, Upload, receipt_of
from bot.slack.parts import Message
from bot.suggestions import open_suggestions
from bot.truth import BatchTruth, read_batch
from models.asset import Asset
from models.batch import Batch
from models.post import Post, PostKind


class Receipts:
    def __init__(self, *, policies: Policies, permalink: Callable[[Post], str]) -> None:
        self._policies, self._permalink = policies, permalink

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        truth = await read_batch(session, post.subject_id)
        if truth is None:
            return None
        place = self._permalink(truth.card) if truth.card and truth.card.ts else ""
        twins = await self._twins(session, truth)
        shown = receipt_of(
            truth,
            self._policies.current,
            place=place,
            twins=twins,
            followed=await looked_at(session, truth.batch.id),
            upload=await _upload(session, truth),
            suggested=await open_suggestions(session, [one.asset.id for one in truth.assets]),
        )
        return views.receipt(shown)

    async def render_which_picture(self, session: AsyncSession, post: Post) -> Message | None:
        """The one private question of this step."""
        del session
        choices = [(asset_id, name) for asset_id, name in post.details["choices"]]
        return views.which_picture(post.details["file_name"], choices, post_id=post.id)

    async def _twins(self, session: AsyncSession, truth: BatchTruth) -> dict[str, Twin]:
        ids = [one.asset.duplicate_of for one in truth.assets if one.asset.duplicate_of]
        if not ids:
            return {}
        cards = (col(Post.subject_id) == Asset.batch_id) & (col(Post.kind) == PostKind.CARD)
        wanted = select(Asset, Post).outerjoin(Post, cards).where(col(Asset.id).in_(ids))
        return {
            asset.id: Twin(title=asset.title, place=self._permalink(card) if card and card.ts else "")
            for asset, card in (await session.exec(wanted)).all()
        }


async def _upload(session: AsyncSession, truth: BatchTruth) -> Upload:
    batch = truth.batch
    if batch.message_ts is None:
        return Upload(pictures=len(truth.assets), cards=1)
    of_it = (Batch.team_id == batch.team_id, Batch.channel_id == batch.channel_id, Batch.message_ts == batch.message_ts)
    counted = select(func.count(col(Asset.id)), func.max(Batch.part)).join(Batch, col(Batch.id) == Asset.batch_id)
    pictures, cards = (await session.exec(counted.where(*of_it))).one()
    return Upload(pictures=pictures, cards=cards)
