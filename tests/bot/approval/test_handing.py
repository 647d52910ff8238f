"""An absence begins and ends while people are being asked, on either database: who sits on whose seat."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.absences import Absences
from bot.approval.covering import Covering
from bot.approval.handing import AT_ONCE, GIVE_BACK, HAND_OVER, Handing
from bot.approval.openings import Openings
from bot.away.days import Days
from bot.db import Database
from bot.history import History
from models.absence import Absence
from models.approval import Seat
from models.history import Entry
from models.people_events import AbsenceBegan, AbsenceEnded
from models.person import Person
from models.review.refusals import AlreadyDecided, NotAsked
from models.review.words import Rule
from tests import reviews
from tests.bot.approval.questions import TEAM, asked
from tests.bot.approval.test_casting import begun
from tests.bot.approval.test_openings import openings, people  # noqa: F401  fixtures
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

DANA, ANNA, BEA = "UDANA", "UANNA", "UBEA"
LEGAL = {"Legal": (DANA, BEA)}


class Desk:
    """What the engine would do, done one order after the other."""

    def __init__(self, database: Database, clock: HeldClock, jobs: Ordered, openings: Openings) -> None:  # noqa: F811
        history = History(clock)
        covering = Covering(Absences())
        self.days = Days(db=database, clock=clock, history=history)
        self.handing = Handing(clock=clock, history=history, jobs=jobs, covering=covering, openings=openings)
        self.jobs, self._database, self._clock = jobs, database, clock
        history.follow({AbsenceBegan: [self.handing.begin], AbsenceEnded: [self.handing.end]})

    async def goes(
        self, absent: str, substitute: str, *, hands_over: bool = True, campaigns: tuple[str, ...] = ()
    ) -> Absence:
        absence = Absence(
            team_id=TEAM, absent_id=absent, substitute_id=substitute, first_day=NOON.date(), last_day=NOON.date(),
            campaigns=list(campaigns), hands_over=hands_over, named_by=absent, named_at=NOON,
        )  # fmt: skip
        async with self._database.write() as session:
            session.add(absence)
            await session.flush()
            await self.days.begin_if_due(session, absence, await session.get_one(Person, (TEAM, absent)))
        await self.work()
        return absence

    async def work(self) -> None:
        while self.jobs.orders:
            order = self.jobs.orders.pop(0)
            absence_id, _, after = order.subject.partition("/")
            move = {HAND_OVER: self.handing.hand_over, GIVE_BACK: self.handing.give_back}[order.kind]
            async with self._database.write() as session:
                await move(session, TEAM, absence_id, after=after)

    async def a_day_later(self) -> None:
        self._clock.advance(timedelta(days=1))
        await self.days.keep()
        await self.work()

    async def seats(self) -> set[tuple[str, str | None]]:
        async with self._database.read() as session:
            return set((await session.exec(select(Seat.person_id, Seat.substitute_id))).all())

    async def told(self) -> list[str]:
        async with self._database.read() as session:
            return list((await session.exec(select(Entry.event).order_by(col(Entry.number)))).all())


@pytest.fixture
async def desk(database: Database, clock: HeldClock, jobs: Ordered, openings: Openings) -> Desk:  # noqa: F811
    await people(database, dana=DANA, anna=ANNA, bea=BEA)
    return Desk(database, clock, jobs, openings)


async def test_open_seats_go_over_a_few_at_a_time_and_come_back(database: Database, desk: Desk) -> None:
    for _ in range(AT_ONCE + 2):
        await asked(database, LEGAL)

    await desk.goes(DANA, ANNA)
    assert await desk.seats() == {(DANA, ANNA), (BEA, None)}
    assert (await desk.told()).count("SeatsHandedOver") == AT_ONCE + 2

    await desk.a_day_later()
    assert await desk.seats() == {(DANA, None), (BEA, None)}
    assert (await desk.told())[-3:] == ["OthersAsked", "SeatsGivenBack", "OthersAsked"]


async def test_each_order_begun_anew_moves_nothing_twice(database: Database, desk: Desk) -> None:
    await asked(database, LEGAL)
    absence = await desk.goes(DANA, ANNA)

    async with database.write() as session:
        await desk.handing.hand_over(session, TEAM, absence.id, after="")

    assert (await desk.told()).count("SeatsHandedOver") == 1


async def test_without_the_wish_only_what_opens_later_moves(
    database: Database,
    desk: Desk,
    openings: Openings,  # noqa: F811
) -> None:
    await asked(database, {"Legal": (DANA,)})
    await desk.goes(DANA, ANNA, hands_over=False)
    assert await desk.seats() == {(DANA, None)}

    await people(database, designer1="UDESIGN", brand="UBRAND")
    await desk.goes("UDESIGN", ANNA, hands_over=False)
    await begun(database, openings)

    assert await desk.seats() == {(DANA, None), ("UDESIGN", ANNA)}


async def test_what_ended_before_its_order_came_hands_nothing_over(database: Database, desk: Desk) -> None:
    await asked(database, LEGAL)
    absence = await desk.goes(DANA, ANNA, hands_over=False)
    await desk.a_day_later()

    async with database.write() as session:
        await desk.handing.hand_over(session, TEAM, absence.id, after="")

    assert await desk.seats() == {(DANA, None), (BEA, None)}


async def test_an_absence_for_a_campaign_leaves_other_questions_alone(database: Database, desk: Desk) -> None:
    await asked(database, LEGAL)

    await desk.goes(DANA, ANNA, campaigns=("Spring",))

    assert await desk.seats() == {(DANA, None), (BEA, None)}


async def test_another_workspace_has_no_seats_to_move(database: Database, desk: Desk) -> None:
    await asked(database, LEGAL)
    absence = await desk.goes(DANA, ANNA, hands_over=False)

    async with database.write() as session:
        await desk.handing.hand_over(session, "T2", absence.id, after="")

    assert await desk.seats() == {(DANA, None), (BEA, None)}


async def test_where_two_absences_meet_the_seat_stays_and_history_says_why(database: Database, desk: Desk) -> None:
    """The form refuses a chain; of old ones that meet all the same the second is refused in the stage."""
    await asked(database, LEGAL)
    await desk.goes(DANA, BEA)
    await desk.goes(BEA, ANNA)

    assert await desk.seats() == {(DANA, BEA), (BEA, None)}
    async with database.read() as session:
        entries = (await session.exec(select(Entry).where(Entry.event == "SeatsHandedOver"))).all()
    assert [entry.details["why_kept"] for entry in entries] == ["", "stands in for somebody else here"]


async def test_nobody_is_asked_who_is_deactivated_by_now(database: Database, desk: Desk) -> None:
    await asked(database, LEGAL)
    async with database.write() as session:
        (await session.get_one(Person, (TEAM, ANNA))).is_active = False

    await desk.goes(DANA, ANNA)

    assert await desk.seats() == {(DANA, None), (BEA, None)}


async def test_what_was_decided_for_somebody_stands_when_they_are_back(database: Database, desk: Desk) -> None:
    _, version, _ = await asked(database, LEGAL, rule=Rule.ALL)
    await desk.goes(DANA, ANNA)
    async with database.write() as session:
        await reviews.say(session, version.id, "Legal", ANNA)

    await desk.a_day_later()

    async with database.write() as session:
        with pytest.raises(AlreadyDecided, match=f"already decided here by {ANNA} for {DANA}"):
            await reviews.say(session, version.id, "Legal", DANA)


async def test_a_substitute_who_clicks_after_the_return_hears_whom_it_waits_for(database: Database, desk: Desk) -> None:
    _, version, _ = await asked(database, {"Legal": (DANA,)})
    await desk.goes(DANA, ANNA)
    await desk.a_day_later()

    async with database.write() as session:
        with pytest.raises(NotAsked) as told:
            await reviews.say(session, version.id, "Legal", ANNA)

    assert told.value.can_help == (DANA,)
