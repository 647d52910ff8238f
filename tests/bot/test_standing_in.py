"""Somebody who stands in: what they are called, and what waits for them."""

from sqlmodel import select

from bot import calling, turns
from bot.approval.keeping import tell
from bot.db import Database
from bot.truth import whole_approval
from models.approval import Approval, Stage
from models.review import Substitution, hand_over
from models.review.words import Rule
from tests.bot.approval.questions import TEAM, asked
from tests.clocks import MONDAY_NOON as NOON

ANNA, DANA, BO = "Anna", "Dana", "Bo"


def by_id(person_id: str) -> str:
    return person_id


async def stood_in(database: Database, absent: str, substitute: str) -> Stage:
    """Dana, Bo and Anna are asked; somebody is away."""
    _, version, _ = await asked(database, {"Legal": (DANA, BO, ANNA)}, rule=Rule.ALL)
    substitution = Substitution(absent=absent, substitute=substitute, delegation="D")
    async with database.write() as session:
        step = await tell(session, version.id, lambda told: hand_over(told.review, substitution, at=NOON))
        assert step is not None
    async with database.read() as session:
        approval = (await session.exec(select(Approval).options(whole_approval()))).one()
    assert approval.version_id == version.id
    return approval.stages[0]


async def test_who_is_asked_for_somebody_is_called_so(database: Database) -> None:
    stage = await stood_in(database, DANA, "Eve")

    assert calling.awaited(stage, by_id) == ("Eve (for Dana)", "Bo", "Anna")


async def test_who_is_asked_for_themselves_and_for_somebody_is_called_once(database: Database) -> None:
    stage = await stood_in(database, DANA, ANNA)

    assert calling.awaited(stage, by_id) == ("Anna (also for Dana)", "Bo")


async def test_a_stage_in_which_somebody_sits_twice_waits_for_them_once(database: Database) -> None:
    await stood_in(database, DANA, ANNA)

    async with database.read() as session:
        page = await turns.waiting_on(session, TEAM, ANNA, most=5)
        count = await turns.count_waiting(session, TEAM, ANNA)
        absent = await turns.count_waiting(session, TEAM, DANA)

    assert (len(page.turns), count, absent) == (1, 1, 0)


def test_a_decision_names_whose_seats_it_decided() -> None:
    assert calling.decided(ANNA, [ANNA], by_id) == "Anna"
    assert calling.decided(ANNA, [DANA], by_id) == "Anna for Dana"
    assert calling.decided(ANNA, [ANNA, DANA, BO], by_id) == "Anna (also for Dana and Bo)"
