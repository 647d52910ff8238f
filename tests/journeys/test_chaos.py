"""kill -9, freezes and a torn database anywhere: nothing lost, nothing doubled, counted where people would see it."""

from dataclasses import replace

import pytest

from bot.chaos.judging import judge
from bot.chaos.plan import Kind
from bot.chaos.play import Engine, Judgement, Options, play
from tests.conftest import WORKER

PORTS = 10_000 + 200 * WORKER  # of no other test process
SEED, ITEMS, KILLS = 7, 14, 6


@pytest.fixture(scope="module", params=[(Engine.EMBEDDED, 1), (Engine.POSTGRESQL, 3)], ids=lambda one: one[0])
def judgement(request: pytest.FixtureRequest) -> Judgement:
    engine, replicas = request.param
    options = Options(
        items=ITEMS,
        replicas=replicas,
        kills=KILLS,
        seed=SEED,
        engine=engine,
        first_port=PORTS,
        quiet=3,
        patience=60,
    )
    return play(options, tell=print)


def test_nothing_is_lost_doubled_out_of_order_or_stuck(judgement: Judgement):
    remarks = [remark for row in judgement.rows for remark in row.remarks]

    assert judgement.troubles == 0, "\n".join(remarks)
    assert {row.name for row in judgement.rows if not row.accepted} <= {"notices"}


def test_the_blows_fell_in_the_midst_of_work(judgement: Judgement):
    at_work = [one.kind for one in judgement.struck if one.calls]

    assert at_work.count(Kind.KILL) + at_work.count(Kind.LOSE) >= KILLS - 1
    assert Kind.LOSE in at_work
    assert {one.kind for one in judgement.struck} == set(at_work)


def test_the_judge_sees_what_is_lost_and_what_is_doubled(judgement: Judgement):
    seen = judgement.evidence
    twice, missing = seen.review[0], seen.campaign[0]
    worse = replace(seen, review=(*seen.review, twice), campaign=[one for one in seen.campaign if one != missing])

    rows = {row.name: row for row in judge(judgement.story, worse, reminded=True)}

    assert rows["cards"].doubled >= 1
    assert rows["all messages"].doubled >= 1
    assert rows["announcements"].lost >= 1
    assert rows["announcements"].doubled == 0
