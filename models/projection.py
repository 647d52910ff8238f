"""What the facts of a review add up to in rows, and how each command changes those. Pure.

Rows are named after what they are about, so that history alone can make the same ones: an approval after its version,
a stage after its place in it, a decision after its fact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from models.review.facts import DecisionMade, Fact, FollowUpFinished, ReviewOpened, StageFact, VersionReplaced
from models.review.folding import after, begun
from models.review.state import Review, Stage
from models.review.tally import has_failed, needed

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A review as far as its facts go. `number` is that of the last one."""

    review_id: str
    review: Review
    number: int

    def adding(self, facts: Sequence[Fact]) -> "Step":
        review = self.review
        for fact in facts:
            review = after(review, fact)
        return Step(review_id=self.review_id, before=self.review, after=review, first=self.number + 1, facts=facts)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one command has told, and the review before and after it. `first` is the number of its first fact."""

    review_id: str
    before: Review | None
    after: Review
    first: int
    facts: Sequence[Fact]

    @property
    def told(self) -> Told:
        return Told(review_id=self.review_id, review=self.after, number=self.first + len(self.facts) - 1)

    @property
    def numbered(self) -> Iterator[tuple[int, Fact]]:
        return enumerate(self.facts, start=self.first)

    @property
    def begins(self) -> bool:
        """A version is asked about from now on, so it has rows of its own."""
        return isinstance(self.facts[0], ReviewOpened | VersionReplaced)


def opening(review_id: str, facts: Sequence[Fact]) -> Step:
    """The first step of a review. TypeError where it does not begin with ReviewOpened."""
    first, *others = facts
    if not isinstance(first, ReviewOpened):
        raise TypeError(f"a review begins with ReviewOpened, not {type(first).__name__}")
    review = begun(first)
    for fact in others:
        review = after(review, fact)
    return Step(review_id=review_id, before=None, after=review, first=1, facts=facts)


def approval_columns(review: Review) -> Row:
    settlement, reopening = review.settlement, review.reopening
    return {
        "outcome": review.outcome,
        "settled_at": settlement.at if settlement else None,
        "wakes_at": review.next_moment,
        "reopened_at": reopening.at if reopening else None,
        "reopened_by": reopening.by if reopening else None,
        "reopened_why": reopening.why if reopening else "",
    }


def stage_rows(review: Review) -> list[Row]:
    """All of the version that is asked about."""
    steps = _steps(review)
    return [
        {
            "approval_id": review.version.id,
            "version_id": review.version.id,
            "position": position,
            "step": steps.get(stage.name, 0),
            "name": stage.name,
            "rule": stage.rules.rule,
            "opens": stage.rules.opens,
            "then": list(review.plan.after.get(stage.name, ())),
            "skipped": stage.skipped,
            **_columns(review, stage, position),
        }
        for position, stage in enumerate(review.stages.values(), start=1)
    ]


def seat_rows(stage: Stage, stage_id: str) -> list[Row]:
    return [
        {
            "stage_id": stage_id,
            "person_id": owner,
            "position": position,
            "substitute_id": seat.substitute or None,
            "is_active": owner not in stage.inactive,
        }
        for position, (owner, seat) in enumerate(stage.seats.items())
    ]


def decision_rows(step: Step, *, click_id: str) -> list[Row]:
    """Made by this step. What they replace is `fallen`."""
    return [
        {
            "id": decision_id(step.review_id, number),
            "stage_id": stage_id(step.after, made.stage),
            "version_id": made.version.id,
            "person_id": made.by,
            "seat_id": made.seat,
            "verdict": made.verdict,
            "reason": made.reason,
            "decided_at": made.at,
            "click_id": click_id,
            "stands": True,
        }
        for number, made in step.numbered
        if isinstance(made, DecisionMade)
    ]


def changed_approval(step: Step) -> Row | None:
    before, now = approval_columns(step.before or step.after), approval_columns(step.after)
    return now if now != before else None


def changed_stages(step: Step) -> list[Row]:
    """Their id, and every column that a command may change."""
    return [
        now
        for before, stage, position in _touched(step)
        if (now := _columns(step.after, stage, position)) != _columns(step.after, before, position)
    ]


def changed_seats(step: Step) -> dict[str, list[Row]]:
    """By stage: all of its seats as they are now."""
    return {
        name: seat_rows(stage, name)
        for before, stage, position in _touched(step)
        if stage.seats is not before.seats or stage.inactive != before.inactive
        for name in (_stage_id(step.after, position),)
    }


def fallen(step: Step) -> list[tuple[str, str]]:
    """Stage and seat of every decision that no longer stands."""
    return [
        (_stage_id(step.after, position), seat)
        for before, stage, position in _touched(step)
        for seat, made in before.standing.items()
        if stage.decision_of(seat) is not made
    ]


def finished(step: Step) -> list[tuple[str, FollowUpFinished]]:
    """With the id of its stage: every wish that this step says is met."""
    told = (fact for fact in step.facts if isinstance(fact, FollowUpFinished))
    return [(stage_id(step.after, fact.stage), fact) for fact in told]


def stage_id(review: Review, name: str) -> str:
    return _stage_id(review, list(review.stages).index(name) + 1)


def decision_id(review_id: str, number: int) -> str:
    return f"{review_id}-{number:05}"


def _stage_id(review: Review, position: int) -> str:
    return f"{review.version.id}-{position:03}"


def _touched(step: Step) -> Iterator[tuple[Stage, Stage, int]]:
    """Each stage that may have changed, before and after, with its place; none where all have new rows."""
    if step.before is None or step.begins:
        return
    named = {fact.stage for fact in step.facts if isinstance(fact, StageFact)}
    is_only_about_stages = all(isinstance(fact, StageFact) for fact in step.facts)
    for position, (name, stage) in enumerate(step.after.stages.items(), start=1):
        if name in named or not is_only_about_stages:
            yield step.before.stages[name], stage, position


def _columns(review: Review, stage: Stage, position: int) -> Row:
    opening, settlement = stage.opening, stage.settlement
    return {
        "id": _stage_id(review, position),
        "needed": needed(stage),
        "final_decider": stage.final_decider,
        "called_at": stage.turn.at if stage.turn else None,
        "opened_at": opening.at if opening else None,
        "due_at": stage.due_at,
        "promises": [{"at": one.at.isoformat(), "deed": one.deed.value, "to": list(one.to)} for one in stage.promises],
        "outcome": stage.outcome,
        "settled_at": settlement.at if settlement else None,
        "settled_by": settlement.by or None if settlement else None,
        "stuck": stage.stuck.why if stage.stuck and stage.is_open else "",
        "has_failed": has_failed(stage),
    }


def _steps(review: Review) -> dict[str, int]:
    """Of the stages that apply: stages of parallel paths share a step."""
    applying = [
        [rules.name for path in step.paths for rules in path.stages if rules.name in review.plan.rules]
        for step in review.workflow.steps
    ]
    return {name: number for number, names in enumerate(filter(None, applying), start=1) for name in names}
