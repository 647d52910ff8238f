"""Reports: who of the team will be missing where, for its leads; and once a week a line of it in their digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.reports.duties import Duties, concerned, gone, read_duties
from bot.roles import Roles
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.people import People
from models.absence import Absence
from models.coverage import AHEAD, Shortage, ahead, shortages
from models.person import Person
from models.roles import Deed, Role

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stage that lacks people, the same ones on all these days; `pictures` are there or on their way there."""

    stage: str
    days: tuple[date, ...]
    able: int
    needed: int
    missing: tuple[str, ...]  # names
    pictures: int


@dataclass(frozen=True, kw_only=True)
class Coverage:
    gaps: Sequence[Gap]
    working_days: tuple[date, ...]
    until: date  # the last day that was looked at


class Reports:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        policies: Policies,
        people: People,
        roles: Roles,
        teams: Callable[[], Sequence[str]],
    ) -> None:
        self._db, self._clock, self._teams = db, clock, teams
        self._policies, self._people, self._roles = policies, people, roles

    async def absences(self, by: Actor) -> Coverage:
        """For leads and admins. Raises NotAllowed."""
        await self._roles.must(Deed.REPORT, by=by)
        async with self._db.read() as session:
            return await self.coverage(session, by.team_id)

    async def coverage(self, session: AsyncSession, team_id: str) -> Coverage:
        policy = self._policies.current
        today = self._clock.now().astimezone(policy.working_time.zone).date()
        duties = await read_duties(session, team_id, self._policies, self._people)
        absences = [one.delegation for one in await _standing(session, team_id)]
        substitutes = {one.substitute for one in absences if one.substitute}
        people = await read_people(session, team_id, concerned(duties) | substitutes)
        days = ahead(policy.working_time, today)
        absent = gone(people, concerned(duties) | substitutes)
        found = [one for duty in duties for one in shortages(duty, absences, gone=absent, days=days)]
        return Coverage(gaps=_gaps(found, duties, people), working_days=days, until=today + AHEAD - ONE_DAY)

    async def leads(self, session: AsyncSession) -> Sequence[Person]:
        """Of every workspace."""
        leads = self._policies.current.leads
        found = [await self._people.find(session, team_id, leads) for team_id in self._teams()]
        return [person for people, _ in found for person in people]

    async def of_week(self, session: AsyncSession, person: Person) -> Coverage | None:
        """What a lead reads at the beginning of a week; None where nothing is missing, and for everybody else."""
        who = Actor(team_id=person.team_id, person_id=person.slack_id)
        if Role.LEAD not in await self._roles.of(session, who):
            return None
        found = await self.coverage(session, person.team_id)
        return found if found.gaps else None


async def _standing(session: AsyncSession, team_id: str) -> Sequence[Absence]:
    wanted = select(Absence).where(Absence.team_id == team_id, col(Absence.ended_at).is_(None))
    return (await session.exec(wanted)).all()


def _gaps(found: Sequence[Shortage], duties: Duties, people: Mapping[str, Person]) -> Sequence[Gap]:
    """Pictures that lack the same people on the same days of a stage are told together, the nearest day first."""
    alike: dict[tuple[str, tuple[date, ...], tuple[str, ...]], list[Shortage]] = {}
    for one in found:
        alike.setdefault((one.duty.stage, one.days, tuple(sorted(one.missing))), []).append(one)
    gaps = [_gap(several, duties, people) for several in alike.values()]
    return sorted(gaps, key=lambda one: (one.days, one.able, one.stage))


def _gap(several: Sequence[Shortage], duties: Duties, people: Mapping[str, Person]) -> Gap:
    worst = min(several, key=lambda one: one.able - one.duty.needed)
    return Gap(
        stage=worst.duty.stage,
        days=worst.days,
        able=worst.able,
        needed=worst.duty.needed,
        missing=tuple(people[one].name if one in people else one for one in worst.missing),
        pictures=sum(duties[one.duty] for one in several),
    )
