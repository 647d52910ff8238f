"""Effects slack.show, .remind, .tell: every message of ours appears once. editing.py keeps it true."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import metrics
from bot.clock import Clock
from bot.db import after_commit
from bot.history import History
from bot.jobs.effects import Bucket, Claim, Effect, Limits, Receipt
from bot.jobs.port import Jobs
from bot.slack.channels import Channels
from bot.slack.errors import SYSTEM, code_of
from bot.slack.methods import POST_MESSAGE
from bot.slack.noting import note_showing
from bot.slack.posts import THREAD_OF, Renderer
from bot.slack.ringing import note_rings
from bot.slack.speaking import Draft, Place, Speaker
from bot.slack.standing import EDITABLE, REMIND, SHOW, TELL, Standing, order
from connectors.errors import ConnectorError
from models.events import NotPosted, Posted, TroubleFound
from models.post import Post, PostKind

_NO_ENTRY = {
    "not_in_channel": "Galley is not in {channel}. Somebody there must type /invite @Galley; what waits is sent then.",
    "channel_not_found": "Galley cannot see {channel}: it does not exist, or is private. "
    "Somebody there must type /invite @Galley; what waits is sent then.",
    "is_archived": "{channel} is archived. Somebody must bring it back and type /invite @Galley there, "
    "or galley.yml must name another channel.",
    "is_inactive": "{channel} is archived. Somebody must bring it back and type /invite @Galley there.",
    "restricted_action": "Only some people may post in {channel}. An admin of the workspace must let Galley do so.",
}

_OUT_OF_EARSHOT = frozenset({"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived"})


@dataclass(frozen=True, kw_only=True)
class Room:
    """What the effects have in common."""

    speaker: Speaker
    renderers: Mapping[PostKind, Renderer]
    history: History
    jobs: Jobs
    clock: Clock
    channels: Channels


class Showing(Effect[Draft]):
    """Whether it appears or is edited: what a message says today, and where it belongs."""

    def __init__(self, room: Room) -> None:
        self._room = room

    @abstractmethod
    async def plan(self, session: AsyncSession, job: Claim) -> Draft | None: ...

    async def _draft(self, session: AsyncSession, post: Post) -> Draft:
        root = await _root(session, post)
        message = await self._room.renderers[post.kind](session, post)
        waits = THREAD_OF in post.details and post.thread_ts is None and (root is None or root.ts is None)
        return Draft(
            post_id=post.id,
            team_id=post.team_id,
            kind=post.kind,
            channel_id=root.channel_id
            if root
            else self._room.channels.known(post.team_id, post.channel_id) or post.channel_id,
            thread_ts=root.ts if root else post.thread_ts,
            recipient_id=post.recipient_id,
            ts=post.ts,
            message=None if waits else message,
            created_at=post.created_at,
            changes=post.changes,
        )

    async def _note(self, session: AsyncSession, post: Post, plan: Draft) -> None:
        """Of a card that was found again after a crash nobody knows what it shows; its next edit is noted."""
        if post.kind is PostKind.CARD and post.shown and plan.message is not None:
            await note_showing(session, self._room.history, post, plan.message, post.shown)

    async def _report_no_entry(self, session: AsyncSession, post: Post, code: str) -> bool:
        """The message stays unsent; Posts.retry_channel asks for it again when Galley is let in."""
        sentence = _NO_ENTRY.get("restricted_action" if code.startswith("restricted_action") else code)
        if sentence is None or self.tells_admins:
            return False
        name = self._room.channels.name_of(post.team_id, post.channel_id)
        trouble = TroubleFound(
            team_id=post.team_id,
            key=f"slack:{code}:{post.channel_id}",
            sentence=sentence.format(channel=f"#{name}" if name else f"the channel {post.channel_id}"),
        )
        await self._room.history.record(session, trouble)
        return True


_BELOW = select(Post).where(
    col(Post.team_id) == bindparam("team_id"),
    col(Post.channel_id).in_(bindparam("channels", expanding=True)),
    col(Post.ts).is_(None),
    col(Post.thread_ts).is_(None),
    col(Post.details)[THREAD_OF].as_string() == bindparam("root"),
)
"""What waits to stand under a message that has just appeared. Built once: on the way of every message."""


class Show(Showing):
    """A message that is not there yet. One that meanwhile is, is handed on to its edits."""

    kind = SHOW
    limits = Limits(system=SYSTEM, by_team=True, spacing=timedelta(seconds=1.2), method=POST_MESSAGE)

    async def plan(self, session: AsyncSession, job: Claim) -> Draft | None:
        """Never None on account of what there is to show: an earlier attempt may have come through all the same."""
        post = await session.get(Post, job.subject)
        return await self._draft(session, post) if post is not None else None

    async def find(self, plan: Draft, job: Claim) -> Receipt | None:
        since = min(plan.created_at, job.forgotten_since or plan.created_at)
        place = None if plan.ts else await self._room.speaker.find(plan, since=since)
        return receipt_of(place) if place else None

    async def send(self, plan: Draft, job: Claim) -> Receipt:
        del job
        if plan.ts is not None or plan.message is None:
            return Receipt(remote_id="")
        return receipt_of(await self._room.speaker.post(plan, plan.message))

    async def settle(self, session: AsyncSession, job: Claim, plan: Draft, receipt: Receipt) -> None:
        post = await session.get_one(Post, job.subject, with_for_update=True)
        if not receipt.remote_id:
            await self._look_again(session, post)
            return
        asked_for_in = post.channel_id
        post.ts, post.channel_id = receipt.remote_id, receipt.details["channel"]
        post.thread_ts, post.shown = plan.thread_ts, receipt.details["shown"] or None
        post.posted_at, post.is_gone = self._room.clock.now(), False
        await session.flush()
        await self._let_replies_follow(session, post, asked_for_in)
        if post.changes != plan.changes or plan.message is None or post.shown != plan.message.digest:
            await self._look_again(session, post)
        posted = Posted(team_id=post.team_id, post_id=post.id, kind=post.kind, subject_id=post.subject_id)
        await self._room.history.record(session, posted)
        await self._note(session, post, plan)
        await note_rings(session, post, plan, at=post.posted_at)
        after_commit(session, partial(metrics.said, post.kind))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        post = await session.get_one(Post, job.subject)
        if post.kind is PostKind.WHISPER and code_of(error) in _OUT_OF_EARSHOT and post.channel_id != post.recipient_id:
            await self._say_it_directly(session, post)
            return True
        if code_of(error) == "thread_not_found":
            return await self._is_said_elsewhere(session, post)
        is_reported = await self._report_no_entry(session, post, code_of(error))
        if is_reported:
            await self._record_not_posted(session, post)
        return is_reported

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        del problem
        await self._record_not_posted(session, await session.get_one(Post, job.subject))

    async def _record_not_posted(self, session: AsyncSession, post: Post) -> None:
        failed = NotPosted(team_id=post.team_id, post_id=post.id, kind=post.kind, subject_id=post.subject_id)
        await self._room.history.record(session, failed)

    async def _is_said_elsewhere(self, session: AsyncSession, post: Post) -> bool:
        """Somebody deleted the message to which this was to be a reply. Under one of ours it waits until that is
        written anew; the uploader reads their receipt in a direct message.
        """
        if THREAD_OF in post.details:
            return True
        if post.recipient_id is None:
            return False
        await self._say_it_directly(session, post)
        return True

    async def _say_it_directly(self, session: AsyncSession, post: Post) -> None:
        """Such as the answer to a command: those work where Galley is not, private answers do not."""
        post.channel_id, post.thread_ts = post.recipient_id or post.channel_id, None
        await session.flush()
        await self._room.jobs.submit_all(session, [order(Standing.of(post))])

    async def _look_again(self, session: AsyncSession, post: Post) -> None:
        """The truth has changed since it was read for this message, or the picture was not there yet."""
        if post.ts is not None and post.kind in EDITABLE:
            await self._room.jobs.submit_all(session, [order(Standing.of(post))])

    async def _let_replies_follow(self, session: AsyncSession, root: Post, asked_for_in: str) -> None:
        """Nothing waits for a message that is said once and is never edited, nor for a reply."""
        if root.kind not in EDITABLE or root.thread_ts is not None:
            return
        where = {"team_id": root.team_id, "channels": [asked_for_in, root.channel_id], "root": root.key}
        replies = (await session.exec(_BELOW, params=where)).all()
        if replies:
            await self._room.jobs.submit_all(session, [order(Standing.of(reply)) for reply in replies])


class Remind(Show):
    """The same for reminders, of which thousands may come due at once. Slack takes some hundred messages a minute in a
    workspace (docs.slack.dev/apis/web-api/rate-limits); a good part of them is left for what people wait for.
    """

    kind = REMIND
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        spacing=timedelta(seconds=1.2),
        bucket=Bucket(name="slack:reminders", per_minute=200, burst=40),
        method=POST_MESSAGE,
    )


class Tell(Show):
    """The same for admins: when it fails, nobody is told, because this is how they are told."""

    kind = TELL
    tells_admins = True


def receipt_of(place: Place) -> Receipt:
    return Receipt(remote_id=place.ts, details={"channel": place.channel_id, "shown": place.shown})


async def _root(session: AsyncSession, post: Post) -> Post | None:
    """The message of ours under which this one belongs, where it was named by its key."""
    key = post.details.get(THREAD_OF)
    if key is None or post.thread_ts is not None:
        return None
    return (await session.exec(select(Post).where(Post.team_id == post.team_id, Post.key == key))).first()
