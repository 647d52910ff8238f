"""Effects slack.show, .remind, .tell, .edit, .edit_card: every message of ours appears once and says today's truth."""

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
from bot.slack.methods import POST_MESSAGE, UPDATE
from bot.slack.noting import note_showing
from bot.slack.posts import THREAD_OF, Renderer
from bot.slack.ringing import note_rings
from bot.slack.speaking import Draft, Place, Speaker
from bot.slack.standing import EDIT, EDIT_CARD, EDITABLE, REMIND, SHOW, TELL, Standing, order
from connectors.errors import ConnectorError
from models.events import NotPosted, Posted, TroubleFound
from models.post import Post, PostKind

REWRITTEN = frozenset({PostKind.CARD, PostKind.RECEIPT})  # what people cannot do without when somebody deletes it
PICTURE_PAUSES = tuple(timedelta(seconds=pause) for pause in (0.6, 1, 2, 4, 8, 16))  # for Slack to digest a picture
PICTURE_TRIES = "picture_tries"  # in a post's details
ONCE = "rewritten"  # in a post's details: it was written anew already

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
    """What the three effects have in common."""

    speaker: Speaker
    renderers: Mapping[PostKind, Renderer]
    history: History
    jobs: Jobs
    clock: Clock
    channels: Channels


class _Showing(Effect[Draft]):
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


class Show(_Showing):
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
        return _receipt(place) if place else None

    async def send(self, plan: Draft, job: Claim) -> Receipt:
        del job
        if plan.ts is not None or plan.message is None:
            return Receipt(remote_id="")
        return _receipt(await self._room.speaker.post(plan, plan.message))

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


class Edit(_Showing):
    """A message that is there, brought up to date. Twice does no harm.

    Slack allows some fifty edits a minute. Half of them are kept for cards, so that what people have just decided
    never queues behind a receipt.
    """

    kind = EDIT
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        quarantine=timedelta(seconds=1),
        bucket=Bucket(name="slack:chat.update:others", per_minute=20, burst=20),
        method=UPDATE,
    )

    async def plan(self, session: AsyncSession, job: Claim) -> Draft | None:
        post = await session.get(Post, job.subject)
        if post is None or post.ts is None or post.is_gone:
            return None
        draft = await self._draft(session, post)
        return draft if draft.message is not None and draft.message.digest != post.shown else None

    async def send(self, plan: Draft, job: Claim) -> Receipt:
        del job
        if plan.message is None:
            raise ValueError("an edit without a message is never planned")
        return _receipt(await self._room.speaker.edit(plan, plan.message))

    async def settle(self, session: AsyncSession, job: Claim, plan: Draft, receipt: Receipt) -> None:
        post = await session.get_one(Post, job.subject)
        post.shown = receipt.details["shown"]
        await self._note(session, post, plan)
        await self._bring_the_picture(session, post, plan)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        post = await session.get_one(Post, job.subject)
        if code_of(error) == "message_not_found":
            await self._write_anew(session, post)
            return True
        return await self._report_no_entry(session, post, code_of(error))

    async def _bring_the_picture(self, session: AsyncSession, post: Post, plan: Draft) -> None:
        """Slack did not take the picture yet: the words are up, and it follows; after some tries it is let be."""
        if plan.message is None or post.shown == plan.message.digest:
            post.details = {name: kept for name, kept in post.details.items() if name != PICTURE_TRIES}
            return
        tries = int(post.details.get(PICTURE_TRIES, 0))
        if tries < len(PICTURE_PAUSES):
            post.details = {**post.details, PICTURE_TRIES: tries + 1}
            later = self._room.clock.now() + PICTURE_PAUSES[tries]
            await self._room.jobs.submit_all(session, [order(Standing.of(post), not_before=later)])

    async def _write_anew(self, session: AsyncSession, post: Post) -> None:
        """Somebody deleted it. Once is an accident; the second time it stays away."""
        post.is_gone = True
        if post.kind not in REWRITTEN or ONCE in post.details:
            return
        post.ts, post.shown, post.details = None, None, {**post.details, ONCE: True}
        await session.flush()
        await self._room.jobs.submit_all(session, [order(Standing.of(post))])


class EditCard(Edit):
    """The card shows a decision within a second."""

    kind = EDIT_CARD
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        quarantine=timedelta(seconds=1),
        bucket=Bucket(name="slack:chat.update:card", per_minute=26, burst=20),
        method=UPDATE,
    )


def _receipt(place: Place) -> Receipt:
    return Receipt(remote_id=place.ts, details={"channel": place.channel_id, "shown": place.shown})


async def _root(session: AsyncSession, post: Post) -> Post | None:
    """The message of ours under which this one belongs, where it was named by its key."""
    key = post.details.get(THREAD_OF)
    if key is None or post.thread_ts is not None:
        return None
    return (await session.exec(select(Post).where(Post.team_id == post.team_id, Post.key == key))).first()
