"""Lanes in memory: who may go on, without a clock or a database."""

from datetime import timedelta

import pytest

from bot.jobs.lanes import Lanes
from bot.jobs.outcome import Aside, Behind, Crowded, Over, Rest
from bot.jobs.pace import Gate
from tests.clocks import MONDAY_NOON as NOON

SECOND = timedelta(seconds=1)
TOKEN = Gate(name="bucket:token", every=SECOND)
PAPER = Gate(name="system:paper")


@pytest.fixture
def lanes() -> Lanes:
    return Lanes()


def ready(lanes: Lanes) -> list[str]:
    """Takes all that may go on."""
    taken = []
    while (lane := lanes.take()) is not None:
        taken.append(lane)
    return taken


def test_a_lane_is_taken_once_until_it_is_put_back(lanes: Lanes):
    lanes.wake("a")
    lanes.wake("a")

    assert ready(lanes) == ["a"]


def test_a_call_while_busy_is_not_forgotten(lanes: Lanes):
    lanes.wake("a")
    lanes.take()

    lanes.wake("a")
    lanes.put_back("a", None, at=NOON)

    assert ready(lanes) == ["a"]


def test_a_lane_with_nothing_to_do_is_gone(lanes: Lanes):
    lanes.wake("a")
    lanes.take()

    lanes.put_back("a", None, at=NOON)

    assert lanes.are_empty


def test_lanes_take_turns(lanes: Lanes):
    lanes.wake("a")
    lanes.wake("b")

    lanes.take()
    lanes.put_back("a", Over(), at=NOON)

    assert ready(lanes) == ["b", "a"]


def test_a_resting_lane_is_not_woken_by_a_new_order(lanes: Lanes):
    lanes.wake("a")
    lanes.take()
    lanes.put_back("a", Rest(NOON + SECOND), at=NOON)

    lanes.wake("a")
    assert ready(lanes) == []

    lanes.let_on(at=NOON + SECOND)
    assert ready(lanes) == ["a"]


def test_a_resting_lane_is_roused_when_its_first_job_changes(lanes: Lanes):
    lanes.wake("a")
    lanes.take()
    lanes.put_back("a", Rest(NOON + SECOND), at=NOON)

    lanes.rouse("a")

    assert ready(lanes) == ["a"]


def test_a_job_that_stepped_aside_lets_its_lane_go_on(lanes: Lanes):
    lanes.wake("a")
    lanes.take()

    lanes.put_back("a", Aside("a~1", NOON + SECOND), at=NOON)

    assert ready(lanes) == ["a"]
    assert lanes.next_moment() == NOON + SECOND


def test_a_gate_lets_one_lane_through_at_a_time_in_the_order_they_came(lanes: Lanes):
    queue_up(lanes, TOKEN, "abc")

    for second, lane in enumerate("abc", start=1):
        lanes.let_on(at=NOON + second * SECOND)
        assert ready(lanes) == [lane]


def test_a_gate_that_was_on_trial_opens_for_all(lanes: Lanes):
    queue_up(lanes, PAPER, "abc")
    lanes.let_on(at=NOON + SECOND)
    assert ready(lanes) == ["a"]

    lanes.put_back("a", Over(reopened=PAPER), at=NOON + SECOND)

    assert sorted(ready(lanes)) == ["a", "b", "c"]


def test_a_failed_trial_keeps_the_others_waiting(lanes: Lanes):
    queue_up(lanes, PAPER, "abc")
    lanes.let_on(at=NOON + SECOND)
    lanes.take()

    lanes.put_back("a", Behind(PAPER, NOON + 60 * SECOND), at=NOON + SECOND)

    lanes.let_on(at=NOON + 59 * SECOND)
    assert ready(lanes) == []
    assert lanes.next_moment() == NOON + 60 * SECOND


def test_a_crowd_goes_on_one_by_one_as_seats_become_free(lanes: Lanes):
    for lane in "ab":
        lanes.wake(lane)
        lanes.take()
        lanes.put_back(lane, Crowded("post"), at=NOON)
    lanes.wake("a")
    assert ready(lanes) == []

    lanes.let_in("post", 1)
    assert ready(lanes) == ["a"]

    lanes.let_in("post", 2)
    assert ready(lanes) == ["b"]
    assert lanes.crowded_kinds == ()


def queue_up(lanes: Lanes, gate: Gate, names: str) -> None:
    for lane in names:
        lanes.wake(lane)
        lanes.take()
        lanes.put_back(lane, Behind(gate, NOON + SECOND), at=NOON)
