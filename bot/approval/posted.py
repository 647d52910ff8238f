"""What of a batch is posted so far, and what is not: its card, the asks, the outcomes."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.job import OPEN, Job
from models.post import Post, PostKind


async def card_is_up(session: AsyncSession, batch_id: str) -> bool:
    """Locked (on PostgreSQL): a card that appears just now finds the asks that wait for it."""
    card = select(Post.ts).where(Post.subject_id == batch_id, Post.kind == PostKind.CARD).with_for_update()
    return (await session.exec(card)).first() is not None


async def cards_kept_out(session: AsyncSession, team_id: str) -> Sequence[Post]:
    """The cards that Slack did not take. What is on its way to Slack just now may come through."""
    is_on_its_way = select(Job.id).where(col(Job.subject) == Post.id, col(Job.state).in_(OPEN), Job.attempt > 0)
    wanted = select(Post).where(Post.team_id == team_id, Post.kind == PostKind.CARD, col(Post.ts).is_(None))
    return (await session.exec(wanted.where(~is_on_its_way.exists()).with_for_update())).all()


async def unread_asks(session: AsyncSession, batch_id: str) -> Sequence[Post]:
    """The asks that nobody has read yet."""
    wanted = select(Post).where(Post.subject_id == batch_id, Post.kind == PostKind.ASK, col(Post.ts).is_(None))
    return (await session.exec(wanted)).all()


async def told_rounds(session: AsyncSession, batch_id: str) -> dict[str, int]:
    """By uploader: the last round whose outcome they were told."""
    outcomes = select(Post.recipient_id, Post.details).where(Post.subject_id == batch_id, Post.kind == PostKind.OUTCOME)
    told: dict[str, int] = {}
    for recipient_id, details in (await session.exec(outcomes)).all():
        told[recipient_id or ""] = max(int(details["round"]), told.get(recipient_id or "", 0))
    return told
