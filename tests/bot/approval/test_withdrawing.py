"""A newer version comes while somebody is just clicking: the click counts or is told, on either database."""

import asyncio

import pytest
from sqlmodel import select

from bot.approval.asked import read_asked
from bot.approval.flow import Approvals
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.db import Database
from bot.history import History
from bot.slack.posts import Posts
from bot.truth import whole_approval
from models.approval import Approval, Outcome, Rule, Verdict
from models.events import VersionBegun
from tests.bot.approval.test_asked import TEAM, question
from tests.bot.approval.test_openings import openings  # noqa: F401  a fixture
from tests.bot.ordered import Ordered
from tests.clocks import MONDAY_NOON as NOON
from tests.clocks import HeldClock


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def jobs() -> Ordered:
    return Ordered()


@pytest.fixture
def approvals(database: Database, clock: HeldClock, jobs: Ordered, openings: Openings) -> Approvals:  # noqa: F811
    threads = Threads(Posts(jobs, clock))
    return Approvals(db=database, clock=clock, history=History(clock), jobs=jobs, openings=openings, threads=threads)


async def test_a_decision_that_is_just_being_taken_outlives_the_withdrawal(
    database: Database, approvals: Approvals
) -> None:
    batch, asset, version, approval, stage, *seats = question(Rule.ANY)
    for row in (batch, asset, version, approval, stage, *seats):
        async with database.write() as session:
            session.add(row)
    begun = VersionBegun(
        team_id=TEAM, asset_id=asset.id, batch_id=batch.id, version_id="v2", number=2, file_name="hero.jpg"
    )

    async def withdraw() -> None:
        async with database.write() as session:
            await approvals.withdraw_older(session, begun)

    async with database.write() as session:
        asked = await read_asked(session, TEAM, ["stage"], to_decide=True)
        withdrawing = asyncio.create_task(withdraw())
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(withdrawing), 0.2)
        asked["stage"].stage.decide("U1", Verdict.APPROVE, at=NOON, click_id="c1")
    await withdrawing

    async with database.read() as session:
        approval = (await session.exec(select(Approval).options(whole_approval()))).one()
    assert approval.outcome is Outcome.WITHDRAWN
    assert approval.stages[0].outcome is Outcome.APPROVED
    assert [one.person_id for one in approval.stages[0].decisions] == ["U1"]
