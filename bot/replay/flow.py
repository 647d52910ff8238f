"""Replaying: an approval's rows and every card about it, made anew from history, and compared."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.audit.retelling import retell
from bot.audit.story import Untellable
from bot.replay.comparing import differences
from bot.replay.reading import Register, read_entries, read_register
from bot.replay.showings import Showing, show_again
from models.post import Post, PostKind


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """`state`: how the rows differ from what history makes of them, in sentences. `showings` of the card, in order.
    `last`: the digest of what Slack shows now, as far as we know; None while it shows no card.
    """

    approval_id: str
    state: tuple[str, ...]
    showings: tuple[Showing, ...] = ()
    last: str | None = None

    @property
    def is_same(self) -> bool:
        return self.first_difference is None

    @property
    def first_difference(self) -> str | None:
        if self.state:
            return self.state[0]
        differing = next((one for one in self.showings if one.differs), None)
        if differing is not None:
            return differing.difference
        if self.last is not None and self.last != (self.showings[-1].shown if self.showings else None):
            return f"Slack shows the card {self.last}, and no entry tells of that one"
        return None


async def replay(session: AsyncSession, approval_id: str) -> Replayed | None:
    """None where history tells of no such approval."""
    register = await read_register(session)
    batch_id = register.batch_of(approval_id)
    if batch_id is None:
        return None
    (replayed,) = await _replay_batch(session, register, batch_id, [approval_id])
    return replayed


async def replay_all(session: AsyncSession) -> AsyncIterator[Replayed]:
    """Every approval of which history tells, batch by batch."""
    register = await read_register(session)
    for batch_id, approval_ids in register.approvals.items():
        for replayed in await _replay_batch(session, register, batch_id, approval_ids):
            yield replayed


async def _replay_batch(
    session: AsyncSession, register: Register, batch_id: str, approval_ids: Sequence[str]
) -> list[Replayed]:
    """The card of a batch is about all of them."""
    try:
        entries = await read_entries(session, register, batch_id)
        story = retell(entries)
    except Untellable as error:
        return [Replayed(approval_id=one, state=(str(error),)) for one in approval_ids]
    showings = tuple(await show_again(session, batch_id, entries))
    last = (
        await session.exec(select(Post.shown).where(Post.subject_id == batch_id, Post.kind == PostKind.CARD))
    ).first()
    return [
        Replayed(approval_id=one, state=tuple(await differences(session, story, one)), showings=showings, last=last)
        for one in approval_ids
    ]
