"""The days of an absence: it begins on the first and is over after the last, where the absent person is."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.absences import today
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from models.absence import Absence
from models.people_events import AbsenceBegan, AbsenceEnded
from models.person import Person

Known = tuple[Absence, Person]


class Days:
    def __init__(self, *, db: Database, clock: Clock, history: History) -> None:
        self._db, self._clock, self._history = db, clock, history

    async def keep(self) -> None:
        """For the schedule: what begins or is over by now. A zone that changes moves both."""
        async with self._db.read() as session:
            due = [absence.id for absence, person in await _standing(session) if self._is_due(absence, person)]
        for absence_id in due:
            async with self._db.write() as session:
                for absence, person in await _standing(session, absence_id):
                    await self._keep_one(session, absence, person)

    async def begin_if_due(self, session: AsyncSession, absence: Absence, person: Person) -> None:
        if absence.begun_at is None and absence.first_day <= today(person, self._clock.now()):
            absence.begin(at=self._clock.now())
            await session.flush()
            await self._history.record(session, _begun(absence))

    async def end(self, session: AsyncSession, absence: Absence, *, by: str | None = None) -> None:
        absence.end(at=self._clock.now(), by=by)
        await session.flush()
        await self._history.record(session, _ended(absence))

    async def _keep_one(self, session: AsyncSession, absence: Absence, person: Person) -> None:
        """One that nobody noticed in time, because Galley was down all the while, ends without having begun."""
        if self._is_over(absence, person):
            await self.end(session, absence)
        else:
            await self.begin_if_due(session, absence, person)

    def _is_due(self, absence: Absence, person: Person) -> bool:
        has_come = absence.begun_at is None and absence.first_day <= today(person, self._clock.now())
        return has_come or self._is_over(absence, person)

    def _is_over(self, absence: Absence, person: Person) -> bool:
        return absence.last_day < today(person, self._clock.now())


async def _standing(session: AsyncSession, absence_id: str | None = None) -> Sequence[Known]:
    """With who is away. One alone is locked (on PostgreSQL): another replica finds it kept."""
    is_theirs = (col(Person.team_id) == Absence.team_id) & (col(Person.slack_id) == Absence.absent_id)
    wanted = select(Absence, Person).join(Person, is_theirs).where(col(Absence.ended_at).is_(None))
    if absence_id is not None:
        wanted = wanted.where(Absence.id == absence_id).with_for_update(of=Absence)
    return (await session.exec(wanted)).all()


def _begun(absence: Absence) -> AbsenceBegan:
    return AbsenceBegan(
        team_id=absence.team_id,
        absence_id=absence.id,
        absent_id=absence.absent_id,
        substitute_id=absence.substitute_id,
        hands_over=absence.hands_over,
    )


def _ended(absence: Absence) -> AbsenceEnded:
    return AbsenceEnded(
        team_id=absence.team_id,
        actor_id=absence.ended_by,
        absence_id=absence.id,
        absent_id=absence.absent_id,
        substitute_id=absence.substitute_id,
        had_begun=absence.begun_at is not None,
    )
