"""Away: somebody writes down that they, or somebody else, will be away; and ends it before its last day."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.absences import concerning, today
from bot.away.days import Days
from bot.away.wishes import Named, Opening, Wish
from bot.away.words import Typed, read
from bot.belongings import of_team
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.roles import Roles
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.people import People
from models.absence import BRANDS, Absence, CampaignGone, Unknown, why_not
from models.campaign import Campaign
from models.people_events import AbsenceNamed
from models.person import Person
from models.review.refusals import Refusal
from models.roles import Deed

MOST_CAMPAIGNS = 100


class Away:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        policies: Policies,
        people: People,
        roles: Roles,
        days: Days,
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._policies, self._people, self._roles, self._days = policies, people, roles, days

    async def open(self, by: Actor, words: str = "") -> Opening:
        """The form, with what was typed behind /galley away. Raises NotADay."""
        async with self._db.read() as session:
            person = await self._people.person(session, by.team_id, by.person_id)
            day = today(person, self._clock.now()) if person else self._clock.now().date()
            typed = read(words, today=day)
            return Opening(
                person_id=by.person_id,
                today=day,
                first=typed.first or day,
                last=typed.last,
                substitute_id=await self._meant(session, by.team_id, typed),
                campaigns=await _campaigns(session, by.team_id),
                brands=self._brands(),
                waiting=await turns.count_waiting(session, by.team_id, by.person_id),
                is_for_others=await self._roles.against(session, Deed.SEND_AWAY, by=by) is None,
            )

    async def name(self, wish: Wish, *, by: Actor) -> Named:
        """Write it down. The same twice is one, so that a form which Slack sends again does no harm."""
        if wish.absent_id != by.person_id:
            await self._roles.must(Deed.SEND_AWAY, by=by)
        async with self._db.write() as session:
            people = await _locked(session, by.team_id, wish)
            absence = await self._absence(session, wish, by=by)
            standing = await concerning(session, by.team_id, people)
            twin = next((one for one in standing if _is_same(one, absence)), None)
            if twin is not None:
                return Named(absence=twin, people=people)
            refusal = self._refusal(wish, absence, standing, people)
            if refusal is not None:
                return Named(refusal=refusal, people=await self._with(session, by.team_id, people, refusal))
            session.add(absence)
            await session.flush()
            await self._history.record(session, _named(absence))
            await self._days.begin_if_due(session, absence, people[absence.absent_id])
        return Named(absence=absence, people=people)

    async def end(self, absence_id: str, *, by: Actor) -> None:
        """Now, whatever its days say. Somebody else's is for whoever may write it down."""
        async with self._db.read() as session:
            found = await of_team(session, Absence, by.team_id, absence_id)
        if found is None:
            return
        if by.person_id not in (found.absent_id, found.named_by):
            await self._roles.must(Deed.SEND_AWAY, by=by)
        async with self._db.write() as session:
            absence = await of_team(session, Absence, by.team_id, absence_id)
            if absence is not None and absence.ended_at is None:
                await self._days.end(session, absence, by=by.person_id)

    async def _absence(self, session: AsyncSession, wish: Wish, *, by: Actor) -> Absence:
        return Absence(
            team_id=by.team_id,
            absent_id=wish.absent_id,
            substitute_id=wish.substitute_id,
            first_day=wish.first,
            last_day=wish.last,
            campaigns=await _titles(session, by.team_id, wish.campaign_ids),
            brands=list(wish.brands),
            hands_over=wish.hands_over,
            named_by=by.person_id,
            named_at=self._clock.now(),
        )

    def _refusal(
        self, wish: Wish, absence: Absence, standing: Sequence[Absence], people: Mapping[str, Person]
    ) -> Refusal | None:
        absent = people.get(absence.absent_id)
        if len(absence.campaigns) < len(wish.campaign_ids):
            return CampaignGone(by=absence.absent_id, can_help=(absence.absent_id,))
        if absent is None:
            return Unknown(by=absence.absent_id, can_help=(absence.absent_id,))
        delegations = [one.delegation for one in standing]
        return why_not(absence.delegation, delegations, people, today=today(absent, self._clock.now()))

    async def _with(
        self, session: AsyncSession, team_id: str, people: Mapping[str, Person], refusal: Refusal
    ) -> Mapping[str, Person]:
        """And those whom the refusal names."""
        if isinstance(refusal, Unknown):
            self._people.met(team_id, refusal.by)
        return {**people, **await read_people(session, team_id, refusal.can_help)}

    async def _meant(self, session: AsyncSession, team_id: str, typed: Typed) -> str | None:
        """Only where it is one person: a guess would put somebody else's name into the form."""
        found, _ = await self._people.find(session, team_id, [typed.substitute]) if typed.substitute else ((), ())
        return found[0].slack_id if len(found) == 1 else None

    def _brands(self) -> tuple[str, Sequence[str]] | None:
        attributes = self._policies.current.attributes
        found = next((attributes[name] for name in BRANDS if name in attributes and attributes[name].options), None)
        return (found.label, found.options) if found else None


async def _locked(session: AsyncSession, team_id: str, wish: Wish) -> dict[str, Person]:
    """Two wishes that could stand against one another share a person, so the second one waits here for the first."""
    ids = sorted({wish.absent_id, wish.substitute_id or wish.absent_id})
    wanted = select(Person).where(Person.team_id == team_id, col(Person.slack_id).in_(ids))
    found = await session.exec(wanted.order_by(col(Person.slack_id)).with_for_update())
    return {person.slack_id: person for person in found.all()}


async def _campaigns(session: AsyncSession, team_id: str) -> list[tuple[str, str]]:
    running = select(Campaign).where(Campaign.team_id == team_id, col(Campaign.ended_at).is_(None))
    newest = running.order_by(col(Campaign.id).desc()).limit(MOST_CAMPAIGNS)
    return [(campaign.title, campaign.id) for campaign in (await session.exec(newest)).all()]


async def _titles(session: AsyncSession, team_id: str, ids: Sequence[str]) -> list[str]:
    wanted = select(Campaign.title).where(Campaign.team_id == team_id, col(Campaign.id).in_(ids))
    return sorted((await session.exec(wanted)).all()) if ids else []


def _is_same(one: Absence, other: Absence) -> bool:
    return {**vars(one.delegation), "id": ""} == {**vars(other.delegation), "id": ""}


def _named(absence: Absence) -> AbsenceNamed:
    return AbsenceNamed(
        team_id=absence.team_id,
        actor_id=absence.named_by,
        absence_id=absence.id,
        absent_id=absence.absent_id,
        substitute_id=absence.substitute_id,
        first_day=absence.first_day.isoformat(),
        last_day=absence.last_day.isoformat(),
        campaigns=tuple(absence.campaigns),
        brands=tuple(absence.brands),
        hands_over=absence.hands_over,
    )
