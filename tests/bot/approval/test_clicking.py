"""Clicks on either database: what they cost, and what comes of two at the same instant."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import col, select

from bot import clicks
from bot.approval.asked import Answer, read_asked
from bot.approval.flow import Approvals, Decided
from bot.approval.keeping import Overtaken, keep, overtaking, read_reviews
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.db import Database
from bot.history import History
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from bot.truth import whole_approval
from models.approval import Approval, Decision, ReviewFact
from models.events import VersionBegun
from models.history import Entry
from models.review.words import Outcome, Rule, Verdict
from tests import reviews
from tests.bot.approval.questions import SUBMITTER, TEAM, asked
from tests.bot.approval.test_openings import openings  # noqa: F401  a fixture
from tests.bot.ordered import Ordered
from tests.clocks import HeldClock

BOTH = {"Legal": ("U1", "U2")}


@pytest.fixture
def approvals(database: Database, clock: HeldClock, jobs: Ordered, openings: Openings) -> Approvals:  # noqa: F811
    threads = Threads(Posts(jobs, clock))
    return Approvals(db=database, clock=clock, history=History(clock), jobs=jobs, openings=openings, threads=threads)


async def click(approvals: Approvals, person: str, stage: str, verdict: Verdict = Verdict.APPROVE) -> Decided:
    return await approvals.decide([Answer(stage_id=stage, verdict=verdict)], by=Actor(team_id=TEAM, person_id=person))


async def test_two_who_click_at_the_same_instant_are_both_counted(
    database: Database, approvals: Approvals, jobs: Ordered
) -> None:
    *_, [stage] = await asked(database, BOTH, rule=Rule.ALL)

    clicked = await asyncio.gather(click(approvals, "U1", stage), click(approvals, "U2", stage))

    assert [one.refused for one in clicked] == ["", ""]
    assert (await answer(database)).outcome is Outcome.APPROVED
    assert {order.kind for order in jobs.orders} == {"approval.follow_up"}


async def test_where_one_yes_is_enough_the_second_is_told_who_was_first(
    database: Database, approvals: Approvals
) -> None:
    *_, [stage] = await asked(database, {"Legal": [f"U{number}" for number in range(1, 9)]})

    clicked = await asyncio.gather(*(click(approvals, f"U{number}", stage) for number in range(1, 9)))

    refused = [one.refused for one in clicked if one.refused]
    first = next(f"U{number}" for number, one in enumerate(clicked, start=1) if not one.refused)
    assert refused == [f"Legal was already settled by {first}; U0LEAD can help if that was wrong."] * 7
    approval = await answer(database)
    assert [one.person_id for one in approval.stages[0].decisions] == [first]


async def test_a_click_that_is_overtaken_asks_again(database: Database, approvals: Approvals) -> None:
    asset, version, [stage] = await asked(database, BOTH, rule=Rule.ALL)

    async with database.write() as session:
        await reviews.say(session, version.id, "Legal", "U1")
        waiting = asyncio.create_task(click(approvals, "U2", stage))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(waiting), 0.2)

    assert (await waiting).refused == ""
    assert (await answer(database)).outcome is Outcome.APPROVED
    assert asset.id


async def test_a_newer_version_voids_what_is_asked_and_lets_a_click_that_came_first_count(
    database: Database, approvals: Approvals
) -> None:
    asset, version, [legal, brand] = await asked(database, {"Legal": ["U1"], "Brand": ["U2"]})
    await click(approvals, "U1", legal)

    await begin_another(database, approvals, asset.id, asset.batch_id)
    late = await click(approvals, "U2", brand)

    approval = await answer(database)
    assert approval.outcome is Outcome.WITHDRAWN
    assert [stage.outcome for stage in approval.stages] == [Outcome.APPROVED, Outcome.PENDING]
    assert (
        late.refused == f"There is another version by now, so this would not count for it; {SUBMITTER} can show which."
    )
    assert approval.version_id == version.id


async def test_a_decision_that_is_just_being_taken_outlives_the_withdrawal(
    database: Database, approvals: Approvals
) -> None:
    asset, version, _ = await asked(database, BOTH, rule=Rule.ALL)

    async with database.write() as session:
        await reviews.say(session, version.id, "Legal", "U1")
        withdrawing = asyncio.create_task(begin_another(database, approvals, asset.id, asset.batch_id))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(withdrawing), 0.2)
    await withdrawing

    approval = await answer(database)
    assert approval.outcome is approval.stages[0].outcome is Outcome.WITHDRAWN
    assert [one.person_id for one in approval.stages[0].decisions] == ["U1"]


async def test_a_stranger_changes_nothing_and_is_told_who_decides(database: Database, approvals: Approvals) -> None:
    *_, [stage] = await asked(database, BOTH)

    stranger = await click(approvals, "U9", stage)
    elsewhere = await approvals.decide(
        [Answer(stage_id=stage, verdict=Verdict.APPROVE)], by=Actor(team_id="T2", person_id="U1")
    )

    assert stranger.refused == "Legal asks others; it is for U1 or U2 to decide."
    assert (
        elsewhere.refused
        == "This question is no longer open, so nothing was changed. The card shows how it stands now."
    )
    async with database.read() as session:
        assert (await session.exec(select(Decision))).all() == []
        refused = select(Entry.actor_id).where(Entry.event == "DecisionRefused")
        assert sorted(map(str, await session.exec(refused))) == ["U1", "U9"]


async def test_a_crowd_costs_no_more_questions_than_a_pair(database: Database, approvals: Approvals) -> None:
    crowd = [f"U{number}" for number in range(1, 201)]
    *_, [small] = await asked(database, BOTH, rule=Rule.ALL)
    _, version, [large] = await asked(database, {"Legal": crowd}, rule=Rule.ALL)
    async with database.write() as session:
        for person in crowd[:50]:
            await reviews.say(session, version.id, "Legal", person)

    with counted(database) as of_the_pair:
        await click(approvals, "U1", small)
    with counted(database) as of_the_crowd:
        await click(approvals, crowd[50], large)

    # the facts read; fact, decision and history written, which PostgreSQL is told in one breath; the job apart
    assert len(of_the_crowd) == len(of_the_pair) == (4 if database.is_sqlite else 2), of_the_crowd


async def test_rows_are_what_the_facts_add_up_to(database: Database, approvals: Approvals) -> None:
    _, version, stages = await asked(database, {"Legal": ["U1", "U2"], "Brand": ["U3"]}, rule=Rule.ALL)
    await click(approvals, "U1", stages[0])
    await click(approvals, "U2", stages[0], Verdict.REJECT)

    async with database.read() as session:
        told = (await read_reviews(session, [version.id]))[version.id]
    approval = await answer(database)

    assert told.review.outcome is approval.outcome is Outcome.REJECTED
    assert [one.outcome for one in told.review.stages.values()] == [one.outcome for one in approval.stages]
    assert approval.stages[0].settled_by == "U2"
    assert [(one.seat_id, one.verdict) for one in approval.stages[0].decisions] == [
        ("U1", Verdict.APPROVE),
        ("U2", Verdict.REJECT),
    ]


async def test_nobody_can_tell_the_same_number_twice(database: Database) -> None:
    asset, version, [stage] = await asked(database, BOTH)

    async with database.write() as session:
        told = (await read_asked(session, TEAM, [stage]))[stage].told
        await keep(session, [told.adding(reviews.said(told, "Legal", "U1"))], click_id="first")
    with pytest.raises(Overtaken), overtaking():
        async with database.write() as session:
            await keep(session, [told.adding(reviews.said(told, "Legal", "U2"))], click_id="second")

    async with database.read() as session:
        numbers = select(ReviewFact.number).where(ReviewFact.review_id == version.id)
        assert list(await session.exec(numbers.order_by(col(ReviewFact.number)))) == [1, 2, 3, 4, 5, 6]
    assert asset.id


async def begin_another(database: Database, approvals: Approvals, asset_id: str, batch_id: str) -> None:
    begun = VersionBegun(
        team_id=TEAM, asset_id=asset_id, batch_id=batch_id, version_id="v2", number=2, file_name="hero.jpg"
    )
    async with database.write() as session:
        await approvals.withdraw_older(session, begun)


async def answer(database: Database) -> Approval:
    async with database.read() as session:
        return (await session.exec(select(Approval).options(whole_approval()))).one()


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement of the writer, without those that begin and end its transactions."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    engine = database._writers.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


@given(st.lists(st.tuples(st.sampled_from(["01a22c3771eb003d9afc16a029", "V2"]), st.integers(1, 100)), max_size=40))
def test_a_button_carries_the_stages_that_it_was_given(named: list[tuple[str, int]]) -> None:
    ids = list(dict.fromkeys(f"{version}-{place:03}" for version, place in sorted(named)))

    assert clicks.asked_about(clicks.asking_about(ids)) == ids


def test_a_button_is_never_too_long_for_slack() -> None:
    value = clicks.asking_about(f"{picture:026}-{place:03}" for picture in range(20) for place in range(1, 31))

    assert len(value) <= 2_000
    assert len(clicks.asked_about(value)) >= 13 * 30
