"""Which stages apply to an asset, and which come right before and after each of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.review.facts import LeftOut
from models.review.words import Opening
from models.review.workflow import StageRules, Step, Subject, Workflow


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The graph of the stages that apply. `timed` are those whose turn a moment may bring."""

    rules: Mapping[str, StageRules]
    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    timed: tuple[str, ...]

    def downstream(self, name: str) -> frozenset[str]:
        """Everything that comes after, near and far."""
        found: set[str] = set()
        ahead = list(self.after[name])
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.after[one])
        return frozenset(found)


def skipped(workflow: Workflow, subject: Subject) -> tuple[LeftOut, ...]:
    """The stages that do not apply, each with why."""
    unmet = ((rules.name, rules.when.unmet(subject)) for rules in workflow.stages)
    return tuple(LeftOut(who=name, why=why) for name, why in unmet if why)


def plan_of(workflow: Workflow, left_out: tuple[LeftOut, ...]) -> Plan:
    absent = {one.who for one in left_out}
    before: dict[str, tuple[str, ...]] = {}
    last: tuple[str, ...] = ()
    for step in workflow.steps:
        last = _through(step, absent, last, before) or last
    return Plan(
        rules={rules.name: rules for rules in workflow.stages if rules.name in before},
        before=before,
        after=_turned(before),
        timed=tuple(rules.name for rules in workflow.stages if rules.name in before and _is_timed(rules)),
    )


def _through(
    step: Step, absent: set[str], earlier: tuple[str, ...], before: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The last stage of each path that applies."""
    ends: list[str] = []
    for path in step.paths:
        previous = earlier
        for rules in path.stages:
            if rules.name not in absent:
                before[rules.name], previous = previous, (rules.name,)
        if previous is not earlier:
            ends += previous
    return tuple(ends)


def _turned(before: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    after: dict[str, list[str]] = defaultdict(list)
    for name, earlier in _edges(before):
        after[earlier].append(name)
    return {name: tuple(after[name]) for name in before}


def _edges(before: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    return ((name, earlier) for name, all_before in before.items() for earlier in all_before)


def _is_timed(rules: StageRules) -> bool:
    return rules.opens in {Opening.DATE, Opening.DEADLINE}
