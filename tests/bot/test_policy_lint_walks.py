"""What the lint says of random policies, beside what the rules of models/review do when somebody walks through them:
whatever it passes can be reached and passed, and whatever turn it says will never come does not.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.galley_yml import Edition
from bot.policy import Policy
from bot.policy_lint.findings import Gravity
from bot.policy_lint.lint import lint
from bot.policy_stage import StagePolicy
from models.review import Review, Seating, after, call_stage, decide, fold, open_review, open_stage, pass_time
from models.review.facts import Fact, Version
from models.review.refusals import NothingToAsk
from models.review.words import Opening, Outcome, Phase, Verdict
from models.review.workflow import Subject

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAMES = ("ana", "bo", "cy")
REGIONS = ((), ("DE",), ("AT",))
TYPES = ("JPEG", "PNG")

_some = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
_rule = st.one_of(
    st.fixed_dictionaries({"approvers": _some, "rule": st.sampled_from(["any", "all"])}),
    _some.map(lambda who: {"approvers": who, "rule": "quorum", "quorum": (len(who) + 1) // 2}),
    st.fixed_dictionaries(
        {"final_decider": st.sampled_from(NAMES), "closes": st.sampled_from(["stage", "approval"])},
        optional={"approvers": _some},
    ),
)
_opens = st.sampled_from(["approved"] * 4 + ["any_decision", "deadline", "hand", "date"])
_when = st.sampled_from([{}, {}, {"region": ["DE"]}, {"region": ["AT", "DE"]}, {"file_type": ["PNG"]},
                         {"region": ["DE"], "attribute": {"region": ["AT"]}}])  # fmt: skip
_deny = st.sampled_from([[], [], [], [], ["ana"]])
_stage = st.builds(
    lambda rule, opens, when, deny: {**rule, "opens": opens, "when": when, "deny": deny}, _rule, _opens, _when, _deny
)
_workflows = st.lists(
    st.lists(st.lists(_stage, min_size=1, max_size=2), min_size=1, max_size=2), min_size=1, max_size=4
)


def edition_of(workflow: list[list[list[dict[str, Any]]]]) -> Edition:
    for number, stage in enumerate(stage for step in workflow for path in step for stage in path):
        stage.update(name=f"S{number}", **({"opens_at": "2026-03-09 09:00"} if stage["opens"] == "date" else {}))
    written = {
        "intake": {"channels": ["intake"]},
        "people": {"lead": "lead", "admins": ["admin"]},
        "checks": {"formats": list(TYPES)},
        "attributes": {"region": {"label": "Region", "options": ["DE", "AT"]}},
        "review": {"channel": "review", "workflow": [{"paths": step} for step in workflow]},
    }
    return Edition(policy=Policy.model_validate(written), text=json.dumps(written, indent=1), digest="")


class Walk:
    """Somebody who wants one stage to open, and then to pass: all say yes, but whose yes would end it before."""

    def __init__(self, policy: Policy, subject: Subject, target: str) -> None:
        self.stages: Mapping[str, StagePolicy] = {one.name: one for one in policy.review.every_stage}
        self.target, self.at = target, NOON
        told = open_review(
            policy.workflow, subject=subject, version=Version(id="V", sha256="V"), submitter="uma", lead="lead", at=NOON
        )
        self.review: Review = fold(told)

    def go(self) -> bool:
        for _ in range(3 * len(self.stages) + 3):
            self._open_called()
            if self._is_open():
                return True
            self._say_yes(hold_back=True)
            self._call()
            self._open_called()
            self._wait()
        return False

    def passes(self) -> bool:
        """After `go`."""
        for person in self.review.stages[self.target].seats:
            self._say(self.target, person)
        settlement = self.review.stages[self.target].settlement
        return settlement is not None and settlement.outcome is Outcome.APPROVED

    def _is_open(self) -> bool:
        stage = self.review.stages[self.target]
        return stage.is_open

    def _open_called(self) -> None:
        while called := list(self.review.in_phase(Phase.CALLED)):
            stage = self.stages[called[0].name]
            seating = Seating(
                approvers=stage.approvers, final_decider=stage.final_decider or "", denied=tuple(stage.deny)
            )
            due_at = self.at + timedelta(hours=8)
            self._tell(open_stage(self.review, stage.name, seating=seating, due_at=due_at, at=self.at))

    def _say_yes(self, *, hold_back: bool) -> None:
        for name, person in list(self._voices()):
            stage = self.stages[name]
            if not (hold_back and stage.closes == "approval" and person == stage.final_decider):
                self._say(name, person)
                self._open_called()

    def _voices(self) -> Iterator[tuple[str, str]]:
        for stage in self.review.in_phase(Phase.OPEN):
            yield from ((stage.name, person) for person in stage.seats if stage.name != self.target)

    def _say(self, name: str, person: str) -> None:
        stage = self.review.stages[name]
        if stage.is_open and person in stage.undecided and self.review.settlement is None:
            self._tell(decide(self.review, name, by=person, verdict=Verdict.APPROVE, sha256="V", at=self.at))

    def _call(self) -> None:
        for stage in list(self.review.in_phase(Phase.WAITING)):
            if stage.rules.opens is Opening.HAND and self.review.is_asking:
                self._tell(call_stage(self.review, stage.name, by="lead", at=self.at))

    def _wait(self) -> None:
        self.at += timedelta(days=8)
        self._tell(pass_time(self.review, at=self.at))

    def _tell(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            self.review = after(self.review, fact)


def sorts() -> Iterator[Subject]:
    """Written out here, apart from the lint's own."""
    for regions, file_type in product(REGIONS, TYPES):
        given = (("region", regions),) if regions else ()
        yield Subject(file_type=file_type, regions=regions, attributes=given)


def walk_to(policy: Policy, name: str) -> Walk | None:
    """Into that stage, for whatever picture it takes; None where nobody gets there."""
    for subject in sorts():
        try:
            walk = Walk(policy, subject, name)
        except NothingToAsk:
            continue
        if name in walk.review.plan.rules and walk.go():
            return walk
    return None


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(_workflows)
def test_where_the_lint_finds_nothing_every_stage_can_be_reached_and_passed(
    workflow: list[list[list[dict[str, Any]]]],
) -> None:
    edition = edition_of(workflow)
    assume(not lint(edition, at=NOON))

    walks = {stage.name: walk_to(edition.policy, stage.name) for stage in edition.policy.review.every_stage}

    assert [name for name, walk in walks.items() if walk is None] == []
    assert [name for name, walk in walks.items() if walk is not None and not walk.passes()] == []


@settings(max_examples=60)
@given(_workflows)
def test_a_turn_that_will_never_come_is_one_that_no_walk_finds_and_each_such_is_named(
    workflow: list[list[list[dict[str, Any]]]],
) -> None:
    edition = edition_of(workflow)
    errors = [one for one in lint(edition, at=NOON) if one.gravity is Gravity.ERROR]
    assume(all(one.sentence.startswith(("its turn never comes", "no picture can meet")) for one in errors))
    keys = {one.key.removesuffix(".when") for one in errors}

    unfound = {
        f"review.workflow[{step + 1}].paths[{path + 1}][{place + 1}]"
        for step, paths in enumerate(workflow)
        for path, stages in enumerate(paths)
        for place, stage in enumerate(stages)
        if walk_to(edition.policy, stage["name"]) is None
    }

    assert keys == unfound
