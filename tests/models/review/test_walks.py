"""Whatever happens, in whatever order: what always holds, beside a second opinion that shares no code."""

import json

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from models.review import fold, from_json, to_json
from models.review.facts import DecisionMade
from tests.models.review.graphs import GRAPHS, WALKS, Stride
from tests.models.review.rooms import Rules
from tests.models.review.stories import HOUR, NOON
from tests.models.review.walks import Walk

STEADY = settings(max_examples=60, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


LATER = NOON + 1000 * HOUR


def begun(steps: list[list[list[Rules]]], *, may_change: bool, carries: bool) -> Walk:
    assume(any(rules.applies for step in steps for path in step for rules in path))
    return Walk(steps, may_change=may_change, carries=carries)


@settings(STEADY, max_examples=150)
@given(GRAPHS, WALKS, st.booleans(), st.booleans())
def test_it_may_be_published_if_and_only_if_the_policy_passes(
    steps: list[list[list[Rules]]], strides: list[Stride], may_change: bool, carries: bool
) -> None:
    walk = begun(steps, may_change=may_change, carries=carries)

    for stride in strides:
        walk.tick()
        assert (walk.review.next_moment or LATER) > walk.at
        agree(walk)
        taken, expected = walk.go(stride)
        assert taken == expected, stride
        agree(walk)


def agree(walk: Walk) -> None:
    oracle, review = walk.oracle, walk.review
    found = {name: str(stage.outcome) for name, stage in review.stages.items()}
    assert found == {name: room.outcome for name, room in oracle.rooms.items()}
    assert str(review.outcome) == oracle.answer
    may_publish = review.covers(f"bytes {oracle.bytes}")
    assert may_publish == (oracle.is_whole() or (oracle.was_closed() and oracle.answer == "approved"))
    assert not review.covers(f"bytes {oracle.bytes - 1}")
    told = {name for name, stage in review.stages.items() if stage.is_open and stage.is_known_stuck}
    assert told == {name for name, room in oracle.rooms.items() if oracle.is_stuck(room)}


@settings(STEADY, max_examples=40)
@given(GRAPHS, WALKS, st.booleans())
def test_nothing_that_was_decided_is_ever_lost(
    steps: list[list[list[Rules]]], strides: list[Stride], carries: bool
) -> None:
    walk = begun(steps, may_change=True, carries=carries)

    for stride in strides:
        walk.tick()
        walk.go(stride)

    made = [fact for fact in walk.facts if isinstance(fact, DecisionMade)]
    for name, stage in walk.review.stages.items():
        assert list(stage.said) == [fact for fact in made if fact.stage == name]


@settings(STEADY, max_examples=40)
@given(GRAPHS, WALKS)
def test_the_same_facts_make_the_same_review_through_json_too(
    steps: list[list[list[Rules]]], strides: list[Stride]
) -> None:
    walk = begun(steps, may_change=True, carries=True)
    for stride in strides:
        walk.tick()
        walk.go(stride)

    written = [json.loads(json.dumps(to_json(fact))) for fact in walk.facts]

    assert [from_json(one) for one in written] == walk.facts
    assert fold(walk.facts) == walk.review == fold(map(from_json, written))
