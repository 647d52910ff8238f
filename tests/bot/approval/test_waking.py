"""What nobody answers comes to pass once, however many clocks look, on either database."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.absences import Absences
from bot.approval.covering import Covering
from bot.approval.handing import Handing
from bot.approval.keeping import begin, keep
from bot.approval.openings import Openings
from bot.approval.waking import Waking
from bot.db import Database
from bot.history import History
from bot.truth import whole_approval
from models.absence import Absence
from models.approval import Approval
from models.asset import Asset, AssetState
from models.history import Entry
from models.review import Seating, open_stage
from models.review.facts import Promise
from models.review.words import Deed, Outcome
from tests import reviews
from tests.bot.approval.questions import TEAM, pictured
from tests.bot.approval.test_openings import openings, people  # noqa: F401  fixtures
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock

HOUR = timedelta(hours=1)
PROMISES = (
    Promise(at=NOON + HOUR, deed=Deed.ESCALATE, to=("LEA",)),
    Promise(at=NOON + 2 * HOUR, deed=Deed.REASSIGN, to=("BEA",)),
    Promise(at=NOON + 3 * HOUR, deed=Deed.EXPIRE),
)


@pytest.fixture
async def waking(database: Database, clock: HeldClock, jobs: Ordered, openings: Openings) -> Waking:  # noqa: F811
    async with database.write() as session:
        asset, version = await pictured(session)
        first = reviews.begun(version, asked=reviews.workflow("Legal"))
        await begin(session, first, opened=reviews.row_of(asset))
        seating = Seating(approvers=("ANA",))
        told = open_stage(first.after, "Legal", seating=seating, due_at=NOON, promises=PROMISES, at=NOON)
        await keep(session, [first.told.adding(told)], click_id="")
    history, covering = History(clock), Covering(Absences())
    handing = Handing(clock=clock, history=history, jobs=jobs, covering=covering, openings=openings)
    return Waking(db=database, clock=clock, history=history, openings=openings, handing=handing)


async def test_each_promise_is_kept_once_however_many_clocks_look(
    database: Database,
    waking: Waking,
    clock: HeldClock,
) -> None:
    assert await waking.wake_due() == 0

    clock.advance(HOUR)
    await asyncio.gather(*(waking.wake_due() for _ in range(3)))
    assert (await approval(database)).stages[0].awaited == ("ANA",)
    assert (await approval(database)).wakes_at == NOON + 2 * HOUR

    clock.advance(HOUR)
    await asyncio.gather(*(waking.wake_due() for _ in range(3)))
    assert (await approval(database)).stages[0].awaited == ("BEA",)

    assert await told(database) == ["TimePassed", "StageEscalated", "TimePassed", "SeatsReassigned"]


async def test_where_who_is_asked_instead_is_away_their_substitute_is_asked(
    database: Database,
    waking: Waking,
    clock: HeldClock,
) -> None:
    await people(database, bea="BEA", cy="CY")
    async with database.write() as session:
        session.add(
            Absence(
                team_id=TEAM, absent_id="BEA", substitute_id="CY", first_day=NOON.date(), last_day=NOON.date(),
                named_by="BEA", named_at=NOON,
            )
        )  # fmt: skip

    clock.advance(2 * HOUR)
    await waking.wake_due()

    (stage,) = (await approval(database)).stages
    assert [(seat.person_id, seat.substitute_id) for seat in stage.seats] == [("BEA", "CY")]
    assert (await told(database))[-2:] == ["SeatsHandedOver", "OthersAsked"]


async def test_what_was_missed_while_galley_was_down_comes_at_once_and_in_order(
    database: Database,
    waking: Waking,
    clock: HeldClock,
) -> None:
    clock.advance(9 * HOUR)

    assert await waking.wake_due() == 1

    events = ["TimePassed", "StageEscalated", "SeatsReassigned", "StageSettled", "ApprovalSettled"]
    assert await told(database) == events
    ended = await approval(database)
    assert (ended.outcome, ended.wakes_at) == (Outcome.EXPIRED, None)
    async with database.read() as session:
        assert (await session.exec(select(Asset.state))).one() is AssetState.EXPIRED


async def approval(database: Database) -> Approval:
    async with database.read() as session:
        return (await session.exec(select(Approval).options(whole_approval()))).one()


async def told(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.exec(select(Entry.event).order_by(col(Entry.number)))).all())
