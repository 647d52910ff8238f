"""An answer in a thread: which batch it belongs to, and which picture of it a new file replaces."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.drop import Drop
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.post import Post, PostKind

REPLACEABLE = frozenset(AssetState) - {AssetState.DUPLICATE}
ANSWERED = (PostKind.CARD, PostKind.RECEIPT, PostKind.ASK, PostKind.OUTCOME)
SHOWN = (*ANSWERED, PostKind.ANNOUNCEMENT)
"""Messages of ours about a batch: those in whose threads a newer file may be posted, and all of them."""

AWAITED = frozenset({AssetState.NEEDS_WORK, AssetState.CHANGES_REQUESTED, AssetState.REJECTED, AssetState.EXPIRED})


@dataclass(frozen=True, kw_only=True)
class Thread:
    """The assets that a newer file posted there may replace, with the names of their files. `batch` is the first of
    those that came with one message.
    """

    batch: Batch
    candidates: tuple[Asset, ...]
    file_names: dict[str, str]

    def asset_for(self, file_name: str) -> Asset | None:
        """The one picture that is meant; None when only a person can tell."""
        if len(self.candidates) == 1:
            return self.candidates[0]
        same_name = [asset for asset in self.candidates if self.file_names[asset.id] == file_name]
        if len(same_name) == 1:
            return same_name[0]
        awaited = [asset for asset in self.candidates if asset.state in AWAITED]
        return awaited[0] if len(awaited) == 1 else None


async def find_thread(session: AsyncSession, drop: Drop) -> Thread | None:
    """The thread of a card, of a receipt, or under the uploader's own message; None where a file starts something."""
    if drop.thread_ts is None or drop.thread_ts == drop.message_ts:
        return None
    batches = await batches_at(session, drop.team_id, drop.channel_id, drop.thread_ts, kinds=ANSWERED)
    return await _read_thread(session, batches)


async def batches_at(
    session: AsyncSession, team_id: str, channel_id: str, ts: str, *, kinds: Sequence[PostKind]
) -> Sequence[Batch]:
    """The one of a card; all of an upload that was too large for one."""
    ours = (
        select(Post.subject_id)
        .where(Post.team_id == team_id, Post.channel_id == channel_id, Post.ts == ts)
        .where(col(Post.kind).in_(kinds))
    )
    theirs = (col(Batch.channel_id) == channel_id) & (col(Batch.message_ts) == ts)
    wanted = select(Batch).where(Batch.team_id == team_id, or_(theirs, col(Batch.id).in_(ours)))
    return (await session.exec(wanted.order_by(col(Batch.part)))).all()


async def batch_at(session: AsyncSession, drop: Drop) -> Batch | None:
    """The batch that began with this very message; the last one, where they are several."""
    here = (Batch.team_id == drop.team_id, Batch.channel_id == drop.channel_id, Batch.message_ts == drop.message_ts)
    return (await session.exec(select(Batch).where(*here).order_by(col(Batch.part).desc()))).first()


async def _read_thread(session: AsyncSession, batches: Sequence[Batch]) -> Thread | None:
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    wanted = (
        select(Asset, Version.file_name)
        .join(Version, current)
        .where(col(Asset.batch_id).in_([batch.id for batch in batches]), col(Asset.state).in_(REPLACEABLE))
        .order_by(col(Asset.position))
    )
    found = (await session.exec(wanted)).all()
    if not found:
        return None
    return Thread(
        batch=batches[0],
        candidates=tuple(asset for asset, _ in found),
        file_names={asset.id: name for asset, name in found},
    )
