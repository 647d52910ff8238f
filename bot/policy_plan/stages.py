"""How two policies differ, stage by stage. Stages are the same where their names are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.policy import Policy
from bot.policy_lint.census import key
from bot.policy_plan.wording import LABELS, listed, written
from bot.policy_stage import StagePolicy
from models.review.plan import plan_of

PEOPLE = {
    "approvers": ("asks {} as well", "no longer asks {}"),
    "advisers": ("hears {} too", "no longer hears {}"),
    "deny": ("no longer lets {} decide", "lets {} decide again"),
}


class Kind(StrEnum):
    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class StageChange:
    stage: str
    kind: Kind
    sentences: tuple[str, ...]


def changes(before: Policy, after: Policy) -> tuple[StageChange, ...]:
    """In the order of the new file; what is gone comes last."""
    return (*_kept_and_new(before, after), *_gone(before, after))


def _kept_and_new(before: Policy, after: Policy) -> Iterator[StageChange]:
    for stage in after.review.every_stage:
        old = before.review.stage(stage.name)
        if old is None:
            yield StageChange(stage=stage.name, kind=Kind.NEW, sentences=tuple(_introduced(stage, after)))
        elif sentences := (*_moved(stage.name, before, after), *_differing(old, stage, before, after)):
            yield StageChange(stage=stage.name, kind=Kind.CHANGED, sentences=sentences)


def _gone(before: Policy, after: Policy) -> Iterator[StageChange]:
    for stage in before.review.every_stage:
        if after.review.stage(stage.name) is None:
            no_longer = f"no longer asks {listed(before.expand(stage.people, submitter=WHOEVER))}"
            yield StageChange(stage=stage.name, kind=Kind.GONE, sentences=(no_longer,))


def _introduced(stage: StagePolicy, policy: Policy) -> Iterator[str]:
    yield f"comes {_place(_before(stage.name, policy))}"
    yield f"asks {listed(policy.expand(stage.people, submitter=WHOEVER))}"
    for name in sorted(stage.model_fields_set & LABELS.keys(), key=list(LABELS).index):
        yield f"{LABELS[name]}: {written(getattr(stage, name))}"


def _moved(name: str, before: Policy, after: Policy) -> Iterator[str]:
    old, new = _before(name, before), _before(name, after)
    if old != new:
        yield f"comes {_place(new)}, until now {_place(old)}"


def _before(name: str, policy: Policy) -> tuple[str, ...]:
    return plan_of(policy.workflow, ()).before[name]


def _place(before: tuple[str, ...]) -> str:
    return f"after {listed(before)}" if before else "first"


def _differing(old: StagePolicy, new: StagePolicy, before: Policy, after: Policy) -> Iterator[str]:
    for name, (joined, left) in PEOPLE.items():
        was = before.expand(getattr(old, name), submitter=WHOEVER)
        now = after.expand(getattr(new, name), submitter=WHOEVER)
        yield from (joined.format(listed(some)) for some in [_only(now, was)] if some)
        yield from (left.format(listed(some)) for some in [_only(was, now)] if some)
    own = [policy.review.allows_own_work(stage) for stage, policy in ((old, before), (new, after))]
    if own[0] != own[1]:
        yield f"{'lets' if own[1] else 'no longer lets'} people approve what they brought themselves"
    for name, label in LABELS.items():
        was_said, is_said = getattr(old, name), getattr(new, name)
        if was_said != is_said:
            yield f"{label}: {written(is_said)}, until now {written(was_said)}"


def _only(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    known = {key(one) for one in others}
    return tuple(one for one in some if key(one) not in known)


WHOEVER = "whoever brings the picture"
