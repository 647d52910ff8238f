"""What a hostile or unlucky outside can do to a click on an approval: double it, mix it up, forge it, come too late."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.db import Database
from models.asset import Asset, AssetState, Version
from models.review.words import Outcome, Rule, Verdict
from models.review.workflow import StageRules, Workflow
from tests.bot.approval.desk import Desk
from tests.bot.approval.questions import SUBMITTER, TEAM, asked
from tests.clocks import MONDAY_NOON
from tests.databases import ready_file
from tests.models.review.stories import beside

GONE = "This question is no longer open, so nothing was changed. The card shows how it stands now."
TWO = {"Legal": ("U1", "U2")}


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


async def test_of_two_yeses_in_the_same_instant_the_answer_is_told_once(desk: Desk) -> None:
    asset, _, [stage] = await asked(desk.database, TWO, rule=Rule.ALL)

    await asyncio.gather(desk.clicks("U1", stage), desk.clicks("U2", stage))
    await desk.follow_up()

    told = await desk.told(asset)
    assert await desk.outcome(asset) == (Outcome.APPROVED, AssetState.APPROVED)
    assert [told.count(one) for one in ("DecisionMade", "StageSettled", "ApprovalSettled")] == [2, 1, 1]


async def test_of_two_paths_that_end_in_the_same_instant_one_alone_is_the_answer(desk: Desk) -> None:
    paths = Workflow(steps=(beside([StageRules(name="Legal")], [StageRules(name="Market")]),))
    asset, _, [legal, market] = await asked(desk.database, {"Legal": ["U1"], "Market": ["U2"]}, order=paths)

    await asyncio.gather(desk.clicks("U1", legal), desk.clicks("U2", market))
    await desk.follow_up()

    told = await desk.told(asset)
    assert await desk.outcome(asset) == (Outcome.APPROVED, AssetState.APPROVED)
    assert [told.count(one) for one in ("DecisionMade", "StageSettled", "ApprovalSettled")] == [2, 2, 1]


async def test_a_clock_that_is_set_back_between_two_clicks_changes_nothing(desk: Desk) -> None:
    asset, _, [stage] = await asked(desk.database, TWO, rule=Rule.ALL)

    await desk.clicks("U1", stage)
    desk.clock.jump(-timedelta(hours=3))
    await desk.clicks("U2", stage)
    await desk.follow_up()

    told = await desk.told(asset)
    assert await desk.outcome(asset) == (Outcome.APPROVED, AssetState.APPROVED)
    assert [told.count(one) for one in ("DecisionMade", "StageSettled", "ApprovalSettled")] == [2, 1, 1]


async def test_a_version_that_comes_between_the_click_and_what_follows_is_not_approved_by_it(desk: Desk) -> None:
    asset, _, [stage] = await asked(desk.database, {"Legal": ["U1"]})
    await desk.clicks("U1", stage)

    async with desk.database.write() as session:
        newer = (await session.get_one(Asset, asset.id)).version_number = 2
        session.add(
            Version(
                team_id=TEAM, asset_id=asset.id, number=newer, file_name="b.jpg", submitter_id=SUBMITTER,
                submitted_at=MONDAY_NOON,
            )
        )  # fmt: skip
    await desk.follow_up()

    assert await desk.outcome(asset) == (Outcome.APPROVED, AssetState.IN_REVIEW)
    assert await desk.told(asset) == ["DecisionMade", "DecisionFollowed"]


@pytest.mark.parametrize("forged", ["", "-", "nothing", "V1-001.002", "'; DROP TABLE decision; --", "x" * 2_000])
async def test_a_value_that_names_nothing_decides_nothing_beside_what_it_may(desk: Desk, forged: str) -> None:
    asset, _, [stage] = await asked(desk.database, {"Legal": ["U1"]})

    clicked = await desk.clicks("U1", forged, stage, forged)

    assert clicked.refused == GONE
    assert await desk.decisions(asset) == [("U1", Verdict.APPROVE)]


async def test_a_value_with_stages_of_others_decides_only_what_is_theirs(desk: Desk) -> None:
    mine, _, [own, later] = await asked(desk.database, {"Legal": ["U1"], "Brand": ["U1"]}, rule=Rule.ALL)
    other, _, [of_others] = await asked(desk.database, {"Legal": ["U2"]})

    await desk.clicks("U1", later, own, of_others, own)
    elsewhere = await desk.clicks("U2", of_others, team="T2")

    assert elsewhere.refused == GONE
    assert await desk.decisions(mine) == [("U1", Verdict.APPROVE)]
    assert await desk.decisions(other) == []


async def test_a_form_for_a_stage_that_has_closed_says_so_in_the_form_alone(desk: Desk) -> None:
    asset, _, [stage] = await asked(desk.database, TWO)
    await desk.clicks("U1", stage, verdict=Verdict.REJECT)
    desk.ordered()

    late = await desk.clicks("U2", stage, verdict=Verdict.REQUEST_CHANGES, in_form=True)
    of_another = await desk.clicks("U9", stage, in_form=True)

    assert late.against == of_another.against == "Legal was already settled by U1; U0LEAD can help if that was wrong."
    assert await desk.decisions(asset) == [("U1", Verdict.REJECT)]
    assert (desk.ordered(), await desk.whispered("U2"), await desk.whispered("U9")) == ([], [], [])


async def test_a_form_of_which_some_counts_closes_and_the_rest_is_said_in_private(desk: Desk) -> None:
    """Else it would stay open, and say from then on that what had counted was decided already."""
    settled, _, [late] = await asked(desk.database, TWO)
    still_asked, _, [open_yet] = await asked(desk.database, TWO)
    await desk.clicks("U1", late)

    submitted = await desk.clicks("U2", late, open_yet, verdict=Verdict.REJECT, in_form=True)

    assert submitted.against == ""
    assert await desk.decisions(settled) == [("U1", Verdict.APPROVE)]
    assert await desk.decisions(still_asked) == [("U2", Verdict.REJECT)]
    [said] = await desk.whispered("U2")
    assert "Legal was already settled by U1" in said


async def test_whoever_clicks_again_and_again_reads_once_a_minute_and_card_why_it_does_not_count(desk: Desk) -> None:
    asset, _, [stage] = await asked(desk.database, TWO)
    _, _, [elsewhere] = await asked(desk.database, TWO)
    for settled in (stage, elsewhere):
        await desk.clicks("U1", settled)

    for _ in range(5):
        await desk.clicks("U2", stage)
        desk.clock.advance(timedelta(seconds=11))
    assert len(await desk.whispered("U2")) == 1
    await desk.clicks("U2", elsewhere)
    assert len(await desk.whispered("U2")) == 2

    desk.clock.advance(timedelta(seconds=11))
    await desk.clicks("U2", stage)
    assert len(await desk.whispered("U2")) == 3
    assert (await desk.told(asset)).count("DecisionRefused") == 6


PEOPLE = ("U1", "U2", "U3")
Clicks = list[tuple[str, Verdict]]
VERDICTS = st.sampled_from((Verdict.APPROVE, Verdict.APPROVE, Verdict.REJECT, Verdict.REQUEST_CHANGES))


@st.composite
def deliveries(draw: st.DrawFn) -> Clicks:
    """Each click comes two to five times, mixed up with the others; where it is followed up is a part of the order."""
    said = {person: draw(VERDICTS) for person in PEOPLE}
    return draw(st.permutations([click for click in said.items() for _ in range(draw(st.integers(2, 5)))]))


@contextmanager
def one_loop(folder: Path) -> Iterator[tuple[asyncio.Runner, Desk]]:
    with asyncio.Runner() as runner:
        database = Database(ready_file(folder / "galley.db"))
        runner.run(database.open())
        try:
            yield runner, Desk(database)
        finally:
            runner.run(database.close())


@pytest.mark.parametrize("rule", [Rule.ANY, Rule.ALL])
def test_however_often_and_in_which_order_clicks_come_each_person_is_heard_once(tmp_path: Path, rule: Rule) -> None:
    with one_loop(tmp_path) as (runner, desk):

        @settings(max_examples=15)
        @given(deliveries(), st.booleans())
        def they_come(clicks: Clicks, is_followed_at_once: bool) -> None:
            runner.run(heard_once(desk, clicks, rule, is_followed_at_once=is_followed_at_once))

        they_come()


async def heard_once(desk: Desk, clicks: Clicks, rule: Rule, *, is_followed_at_once: bool) -> None:
    asset, _, [stage] = await asked(desk.database, {"Legal": PEOPLE}, rule=rule)
    for person, verdict in clicks:
        await desk.clicks(person, stage, verdict=verdict)
        if is_followed_at_once:
            await desk.follow_up()
    await desk.follow_up()

    told, decided = await desk.told(asset), await desk.decisions(asset)
    assert decided == until_it_is_settled(clicks, rule)
    assert told.count("DecisionMade") == told.count("DecisionFollowed") == len(decided)
    assert (told.count("StageSettled"), told.count("ApprovalSettled")) == (1, 1)
    outcome, state = await desk.outcome(asset)
    assert (outcome, state) == (of(decided[-1][1]), AssetState(outcome))


def until_it_is_settled(clicks: Clicks, rule: Rule) -> Clicks:
    """The first click of each, up to the one that settles it: a no, or as many yeses as it takes."""
    firsts = list(dict.fromkeys(clicks))
    needed = 1 if rule is Rule.ANY else len(PEOPLE)
    last = next((n for n, (_, one) in enumerate(firsts) if one is not Verdict.APPROVE), needed - 1)
    return firsts[: min(last, needed - 1) + 1]


def of(verdict: Verdict) -> Outcome:
    return {
        Verdict.REJECT: Outcome.REJECTED,
        Verdict.REQUEST_CHANGES: Outcome.CHANGES_REQUESTED,
    }.get(verdict, Outcome.APPROVED)
