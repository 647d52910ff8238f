"""Which of our messages ring somebody, written down when Slack has taken them: in the transaction that says so."""

import json
import re
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.booking import Book, booked
from bot.slack.parts import Message
from bot.slack.speaking import Draft, is_unrecorded
from models.asset import Asset
from models.noise import NO_PICTURE
from models.post import Post
from models.tables import METADATA

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")
_RINGS = Book(
    table=METADATA.tables["ring"],
    columns=("team_id", "person_id", "asset_id", "post_id", "ts", "kind", "rang_at"),
    conflict="ON CONFLICT DO NOTHING",
)
_DIRECT = ("U", "W", "D")  # how the ids of people, and of direct messages with one, begin


async def note_rings(session: AsyncSession, post: Post, plan: Draft, *, at: datetime) -> None:
    """Once a message, also where it was found again after a crash. An edit rings nobody."""
    people = rung_by(plan)
    if not people:
        return
    pictures = await _pictures(session, post, plan.message)
    booked(session, _RINGS).extend(_row(post, person, picture, at) for person in people for picture in pictures)


def rung_by(plan: Draft) -> tuple[str, ...]:
    """Whoever it is sent to directly; in a channel those whom it names. A private line in a channel rings nobody."""
    if is_unrecorded(plan):
        return ()
    if plan.channel_id.startswith(_DIRECT):
        return (plan.recipient_id or plan.channel_id,)
    return tuple(dict.fromkeys(_MENTION.findall(json.dumps(plan.message.to_json())))) if plan.message else ()


async def _pictures(session: AsyncSession, post: Post, message: Message | None) -> Sequence[str]:
    """Where it does not say itself what it is about: the pictures of its batch."""
    if message is not None and message.pictures:
        return message.pictures
    batch = select(Asset.id).where(Asset.batch_id == post.subject_id, Asset.team_id == post.team_id)
    return (await session.exec(batch.order_by(col(Asset.id)))).all() or [NO_PICTURE]


def _row(post: Post, person_id: str, asset_id: str, at: datetime) -> dict[str, object]:
    return {
        "team_id": post.team_id,
        "person_id": person_id,
        "asset_id": asset_id,
        "post_id": post.id,
        "ts": post.ts,
        "kind": post.kind,
        "rang_at": at,
    }
