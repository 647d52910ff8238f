"""What time does by itself: promises fall due, the turn of a stage comes."""

from collections.abc import Iterator
from datetime import datetime

from models.review.facts import Fact, Promise, SeatsReassigned, StageEscalated
from models.review.folding import Telling
from models.review.seating import joining
from models.review.state import Review, Stage
from models.review.turns import follow, settle, turns
from models.review.words import Deed, Outcome, Phase


def pass_time(review: Review, *, at: datetime) -> tuple[Fact, ...]:
    """Everything that is due by `at` (`Review.next_moment`), in the order in which it was; a second time nothing."""
    telling = Telling(review)
    while (due := _next_due(telling.review, at)) is not None:
        telling.tell(*_kept(telling.review, due, at))
    telling.tell(*turns(telling.review, telling.review.plan.timed, at=at))
    return telling.facts


def _next_due(review: Review, at: datetime) -> Stage | None:
    """The stage with the earliest promise that is due."""
    late = [stage for stage in review.in_phase(Phase.OPEN) if stage.promises and stage.promises[0].at <= at]
    return min(late, key=lambda stage: (stage.promises[0].at, stage.name), default=None)


def _kept(review: Review, stage: Stage, at: datetime) -> Iterator[Fact]:
    promise = stage.promises[0]
    match promise.deed:
        case Deed.ESCALATE:
            yield StageEscalated(stage=stage.name, to=promise.to, promise=stage.kept_promises, at=at)
        case Deed.REASSIGN:
            yield from _reassigned(review, stage, promise, at)
        case Deed.EXPIRE:
            yield from settle(review, stage, Outcome.EXPIRED, by="", at=at)


def _reassigned(review: Review, stage: Stage, promise: Promise, at: datetime) -> Iterator[Fact]:
    """With nobody to ask instead, the lead is told: a seat is never left empty."""
    number = stage.kept_promises
    joined = tuple(joining(review, stage, promise.to))
    if not joined:
        yield StageEscalated(stage=stage.name, to=(review.lead,), promise=number, at=at)
        return
    left = tuple(owner for owner in stage.seats if stage.decision_of(owner) is None)
    telling = Telling(review)
    telling.tell(SeatsReassigned(stage=stage.name, left=left, joined=joined, promise=number, at=at))
    telling.tell(*follow(telling.review, telling.review.stages[stage.name], by="", at=at))
    yield from telling.facts
