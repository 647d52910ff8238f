"""What each fact changes in its stage."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from models.review.facts import (
    AdviceGiven,
    DecisionMade,
    DecisionWithdrawn,
    Fact,
    FollowUpFinished,
    FollowUpOpened,
    ReviewSettled,
    SeatGivenBack,
    SeatHandedOver,
    SeatsChanged,
    SeatsReassigned,
    StageEscalated,
    StageOpened,
    StageSettled,
    StageStuck,
    TurnCame,
)
from models.review.renewing import renewed
from models.review.state import Seat, Stage
from models.review.tally import why_stuck
from models.review.words import Outcome, Rule

Kept = TypeVar("Kept")

_OWN = Seat()  # most seats are alike, and one stands for all of them


def after(stage: Stage, fact: Fact) -> Stage:
    match fact:
        case DecisionMade() | DecisionWithdrawn() | FollowUpOpened() | FollowUpFinished() | AdviceGiven():
            return _noticed(_said(stage, fact))
        case TurnCame() | StageOpened() | StageSettled() | StageStuck() | StageEscalated():
            return _run(stage, fact)
        case _:
            return _noticed(_seated(stage, fact))


def emptied(stage: Stage) -> Stage:
    """To be asked again from the beginning. What was said stays on record."""
    return Stage(rules=stage.rules, skipped=stage.skipped, said=stage.said, advice=stage.advice)


def closed(stage: Stage, answer: ReviewSettled) -> Stage:
    """The review has its answer: nobody is asked here any more."""
    if stage.settlement is not None:
        return stage
    if stage.opening is None:
        return renewed(stage, turn=None)
    return renewed(
        stage, settlement=StageSettled(stage=stage.name, outcome=Outcome.WITHDRAWN, by=answer.by, at=answer.at)
    )


def _said(
    stage: Stage, fact: DecisionMade | DecisionWithdrawn | FollowUpOpened | FollowUpFinished | AdviceGiven
) -> Stage:
    match fact:
        case DecisionMade():
            return _decided(stage, fact)
        case DecisionWithdrawn():
            return _undecided(stage, [fact.seat])
        case FollowUpOpened():
            return renewed(stage, follow_ups={**stage.follow_ups, fact.seat: fact})
        case FollowUpFinished():
            return renewed(stage, follow_ups=_without(stage.follow_ups, [fact.seat]))
        case AdviceGiven():
            return renewed(stage, advice=(*stage.advice, fact))


def _decided(stage: Stage, made: DecisionMade) -> Stage:
    yeses, noes = _unless(stage.yeses, made.seat), _unless(stage.noes, made.seat)
    yeses, noes = ({**yeses, made.seat: made}, noes) if made.verdict.is_yes else (yeses, {**noes, made.seat: made})
    follow_ups = _unless(stage.follow_ups, made.seat)
    return renewed(stage, yeses=yeses, noes=noes, follow_ups=follow_ups, said=(*stage.said, made))


def _run(stage: Stage, fact: TurnCame | StageOpened | StageSettled | StageStuck | StageEscalated) -> Stage:
    match fact:
        case TurnCame():
            return renewed(stage, turn=fact)
        case StageOpened():
            return _opened(stage, fact)
        case StageSettled():
            return renewed(stage, settlement=fact)
        case StageStuck():
            return renewed(stage, stuck=fact)
        case StageEscalated():
            return renewed(stage, kept_promises=fact.promise + 1)


def _opened(stage: Stage, fact: StageOpened) -> Stage:
    return renewed(
        stage,
        opening=fact,
        seats=dict.fromkeys(fact.seats, _OWN),
        inactive=frozenset(fact.inactive),
        final_decider=fact.final_decider,
        advisers=fact.advisers,
        denied=frozenset(fact.denied),
    )


def _seated(stage: Stage, fact: Fact) -> Stage:
    match fact:
        case SeatHandedOver():
            return _shared(stage, fact.seat, substitute=fact.to, delegation=fact.delegation)
        case SeatGivenBack():
            return _shared(stage, fact.seat, substitute="", delegation="")
        case SeatsReassigned():
            return _reassigned(stage, fact)
        case SeatsChanged():
            return _changed(stage, fact)
        case _:
            return stage


def _shared(stage: Stage, owner: str, *, substitute: str, delegation: str) -> Stage:
    seat = renewed(stage.seats[owner], substitute=substitute, delegation=delegation)
    return renewed(stage, seats={**stage.seats, owner: seat}, is_shared=True)


def _reassigned(stage: Stage, fact: SeatsReassigned) -> Stage:
    staying = _without(stage.seats, fact.left)
    is_vacant = stage.rules.rule is Rule.FINAL and stage.final_decider not in staying
    return renewed(
        stage,
        seats={**staying, **dict.fromkeys(fact.joined, Seat(is_by_hand=True))},
        inactive=stage.inactive - set(fact.left),
        relieved=stage.relieved.union(fact.left) - set(fact.joined),
        final_decider=fact.joined[0] if is_vacant else stage.final_decider,
        kept_promises=stage.kept_promises if fact.promise is None else fact.promise + 1,
    )


def _changed(stage: Stage, fact: SeatsChanged) -> Stage:
    gone = {*fact.left, *fact.denied}
    barred = [seat for seat, made in stage.standing.items() if seat in fact.denied or made.by in fact.denied]
    return renewed(
        _undecided(stage, barred),
        seats={**_without(stage.seats, gone), **dict.fromkeys(fact.joined, _OWN)},
        inactive=stage.inactive.union(fact.deactivated) - {*fact.reactivated, *gone},
        denied=stage.denied.union(fact.denied),
        advisers=fact.advisers,
        final_decider=stage.final_decider if fact.final_decider is None else fact.final_decider,
    )


def _undecided(stage: Stage, seats: Iterable[str]) -> Stage:
    gone = set(seats)
    return renewed(
        stage,
        yeses=_without(stage.yeses, gone),
        noes=_without(stage.noes, gone),
        follow_ups=_without(stage.follow_ups, gone),
    )


def _noticed(stage: Stage) -> Stage:
    """Where it can pass again, the next time that it cannot is told anew."""
    return renewed(stage, stuck=None) if stage.is_known_stuck and not why_stuck(stage) else stage


def _unless(kept: Mapping[str, Kept], seat: str) -> Mapping[str, Kept]:
    return _without(kept, [seat]) if seat in kept else kept


def _without(kept: Mapping[str, Kept], seats: Iterable[str]) -> Mapping[str, Kept]:
    gone = set(seats)
    return {name: one for name, one in kept.items() if name not in gone}
