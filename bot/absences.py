"""Who is away and who stands in, read from the table of absences: for whoever seats people, and for App Home."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.slack.acquaintances import read_people
from bot.slack.people import zone_of
from models.absence import Absence
from models.person import Person
from models.review.delegation import stand_in
from models.review.seating import Substitution
from models.review.workflow import Subject

MOST = 20  # of one person that are shown


class Substitutes(Protocol):
    """Asked when a stage opens, and when an absence begins or ends (AbsenceBegan, AbsenceEnded) while one is open."""

    async def standing_in(
        self, session: AsyncSession, team_id: str, person_ids: Collection[str], *, subject: Subject, at: datetime
    ) -> Mapping[str, Substitution]:
        """By whom is away then, with somebody standing in; `subject` is what the stage asks about. Whether a substitute
        is fit to sit there is for the review to say (models/review/seating.py).
        """
        ...


class Absences:
    """Substitutes, read in two queries whatever the number of people."""

    async def standing_in(
        self, session: AsyncSession, team_id: str, person_ids: Collection[str], *, subject: Subject, at: datetime
    ) -> Mapping[str, Substitution]:
        people = await read_people(session, team_id, person_ids)
        delegations = [one.delegation for one in await standing(session, team_id, person_ids) if one.substitute_id]
        found = {
            person_id: stand_in(delegations, person_id, subject, on=today(person, at))
            for person_id, person in people.items()
        }
        return {person_id: one.substitution for person_id, one in found.items() if one}


def today(person: Person, at: datetime) -> date:
    return at.astimezone(zone_of(person)).date()


async def standing(session: AsyncSession, team_id: str, person_ids: Collection[str]) -> Sequence[Absence]:
    """Those of these people that have not ended, whether begun or not."""
    is_theirs = col(Absence.absent_id).in_(set(person_ids))
    wanted = select(Absence).where(Absence.team_id == team_id, is_theirs, col(Absence.ended_at).is_(None))
    return (await session.exec(wanted.order_by(col(Absence.first_day), col(Absence.id)))).all()


async def held(session: AsyncSession, team_id: str, absence_ids: Collection[str]) -> set[str]:
    """Those of them that have not ended. Locked (on PostgreSQL): an end comes before this transaction, or after it."""
    these = (Absence.team_id == team_id, col(Absence.id).in_(set(absence_ids)), col(Absence.ended_at).is_(None))
    wanted = select(Absence.id).where(*these).order_by(col(Absence.id)).with_for_update(read=True)
    return set((await session.exec(wanted)).all()) if absence_ids else set()


async def concerning(session: AsyncSession, team_id: str, person_ids: Collection[str]) -> Sequence[Absence]:
    """Those in which one of these people is away, or stands in."""
    ids = set(person_ids)
    is_theirs = or_(col(Absence.absent_id).in_(ids), col(Absence.substitute_id).in_(ids))
    wanted = select(Absence).where(Absence.team_id == team_id, is_theirs, col(Absence.ended_at).is_(None))
    return (await session.exec(wanted)).all()


@dataclass(frozen=True, kw_only=True)
class AwayNote:
    """An absence as one person reads of it. Names are theirs; `substitute` is empty where nobody stands in."""

    absence_id: str
    absent: str
    substitute: str
    first: date
    last: date
    scope: tuple[str, ...]  # campaigns and brands; empty for everything
    has_begun: bool
    is_absent: bool  # the reader is away
    is_substitute: bool  # the reader stands in
    may_end: bool


async def read_away(session: AsyncSession, team_id: str, person_id: str) -> tuple[AwayNote, ...]:
    """One's own absences, those one stands in for, and those one has written down for others; the next one first."""
    mine = or_(
        col(Absence.absent_id) == person_id,
        col(Absence.substitute_id) == person_id,
        col(Absence.named_by) == person_id,
    )
    wanted = select(Absence).where(Absence.team_id == team_id, mine, col(Absence.ended_at).is_(None))
    found = (await session.exec(wanted.order_by(col(Absence.first_day), col(Absence.id)).limit(MOST))).all()
    people = await read_people(session, team_id, {one for absence in found for one in _people(absence)})
    return tuple(as_read(one, people, person_id) for one in found)


def as_read(absence: Absence, people: Mapping[str, Person], person_id: str) -> AwayNote:
    return AwayNote(
        absence_id=absence.id,
        absent=_name(people, absence.absent_id),
        substitute=_name(people, absence.substitute_id) if absence.substitute_id else "",
        first=absence.first_day,
        last=absence.last_day,
        scope=(*absence.campaigns, *absence.brands),
        has_begun=absence.begun_at is not None,
        is_absent=absence.absent_id == person_id,
        is_substitute=absence.substitute_id == person_id,
        may_end=person_id in (absence.absent_id, absence.named_by),
    )


def _people(absence: Absence) -> tuple[str, ...]:
    return absence.absent_id, absence.substitute_id or absence.absent_id


def _name(people: Mapping[str, Person], person_id: str) -> str:
    return people[person_id].name if person_id in people else person_id
