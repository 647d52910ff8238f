"""Digests: whose morning has come is looked for by the clock; each day of each person is looked after once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.absences import standing, today
from bot.clock import Clock
from bot.db import Database
from bot.digests import views
from bot.digests.readers import Readers, TeamNews
from bot.digests.reading import Digest, Held, read_digest
from bot.galley_yml import Policies
from bot.history import History
from bot.matters import concerned
from bot.outlook import Outlooks
from bot.slack.parts import Message
from bot.slack.people import zone_of
from bot.slack.posts import Posts, Renderer
from models.digest import due_day
from models.people_events import DigestDue
from models.person import Person
from models.post import Post, PostKind

_NONE: Mapping[PostKind, Renderer] = MappingProxyType({})
FIRST = timedelta(days=3)  # how far the first digest of somebody who has not asked for one looks back: a weekend


class Digests:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        policies: Policies,
        posts: Posts,
        outlooks: Outlooks,
        readers: Readers,
        news: TeamNews,
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._policies, self._posts, self._outlooks = policies, posts, outlooks
        self._readers, self._news = readers, news

    async def send_due(self) -> None:
        """For the schedule. A jump over days is one digest; a second clock finds the day looked after."""
        async with self._db.read() as session:
            due = [person for person in await self._readers.all(session) if await self._is_due(session, person)]
        for person in due:
            await self._look_after(person)

    async def show(self, session: AsyncSession, event: DigestDue) -> None:
        """The key names person and day: whoever asks again finds that it is there."""
        await self._posts.show(
            session,
            team_id=event.team_id,
            kind=PostKind.DIGEST,
            subject_id=event.person_id,
            key=f"digest:{event.day}:{event.person_id}",
            channel_id=event.person_id,
            recipient_id=event.person_id,
            details={"since": event.since, "is_weekly": event.is_weekly},
        )

    def telling(self, matters: Mapping[PostKind, Renderer]) -> Renderer:
        """Of `matters` their pictures, as they stand when the digest is sent."""
        return partial(self.render, matters=matters)

    async def render(
        self, session: AsyncSession, post: Post, *, matters: Mapping[PostKind, Renderer] = _NONE
    ) -> Message | None:
        """None where nothing is left to tell."""
        person = await session.get(Person, (post.team_id, post.recipient_id or ""))
        if person is None or not person.is_active:
            return None
        since = datetime.fromisoformat(post.details["since"])
        held = await self._held(session, person, matters)
        found = await self._read(session, person, since, is_weekly=post.details["is_weekly"], held=held)
        return None if found.is_empty else views.digest(found)

    async def _look_after(self, found: Person) -> None:
        """What is to be told is read first, so that the transaction is short. Somebody else may be quicker, so the row
        is locked and looked at again (on PostgreSQL).
        """
        is_worth_it = await self._is_worth_it(found)
        async with self._db.write() as session:
            which = (Person.team_id == found.team_id, Person.slack_id == found.slack_id)
            person = (await session.exec(select(Person).where(*which).with_for_update())).one()
            day, since = self._due_day(person), self._since(person)
            if day is None:
                return
            due = _due(person, day, since)
            person.digest_day, person.digested_at = day, self._clock.now()
            await session.flush()
            if is_worth_it:
                await self._history.record(session, due)

    async def _is_worth_it(self, person: Person) -> bool:
        """A lead who wants messages gets one only where there is something to know of the team, once a week."""
        async with self._db.read() as session:
            is_weekly = _is_weekly(person, today(person, self._clock.now()))
            held = [(post, tuple(await concerned(session, post))) for post in await self._readers.held(session, person)]
            found = await self._read(session, person, self._since(person), is_weekly=is_weekly, held=held)
            return not found.is_empty if await self._readers.is_one(session, person) else bool(found.team)

    async def _read(
        self, session: AsyncSession, person: Person, since: datetime, *, is_weekly: bool, held: Sequence[Held]
    ) -> Digest:
        team = await self._news.of_week(session, person) if is_weekly else ()
        return await read_digest(
            session, person.team_id, person.slack_id, self._outlooks, since=since, team=team, held=held
        )

    async def _held(
        self, session: AsyncSession, person: Person, matters: Mapping[PostKind, Renderer]
    ) -> Sequence[Held]:
        held = [post for post in await self._readers.held(session, person) if post.kind in matters]
        told = [(post, await matters[post.kind](session, post)) for post in held]
        return [(post, message.pictures) for post, message in told if message is not None]

    async def _is_due(self, session: AsyncSession, person: Person) -> bool:
        """Who is away for everything reads it on their return, with what happened since."""
        if self._due_day(person) is None:
            return False
        absences = await standing(session, person.team_id, [person.slack_id])
        return not any(one.is_for_everything and one.is_on(today(person, self._clock.now())) for one in absences)

    def _since(self, person: Person) -> datetime:
        return person.digested_at or self._clock.now() - FIRST

    def _due_day(self, person: Person) -> date | None:
        chosen = person.chosen
        return due_day(
            self._clock.now(),
            zone_of(person),
            at=chosen.digest_at,
            hours=chosen.hours(self._policies.current.quiet_hours),
            last=person.digest_day,
        )


def _due(person: Person, day: date, since: datetime) -> DigestDue:
    return DigestDue(
        team_id=person.team_id,
        person_id=person.slack_id,
        day=day.isoformat(),
        since=since.isoformat(),
        is_weekly=_is_weekly(person, day),
    )


def _is_weekly(person: Person, day: date) -> bool:
    """Whether no day of this week was looked after yet: not every week begins on a Monday."""
    last = person.digest_day
    return last is None or last.isocalendar()[:2] != day.isocalendar()[:2]
