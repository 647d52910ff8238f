"""Slack out: what is to be said there. Rows are written here, in the flow's transaction; showing.py sends them."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import at_the_end
from bot.jobs.port import Jobs
from bot.slack.parts import Message
from bot.slack.standing import EDITABLE, STANDING, Standing, order
from models.ids import id_of
from models.post import Post, PostKind

Renderer = Callable[[AsyncSession, Post], Awaitable[Message | None]]
"""Today's truth, read again each time. None: there is nothing to show, not yet or not any more."""

THREAD_OF = "thread_of"
BREATH = timedelta(seconds=1)
NEWS_EVERY = timedelta(seconds=3)  # of many messages at once: the rest of Slack's edits is for decisions


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One message that shall exist.

    key: names it for ever ("card:<batch>"); the same key twice is one message.
    channel_id: a channel, or a person's id for a direct message.
    thread_ts: the message under which it stands; or, where that is one of ours which may not be up yet,
    thread_of: that one's key. It is sent when its root is there.
    recipient_id: the person it is for, where it is for one (a WHISPER is seen by nobody else).
    """

    kind: PostKind
    subject_id: str
    key: str
    channel_id: str
    thread_ts: str | None = None
    thread_of: str | None = None
    recipient_id: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    not_before: datetime | None = None


class Posts:
    """What flows ask for. Every method is two statements at most, whatever the number of messages."""

    def __init__(self, jobs: Jobs, clock: Clock) -> None:
        self._jobs = jobs
        self._clock = clock

    async def show(
        self,
        session: AsyncSession,
        *,
        team_id: str,
        kind: PostKind,
        subject_id: str,
        key: str,
        channel_id: str,
        thread_ts: str | None = None,
        thread_of: str | None = None,
        recipient_id: str | None = None,
        details: Mapping[str, Any] | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Make sure that this message exists, and shows today's truth."""
        wish = Wish(
            kind=kind,
            subject_id=subject_id,
            key=key,
            channel_id=channel_id,
            thread_ts=thread_ts,
            thread_of=thread_of,
            recipient_id=recipient_id,
            details=details or {},
            not_before=not_before,
        )
        await self.show_all(session, team_id, [wish])

    async def say(
        self,
        session: AsyncSession,
        *,
        team_id: str,
        kind: PostKind,
        subject_id: str,
        key: str,
        channel_id: str,
        message: Message,
        thread_ts: str | None = None,
        thread_of: str | None = None,
        recipient_id: str | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """A LINE, WHISPER or NOTICE: said once as it is now, never edited."""
        await self.show(
            session,
            team_id=team_id,
            kind=kind,
            subject_id=subject_id,
            key=key,
            channel_id=channel_id,
            thread_ts=thread_ts,
            thread_of=thread_of,
            recipient_id=recipient_id,
            details=message.to_json(),
            not_before=not_before,
        )

    async def show_all(self, session: AsyncSession, team_id: str, wishes: Sequence[Wish]) -> None:
        by_key = {wish.key: wish for wish in wishes}
        if not by_key:
            return
        posts = await self._write(session, team_id, list(by_key.values()))
        orders = [order(post, not_before=by_key[key].not_before) for key, post in posts.items() if post.is_pending]
        if orders:
            await self._jobs.submit_all(session, orders)

    def refresh(
        self,
        session: AsyncSession,
        *,
        subject_id: str,
        kinds: Collection[PostKind],
        is_news: bool = False,
        pause: timedelta = BREATH,
    ) -> None:
        """The truth has changed: what is shown of this subject is edited in place. What is not there yet keeps its
        hour, and is brought up to date as soon as it appears. Whatever asks for it, it is ordered once a transaction.

        A card is edited at once, since whoever clicked looks at it, unless it only brings news. Everything else takes
        a breath, so that what happens together is one edit: Slack counts them by the minute. Whoever has news of many
        messages gives each a longer `pause`, or no decision would be seen meanwhile.
        """
        for kind in EDITABLE & set(kinds):
            is_urgent = kind is PostKind.CARD and not is_news
            at_the_end(session, self._refresh_all, (subject_id, kind, timedelta(0) if is_urgent else pause))

    async def retry_channel(self, session: AsyncSession, team_id: str, channel_id: str) -> None:
        """Galley was let into a channel: what could not be said there is said now."""
        unsaid = (Post.team_id == team_id, Post.channel_id == channel_id, col(Post.ts).is_(None))
        found = (await session.exec(select(Post).where(*unsaid).order_by(col(Post.id)).with_for_update())).all()
        if found:
            await self._jobs.submit_all(session, [order(Standing.of(post)) for post in found])

    async def hurry(self, session: AsyncSession, posts: Sequence[tuple[Post, datetime]]) -> None:
        """What was to wait longer goes out at these moments."""
        orders = [order(Standing.of(post), not_before=moment) for post, moment in posts]
        if orders:
            await self._jobs.submit_all(session, orders)

    async def move(self, session: AsyncSession, posts: Sequence[Post], *, to: str) -> None:
        """What could not be said elsewhere is said there, and whatever was to be said below it."""
        misplaced = [post for post in posts if post.channel_id != to]
        if not misplaced:
            return
        for post in (*misplaced, *await _replies(session, misplaced)):
            post.channel_id = to
        await session.flush()
        await self._jobs.submit_all(session, [order(Standing.of(post)) for post in misplaced])

    async def find(self, session: AsyncSession, team_id: str, key: str) -> Post | None:
        return (await session.exec(select(Post).where(Post.team_id == team_id, Post.key == key))).first()

    async def at(self, session: AsyncSession, team_id: str, channel_id: str, ts: str) -> Post | None:
        """The message of ours that stands there, such as the one somebody clicked on or replied to."""
        return (
            await session.exec(
                select(Post).where(Post.team_id == team_id, Post.channel_id == channel_id, Post.ts == ts)
            )
        ).first()

    async def _refresh_all(self, session: AsyncSession, wanted: Sequence[tuple[str, PostKind, timedelta]]) -> None:
        """The rows are locked (on PostgreSQL): none of them appears unnoticed between our look and our commit."""
        longest_first = sorted(wanted, key=lambda one: one[2], reverse=True)
        pauses = {(subject_id, kind): pause for subject_id, kind, pause in longest_first}  # who hurries comes last
        subjects, kinds = {subject_id for subject_id, _ in pauses}, {kind for _, kind in pauses}
        rows = await session.exec(_STANDING_OF, params={"subjects": list(subjects), "kinds": list(kinds)})
        found = [(pauses.get((row[0], row[3])), Standing(*row[1:])) for row in rows]
        pending = [(pause, one) for pause, one in found if pause is not None and one.is_pending]
        if coming := [one.id for _, one in pending if one.ts is None]:
            await session.exec(_CHANGED, params={"ids": coming})
        now = self._clock.now()
        orders = [order(one, not_before=now + pause if pause else None) for pause, one in pending if one.ts is not None]
        if orders:
            await self._jobs.submit_all(session, orders)

    async def _write(self, session: AsyncSession, team_id: str, wishes: Sequence[Wish]) -> dict[str, Standing]:
        rows = [_row(team_id, wish, at=self._clock.now()) for wish in wishes]
        found = await session.exec(_WRITE[session.get_bind().dialect.name], params=rows)
        return {row[0]: Standing(*row[1:]) for row in found.all()}


def _writing(insert: "sqlite.Insert | postgresql.Insert") -> "ReturningInsert[*tuple[Any, ...]]":
    return insert.on_conflict_do_update(  # DO NOTHING would not return the rows that were there
        index_elements=[col(Post.team_id), col(Post.key)], set_={"key": insert.excluded.key}
    ).returning(col(Post.key), *STANDING)


_WRITE = {"sqlite": _writing(sqlite.insert(Post)), "postgresql": _writing(postgresql.insert(Post))}
_STANDING_OF = (
    select(Post.subject_id, *STANDING)  # type: ignore[call-overload]
    .where(
        col(Post.subject_id).in_(bindparam("subjects", expanding=True)),
        col(Post.kind).in_(bindparam("kinds", expanding=True)),
    )
    .order_by(col(Post.id))
    .with_for_update()
)
_CHANGED = update(Post).where(col(Post.id).in_(bindparam("ids", expanding=True))).values(changes=col(Post.changes) + 1)


async def said(_: AsyncSession, post: Post) -> Message | None:
    """Renders what was given to `say`."""
    return Message.from_json(post.details)


SAID: Mapping[PostKind, Renderer] = {PostKind.LINE: said, PostKind.WHISPER: said, PostKind.NOTICE: said}
"""The part of the table of renderers that belongs to no step."""


async def _replies(session: AsyncSession, roots: Sequence[Post]) -> list[Post]:
    """What waits for one of these to appear."""
    keys = {root.key for root in roots}
    about = (Post.team_id == roots[0].team_id, col(Post.subject_id).in_({root.subject_id for root in roots}))
    waiting = select(Post).where(*about, col(Post.ts).is_(None), col(Post.thread_ts).is_(None))
    return [post for post in (await session.exec(waiting)).all() if post.details.get(THREAD_OF) in keys]


def _row(team_id: str, wish: Wish, *, at: datetime) -> dict[str, Any]:
    details = {**wish.details, **({THREAD_OF: wish.thread_of} if wish.thread_of else {})}
    row = Post(
        id=id_of(team_id, wish.key),
        team_id=team_id,
        key=wish.key,
        kind=wish.kind,
        subject_id=wish.subject_id,
        channel_id=wish.channel_id,
        thread_ts=wish.thread_ts,
        recipient_id=wish.recipient_id,
        details=details,
        created_at=at,
    )
    return row.model_dump()
