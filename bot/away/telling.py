"""Who hears of an absence: the substitute, and whoever is away if somebody else wrote it down. Each once."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.absences import as_read
from bot.away import views
from bot.clock import Clock
from bot.galley_yml import Policies
from bot.hours import free_from
from bot.slack.acquaintances import read_people
from bot.slack.parts import Message
from bot.slack.posts import Posts, Wish
from models.absence import Absence
from models.people_events import AbsenceEnded, AbsenceNamed
from models.person import Person
from models.post import Post, PostKind


class Telling:
    def __init__(self, *, clock: Clock, policies: Policies, posts: Posts) -> None:
        self._clock, self._policies, self._posts = clock, policies, posts

    async def tell(self, session: AsyncSession, event: AbsenceNamed) -> None:
        """Nobody is told of what they wrote down themselves."""
        concerned = {event.absent_id, event.substitute_id or ""} - {event.actor_id}
        people = await read_people(session, event.team_id, concerned)
        wishes = [self._wish(event, people[one]) for one in sorted(people) if people[one].is_active]
        await self._posts.show_all(session, event.team_id, wishes)

    async def tell_end(self, session: AsyncSession, event: AbsenceEnded) -> None:
        """By an edit, which does not ring."""
        self._posts.refresh(session, subject_id=event.absence_id, kinds=(PostKind.ABSENCE,))

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        """None where it is over before they could read of it."""
        which = (Absence.team_id == post.team_id, Absence.id == post.subject_id)
        absence = (await session.exec(select(Absence).where(*which))).first()
        if absence is None or (absence.ended_at is not None and post.ts is None):
            return None
        reader = post.recipient_id or ""
        ids = {absence.absent_id, absence.named_by, absence.ended_by or "", absence.substitute_id or ""}
        people = await read_people(session, post.team_id, ids)
        told = views.Told(
            note=as_read(absence, people, reader),
            named_by=_name(people, absence.named_by),
            is_own_word=absence.named_by == absence.absent_id,
            hands_over=absence.hands_over,
            has_ended=absence.ended_at is not None,
            ended_by=_name(people, absence.ended_by) if absence.ended_by else "",
        )
        return views.told(told)

    def _wish(self, event: AbsenceNamed, person: Person) -> Wish:
        return Wish(
            kind=PostKind.ABSENCE,
            subject_id=event.absence_id,
            key=f"absence:{event.absence_id}:{person.slack_id}",
            channel_id=person.slack_id,
            recipient_id=person.slack_id,
            not_before=free_from(self._clock.now(), person, self._policies.current),
        )


def _name(people: dict[str, Person], person_id: str | None) -> str:
    return people[person_id].name if person_id in people else (person_id or "Galley")
