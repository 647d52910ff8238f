"""Random workflows, for the model and for its second opinion, and what may happen in them."""

from dataclasses import replace

from hypothesis import strategies as st

from models.review.words import Closing, Opening, Rule, Settling
from models.review.workflow import Condition, Path, StageRules, Step, Subject, Workflow
from tests.models.review.rooms import Rules
from tests.models.review.stories import HOUR, NOON

PEOPLE = ("ana", "bo", "cy", "di", "eve", "flo")
VERDICTS = ("approve", "approve", "approve", "approve_with_changes", "request_changes", "reject")
SUBJECT = Subject(regions=("DE",))

_few = st.sampled_from([(), (), (), ("bo",), ("eve",)])
_some = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True).map(tuple)
_promises = st.tuples(st.integers(1, 9), st.sampled_from(["escalate", "reassign", "expire"]), st.sampled_from(PEOPLE))
_rules = st.builds(
    Rules,
    name=st.just(""),
    rule=st.sampled_from(["any", "all", "quorum", "final"]),
    quorum=st.integers(1, 3),
    fail=st.integers(1, 3),
    hears_all=st.sampled_from([False, False, True]),
    closes_all=st.booleans(),
    opens=st.sampled_from(["approved"] * 5 + ["any_decision", "date", "deadline", "hand"]),
    opens_at=st.integers(0, 8),
    applies=st.sampled_from([True, True, True, False]),
    own_work=st.booleans(),
    always=st.booleans(),
    people=_some,
    final=st.sampled_from(PEOPLE),
    denied=_few,
    gone=_few,
    promises=st.lists(_promises, max_size=2).map(tuple),
)
GRAPHS = st.lists(
    st.lists(st.lists(_rules, min_size=1, max_size=2), min_size=1, max_size=2), min_size=1, max_size=3
).map(lambda steps: _named(steps))  # noqa: PLW0108 - it is defined below
KINDS = ["vote"] * 14 + ["stale", "take_back", "call", "look_up", "away", "back", "instead", "bytes", "again", "home"]
WALKS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 11), st.integers(0, 5), st.integers(0, 5)), min_size=8, max_size=40
)
Stride = tuple[str, int, int, int]


def _named(steps: list[list[list[Rules]]]) -> list[list[list[Rules]]]:
    return [
        [[_sound(rules, f"{i}{j}{k}") for k, rules in enumerate(path)] for j, path in enumerate(step)]
        for i, step in enumerate(steps)
    ]


def _sound(rules: Rules, name: str) -> Rules:
    """Without what no workflow may say."""
    return replace(
        rules,
        name=name,
        quorum=rules.quorum if rules.rule == "quorum" else None,
        fail=1 if rules.rule in {"all", "final"} else rules.fail,
        closes_all=rules.closes_all and rules.rule == "final",
        final=rules.final if rules.rule == "final" else "",
    )


def workflow_of(steps: list[list[list[Rules]]], *, may_change: bool, carries: bool) -> Workflow:
    return Workflow(
        steps=tuple(Step(paths=tuple(Path(stages=tuple(map(_stage, path))) for path in step)) for step in steps),
        may_change=may_change,
        carries_over=carries,
    )


def _stage(rules: Rules) -> StageRules:
    return StageRules(
        name=rules.name,
        rule=Rule(rules.rule),
        quorum=rules.quorum,
        fail_count=rules.fail,
        settles=Settling.WHEN_ALL_DECIDED if rules.hears_all else Settling.AT_ONCE,
        closes=Closing.APPROVAL if rules.closes_all else Closing.STAGE,
        opens=Opening(rules.opens),
        opens_at=NOON + rules.opens_at * HOUR if rules.opens == "date" else None,
        when=Condition() if rules.applies else Condition(regions=("FR",)),
        allows_own_work=rules.own_work,
        is_always_asked=rules.always,
    )
