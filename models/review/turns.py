"""What follows from what: whose turn comes, what settles, and when there is an answer."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from models.review.facts import Fact, ReviewSettled, StageSettled, StageStuck, TurnCame
from models.review.renewing import renewed
from models.review.state import Review, Stage
from models.review.tally import tally, why_stuck
from models.review.words import Closing, Opening, Outcome, Phase


def turns(review: Review, names: Iterable[str], *, at: datetime) -> tuple[TurnCame, ...]:
    """Of these stages, those whose turn has come."""
    if not review.is_asking:
        return ()
    return tuple(TurnCame(stage=name, at=at) for name in names if _has_turn(review, review.stages[name], at))


def first_turns(review: Review, *, at: datetime) -> tuple[TurnCame, ...]:
    """Of all stages: after an opening, a new version, a reopening."""
    return turns(review, review.plan.rules, at=at)


def follow(review: Review, stage: Stage, *, by: str, at: datetime) -> tuple[Fact, ...]:
    """What follows after somebody decided in `stage`, or its seats changed; `stage` is what it is by now."""
    outcome = tally(stage)
    if outcome is Outcome.PENDING:
        return *_stuck(review, stage, at), *_eager_turns(review, stage, at)
    return settle(review, stage, outcome, by=by, at=at)


def settle(review: Review, stage: Stage, outcome: Outcome, *, by: str, at: datetime) -> tuple[Fact, ...]:
    settled = StageSettled(stage=stage.name, outcome=outcome, by=by, at=at)
    if _is_answer(review, stage, outcome):
        return settled, ReviewSettled(outcome=outcome, by=by, at=at)
    known = _knowing(review, renewed(stage, settlement=settled))
    return settled, *turns(known, review.plan.after[stage.name], at=at)


def _is_answer(review: Review, stage: Stage, outcome: Outcome) -> bool:
    """One no is an answer at once; a yes is one when it is the last, or its final decider's closes the approval."""
    return outcome is not Outcome.APPROVED or review.unapproved == 1 or stage.rules.closes is Closing.APPROVAL


def _stuck(review: Review, stage: Stage, at: datetime) -> Iterator[StageStuck]:
    why = "" if stage.is_known_stuck else why_stuck(stage)
    if why:
        yield StageStuck(stage=stage.name, lead=review.lead, why=why, at=at)


def _eager_turns(review: Review, stage: Stage, at: datetime) -> tuple[TurnCame, ...]:
    """Those which wait for a decision only, not for the outcome."""
    after = review.plan.after[stage.name]
    eager = [name for name in after if review.plan.rules[name].opens is Opening.ANY_DECISION]
    return turns(_knowing(review, stage), eager, at=at) if eager else ()


def _knowing(review: Review, stage: Stage) -> Review:
    return renewed(review, stages=review.stages.knowing(stage))


def _has_turn(review: Review, stage: Stage, at: datetime) -> bool:
    if stage.phase is not Phase.WAITING:
        return False
    before = [review.stages[name] for name in review.plan.before[stage.name]]
    match stage.rules.opens:
        case Opening.APPROVED:
            return all(one.is_approved for one in before)
        case Opening.ANY_DECISION:
            return all(one.is_approved for one in before) or any(one.yeses or one.noes for one in before)
        case Opening.DEADLINE:
            return all(one.is_approved or _is_due(one, at) for one in before)
        case Opening.DATE:
            return stage.rules.opens_at is not None and stage.rules.opens_at <= at
        case Opening.HAND:
            return False


def _is_due(stage: Stage, at: datetime) -> bool:
    return stage.due_at is not None and stage.due_at <= at
