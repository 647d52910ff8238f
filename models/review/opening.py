"""Commands that begin: a review, its stage 0, a stage."""

from collections.abc import Sequence
from datetime import datetime

from models.review.facts import (
    ChecksReported,
    Fact,
    LeftOut,
    Promise,
    ReviewOpened,
    StageOpened,
    TurnCame,
    Version,
)
from models.review.folding import Telling, begun
from models.review.plan import skipped
from models.review.refusals import NothingChanges, NothingToAsk, NotWaiting, NotYours, OtherVersion
from models.review.seating import DENIED, OWN_WORK, Seating, handed_over, leaders, seatable
from models.review.state import Review
from models.review.turns import first_turns, follow
from models.review.words import Checks, Phase
from models.review.workflow import Subject, Workflow


def open_review(
    workflow: Workflow,
    *,
    subject: Subject,
    version: Version,
    submitter: str,
    lead: str,
    may_reopen: Sequence[str] = (),
    at: datetime,
) -> tuple[Fact, ...]:
    left_out = skipped(workflow, subject)
    if len(left_out) == len(workflow.stages):
        raise NothingToAsk(can_help=(lead,))
    opened = ReviewOpened(
        workflow=workflow,
        subject=subject,
        version=version,
        submitter=submitter,
        lead=lead,
        may_reopen=tuple(may_reopen),
        skipped=left_out,
        at=at,
    )
    return opened, *first_turns(begun(opened), at=at)


def report_checks(review: Review, *, version: Version, failed: Sequence[str] = (), at: datetime) -> tuple[Fact, ...]:
    """Stage 0. Until it has passed nobody is asked; what failed may be reported anew."""
    if version != review.version:
        raise OtherVersion(can_help=(review.lead,))
    if review.checks is Checks.PASSED or review.settlement is not None:
        raise NothingChanges(can_help=(review.lead,))

    telling = Telling(review)
    telling.tell(ChecksReported(version=version, failed=tuple(failed), at=at))
    telling.tell(*first_turns(telling.review, at=at))
    return telling.facts


def call_stage(review: Review, stage: str, *, by: str, is_allowed: bool = False, at: datetime) -> tuple[Fact, ...]:
    """Its turn comes by hand, whatever it waits for. `is_allowed`: by their role, whoever leads this review."""
    if not is_allowed and by not in leaders(review):
        raise NotYours(by=by, can_help=leaders(review))
    if not review.is_asking or review.stage(stage).phase is not Phase.WAITING:
        raise NotWaiting(stage=stage, can_help=leaders(review))
    return (TurnCame(stage=stage, by=by, at=at),)


def open_stage(
    review: Review, stage: str, *, seating: Seating, due_at: datetime, promises: Sequence[Promise] = (), at: datetime
) -> tuple[Fact, ...]:
    """After its TurnCame. `due_at` and `promises` count from now, in the team's working time."""
    called = review.stage(stage)
    if called.phase is not Phase.CALLED:
        raise NothingChanges(stage=stage, can_help=(review.lead,))

    seats = seatable(review, called, seating)
    seated, inactive = frozenset(seats), frozenset(seating.inactive)
    telling = Telling(review)
    telling.tell(
        StageOpened(
            stage=stage,
            seats=seats,
            inactive=tuple(sorted(inactive & seated)),
            advisers=tuple(one for one in seating.advisers if one not in seated),
            final_decider=seating.final_decider,
            denied=seating.denied,
            left_out=_left_out(seating, seated),
            due_at=due_at,
            promises=tuple(sorted(promises, key=lambda promise: promise.at)),
            at=at,
        )
    )
    for substitution in seating.substitutions:
        telling.tell(*handed_over(telling.review, stage, substitution, inactive=inactive, at=at))
    telling.tell(*follow(telling.review, telling.review.stages[stage], by="", at=at))
    return telling.facts


def _left_out(seating: Seating, seated: frozenset[str]) -> tuple[LeftOut, ...]:
    denied = set(seating.denied)
    unseated = sorted(set(seating.named) - seated)
    return tuple(LeftOut(who=one, why=DENIED if one in denied else OWN_WORK) for one in unseated)
