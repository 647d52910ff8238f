"""Private answers to a click: where it happened, to this person alone; outside channels as a direct message."""

from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.slack.posts import Posts, Renderer, said
from models.ids import new_id
from models.post import ANSWER, Post, PostKind


async def whisper(posts: Posts, session: AsyncSession, message: Message, *, to: Actor) -> None:
    """App Home and forms are no channels: Slack shows nothing ephemeral there."""
    await posts.say(
        session,
        team_id=to.team_id,
        kind=PostKind.WHISPER if to.channel_id else PostKind.LINE,
        subject_id=to.person_id,
        key=f"{ANSWER}{new_id()}",
        channel_id=to.channel_id or to.person_id,
        recipient_id=to.person_id,
        message=message,
    )


def by_what_it_says(questions: Mapping[str, Renderer]) -> Renderer:
    """Renders private questions, each from today's truth; every other whisper says what it was given."""

    async def render(session: AsyncSession, post: Post) -> Message | None:
        return await questions.get(post.details.get("says", ""), said)(session, post)

    return render
