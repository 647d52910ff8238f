"""Private answers to a click: where it happened, to this person alone; outside channels as a direct message."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts, Renderer, said
from models.ids import id_of, new_id
from models.post import ANSWER, Post, PostKind

LATELY = timedelta(minutes=1)


async def whisper(posts: Posts, session: AsyncSession, message: Message, *, to: Actor, key: str = "") -> None:
    """App Home and forms are no channels: Slack shows nothing ephemeral there."""
    await posts.say(
        session,
        team_id=to.team_id,
        kind=PostKind.WHISPER if to.channel_id else PostKind.LINE,
        subject_id=to.person_id,
        key=f"{ANSWER}{key or new_id()}",
        channel_id=to.channel_id or to.person_id,
        recipient_id=to.person_id,
        message=message,
    )


async def whisper_once(
    posts: Posts, session: AsyncSession, message: Message, *, to: Actor, about: str, at: datetime
) -> None:
    """Whoever clicks twenty times reads it once: the same words, about the same thing, where they read them lately."""
    words, minute = id_of(to.person_id, to.channel_id or "", about, message.text), int(at.timestamp()) // 60
    before = await posts.find(session, to.team_id, f"{ANSWER}{words}:{minute - 1}")
    if before is None or before.created_at <= at - LATELY:
        await whisper(posts, session, message, to=to, key=f"{words}:{minute}")


def by_what_it_says(questions: Mapping[str, Renderer]) -> Renderer:
    """Renders private questions, each from today's truth; every other whisper says what it was given."""

    async def render(session: AsyncSession, post: Post) -> Message | None:
        return await questions.get(post.details.get("says", ""), said)(session, post)

    return render
