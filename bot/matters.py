"""What concerns somebody besides the questions to them: each is a message, or is told in their digest."""

from collections.abc import Collection, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Approval, Stage
from models.asset import Asset
from models.post import Post, PostKind
from models.review.words import Outcome

MATTERS = frozenset({PostKind.ADVICE, PostKind.STUCK, PostKind.HAND})
"""Of one stage of a batch, in one round; the details of the message name both."""


async def concerned(session: AsyncSession, post: Post) -> Collection[str]:
    """The pictures that it may be about, as they stand."""
    is_so = (Stage.stuck == post.details["why"],) if "why" in post.details else ()
    unopened = (col(Stage.called_at).is_(None),) if post.kind is PostKind.HAND else ()
    wanted = (
        select(Asset.id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .join(Stage, col(Stage.approval_id) == Approval.id)
        .where(Asset.batch_id == post.subject_id, Asset.team_id == post.team_id)
        .where(Approval.round == post.details["round"], Stage.name == post.details["stage"])
        .where(Approval.outcome == Outcome.PENDING, Stage.outcome == Outcome.PENDING, *is_so, *unopened)
    )
    return set((await session.exec(wanted)).all())


async def unsent(session: AsyncSession, team_id: str, person_id: str) -> Sequence[Post]:
    """What nobody has read as a message yet, the oldest first."""
    theirs = (Post.team_id == team_id, Post.recipient_id == person_id, col(Post.kind).in_(MATTERS))
    wanted = select(Post).where(*theirs, col(Post.ts).is_(None), ~col(Post.is_gone)).order_by(col(Post.id))
    return (await session.exec(wanted)).all()
