"""Facts add up to a review. The same facts always add up to the same one; none is ever refused here."""

from collections.abc import Iterable

from models.review import stage_folding
from models.review.facts import (
    ChecksReported,
    Fact,
    LeftOut,
    ReviewOpened,
    ReviewReopened,
    ReviewSettled,
    StageFact,
    StageSettled,
    VersionReplaced,
)
from models.review.plan import plan_of
from models.review.renewing import renewed
from models.review.state import Review, Stage, Stages
from models.review.words import Checks, Outcome
from models.review.workflow import Workflow


def fold(facts: Iterable[Fact]) -> Review:
    """TypeError where the first is not a ReviewOpened."""
    first, *others = facts
    if not isinstance(first, ReviewOpened):
        raise TypeError(f"a review begins with ReviewOpened, not {type(first).__name__}")
    review = begun(first)
    for fact in others:
        review = after(review, fact)
    return review


def begun(opened: ReviewOpened) -> Review:
    plan = plan_of(opened.workflow, opened.skipped)
    return Review(
        workflow=opened.workflow,
        plan=plan,
        subject=opened.subject,
        version=opened.version,
        submitter=opened.submitter,
        lead=opened.lead,
        may_reopen=opened.may_reopen,
        stages=_fresh(opened.workflow, opened.skipped),
        unapproved=len(plan.rules),
        checks=_unchecked(opened.workflow),
    )


def after(review: Review, fact: Fact) -> Review:
    match fact:
        case StageFact():
            return _with_stage(review, fact)
        case ReviewSettled():
            return renewed(review, settlement=fact, stages=_closed(review, fact))
        case ChecksReported():
            checks = Checks.FAILED if fact.failed else Checks.PASSED
            return renewed(review, checks=checks, failed_checks=fact.failed)
        case VersionReplaced():
            return _replaced(review, fact)
        case ReviewReopened():
            return _asked_again(renewed(review, settlement=None, reopening=fact), fact.kept)
        case _:
            return review


class Telling:
    """Facts of one command, each told after those before it."""

    def __init__(self, review: Review) -> None:
        self.review = review
        self.facts: tuple[Fact, ...] = ()

    def tell(self, *facts: Fact) -> None:
        for fact in facts:
            self.review = after(self.review, fact)
        self.facts += facts


def _with_stage(review: Review, fact: StageFact) -> Review:
    stage = stage_folding.after(review.stages[fact.stage], fact)
    is_approved = isinstance(fact, StageSettled) and fact.outcome is Outcome.APPROVED
    return renewed(review, stages=review.stages.knowing(stage), unapproved=review.unapproved - is_approved)


def _closed(review: Review, answer: ReviewSettled) -> Stages:
    return Stages({name: stage_folding.closed(stage, answer) for name, stage in review.stages.items()})


def _replaced(review: Review, fact: VersionReplaced) -> Review:
    moved = renewed(
        review,
        version=fact.version,
        subject=fact.subject,
        submitter=fact.submitter,
        plan=plan_of(review.workflow, fact.skipped),
        checks=_unchecked(review.workflow),
        failed_checks=(),
        settlement=None,
        reopening=None,
    )
    why = {one.who: one.why for one in fact.skipped}
    stages = {name: renewed(stage, skipped=why.get(name, "")) for name, stage in moved.stages.items()}
    return _asked_again(renewed(moved, stages=Stages(stages)), fact.kept)


def _asked_again(review: Review, kept: tuple[str, ...]) -> Review:
    stay = frozenset(kept)
    stages = {name: one if name in stay else stage_folding.emptied(one) for name, one in review.stages.items()}
    unapproved = sum(not stages[name].is_approved for name in review.plan.rules)
    return renewed(review, stages=Stages(stages), unapproved=unapproved)


def _fresh(workflow: Workflow, skipped: tuple[LeftOut, ...]) -> Stages:
    why = {one.who: one.why for one in skipped}
    return Stages({one.name: Stage(rules=one, skipped=why.get(one.name, "")) for one in workflow.stages})


def _unchecked(workflow: Workflow) -> Checks:
    return Checks.PENDING if workflow.has_checks else Checks.PASSED
