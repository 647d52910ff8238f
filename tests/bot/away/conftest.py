"""Three people in three zones, and the step that knows when they are away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from bot.absences import Absences
from bot.away.days import Days
from bot.away.flow import Away
from bot.away.telling import Telling
from bot.away.wishes import Named, Wish
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.people import People
from bot.slack.posts import Posts
from models.history import Entry
from models.people_events import AbsenceEnded, AbsenceNamed
from models.person import Person
from models.review.seating import Substitution
from models.review.workflow import Subject
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock
from tests.workspaces import OneWorkspace

TEAM = "T1"
DANA, BEA, LEA, APP = "UDANA", "UBEA", "ULEA", "UAPP"
MONDAY = NOON.date()
ZONES = {DANA: "Europe/Berlin", BEA: "America/New_York", LEA: "Asia/Kolkata", APP: "UTC"}


@dataclass(kw_only=True)
class Studio:
    """The step, and everything a test looks at."""

    away: Away
    days: Days
    telling: Telling
    clock: HeldClock
    database: Database
    jobs: Ordered

    async def goes(
        self,
        who: str,
        substitute: str | None,
        *,
        first: int = 0,
        days: int = 4,
        by: str | None = None,
        hands_over: bool = False,
        campaign_ids: tuple[str, ...] = (),
    ) -> Named:
        begin = MONDAY + timedelta(days=first)
        wish = Wish(
            absent_id=who, substitute_id=substitute, first=begin, last=begin + timedelta(days=days),
            hands_over=hands_over, campaign_ids=campaign_ids,
        )  # fmt: skip
        return await self.away.name(wish, by=actor(by or who))

    async def standing_in(self, *people: str, campaign: str = "") -> dict[str, str]:
        async with self.database.read() as session:
            found = await Absences().standing_in(
                session, TEAM, people, subject=Subject(campaign=campaign), at=self.clock.now()
            )
        return {absent: _substitute(one) for absent, one in found.items()}

    async def told(self) -> list[tuple[str, str | None]]:
        """Every entry about people's time, with who caused it."""
        async with self.database.read() as session:
            entries = (await session.exec(select(Entry).order_by(Entry.number))).all()  # type: ignore[arg-type]
        return [(entry.event, entry.actor_id) for entry in entries]

    async def moves(self, who: str, zone: str) -> None:
        async with self.database.write() as session:
            (await session.get_one(Person, (TEAM, who))).zone = zone


def actor(who: str) -> Actor:
    return Actor(team_id=TEAM, person_id=who)


def _substitute(one: Substitution) -> str:
    return one.substitute


@pytest.fixture
async def studio(database: Database) -> Studio:
    clock, jobs, workspaces = HeldClock(), Ordered(), OneWorkspace()
    history, policies = History(clock), Policies(Path("galley.yml"))
    people = People(workspaces, database, clock)
    await _move_in(database, ZONES)
    days = Days(db=database, clock=clock, history=history)
    telling = Telling(clock=clock, policies=policies, posts=Posts(jobs, clock))
    history.follow({AbsenceNamed: [telling.tell], AbsenceEnded: [telling.tell_end]})
    roles = Roles(db=database, history=history, policies=policies, people=people)
    return Studio(
        away=Away(
            db=database, clock=clock, history=history, policies=policies, people=people, roles=roles, days=days
        ),
        days=days, telling=telling, clock=clock, database=database, jobs=jobs,
    )  # fmt: skip


async def _move_in(database: Database, people: Iterable[str]) -> None:
    handles = {LEA: "lead"}  # as galley.yml calls her
    async with database.write() as session:
        session.add_all(
            Person(
                team_id=TEAM, slack_id=one, handle=handles.get(one, one.casefold()), name=one.title(),
                zone=ZONES[one], is_bot=one == APP, read_at=NOON,
            )
            for one in people
        )  # fmt: skip


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)
