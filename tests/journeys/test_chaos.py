"""kill -9, freezes and a torn database anywhere: nothing lost, nothing doubled, counted where people would see it."""

from dataclasses import replace

import pytest

from bot.chaos.judging import judge
from bot.chaos.plan import Kind
from bot.chaos.play import Engine, Judgement, Options, play
from tests.conftest import WORKER

PORTS = 10_000 + 100 * WORKER  # of no other test process
SEED, ITEMS, KILLS = 137, 9, 5


@pytest.mark.parametrize(("engine", "replicas"), [(Engine.EMBEDDED, 1), (Engine.POSTGRESQL, 3)])
def test_nothing_is_lost_doubled_out_of_order_or_stuck(engine: Engine, replicas: int) -> None:
    """One test: a run takes half a minute, and the judge is judged by what it saw."""
    run = Options(
        items=ITEMS,
        replicas=replicas,
        kills=KILLS,
        seed=SEED,
        engine=engine,
        first_port=PORTS,
        quiet=3,
        patience=40,
    )

    judgement = play(run, tell=print)

    assert judgement.troubles == 0, "\n".join(remark for row in judgement.rows for remark in row.remarks)
    assert {row.name for row in judgement.rows if not row.accepted} <= {"notices"}
    the_blows_fell_in_the_midst_of_work(judgement)
    the_judge_sees_what_is_lost_and_what_is_doubled(judgement)


def the_blows_fell_in_the_midst_of_work(judgement: Judgement) -> None:
    at_work = [one.kind for one in judgement.struck if one.calls]

    assert at_work.count(Kind.KILL) + at_work.count(Kind.LOSE) >= KILLS - 1
    assert {one.kind for one in judgement.struck} == set(at_work)


def the_judge_sees_what_is_lost_and_what_is_doubled(judgement: Judgement) -> None:
    seen = judgement.evidence
    twice, missing = seen.review[0], seen.campaign[0]
    worse = replace(seen, review=(*seen.review, twice), campaign=[one for one in seen.campaign if one != missing])

    rows = {row.name: row for row in judge(judgement.story, worse, reminded=True)}

    assert rows["cards"].doubled >= 1
    assert rows["all messages"].doubled >= 1
    assert rows["announcements"].lost >= 1
    assert rows["announcements"].doubled == 0
