"""For the record: what a card showed each time that Slack was told of it, and what of that no other entry tells."""

from collections.abc import Mapping
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.history import History
from bot.slack.parts import Message
from bot.slack.speaking import without_pictures
from models.events import CardShown
from models.post import Post

NOTED = "noted"  # in a card's details: the basis as the entries so far tell it


async def note_showing(session: AsyncSession, history: History, post: Post, message: Message, shown: str) -> None:
    """`shown` is the digest of what was sent; that is not `message` where this is the second half of a life before."""
    is_bare = shown != message.digest
    is_known = not is_bare or shown == without_pictures(message).digest
    before: Mapping[str, Any] = post.details.get(NOTED, {})
    basis = message.basis if is_known else before
    told = CardShown(
        team_id=post.team_id,
        batch_id=post.subject_id,
        post_id=post.id,
        shown=shown,
        changed={name: value for name, value in basis.items() if name not in before or before[name] != value},
        gone=tuple(sorted(before.keys() - basis.keys())),
        is_bare=is_bare,
        is_known=is_known,
    )
    post.details = {**post.details, NOTED: dict(basis)}
    await history.record(session, told)
