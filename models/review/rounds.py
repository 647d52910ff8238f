"""Commands about the whole review: a new version, a recall, a reopening."""

from collections.abc import Iterator
from datetime import datetime

from models.review.facts import Fact, ReviewReopened, ReviewSettled, Version, VersionReplaced
from models.review.folding import Telling
from models.review.plan import skipped
from models.review.refusals import (
    NothingChanges,
    NothingToAsk,
    NotYours,
    Refusal,
    SameFile,
    Settled,
    StaysAsked,
    StaysSettled,
)
from models.review.seating import leaders, reopeners
from models.review.state import Review, Stage
from models.review.turns import first_turns
from models.review.words import Outcome, Phase, Verdict
from models.review.workflow import Subject


def replace_version(
    review: Review, version: Version, *, submitter: str, subject: Subject, at: datetime
) -> tuple[Fact, ...]:
    """Open votes are void and everything is asked again, but for what the policy carries over."""
    if version.sha256 == review.version.sha256:
        raise SameFile(by=submitter, can_help=(review.lead,))
    left_out = skipped(review.workflow, subject)
    if len(left_out) == len(review.workflow.stages):
        raise NothingToAsk(can_help=(review.lead,))

    applying = frozenset(review.stages).difference(one.who for one in left_out)
    telling = Telling(review)
    telling.tell(
        VersionReplaced(
            version=version,
            subject=subject,
            submitter=submitter,
            skipped=left_out,
            kept=_carried(review, applying, submitter),
            at=at,
        )
    )
    telling.tell(*first_turns(telling.review, at=at))
    return telling.facts


def supersede(review: Review, *, at: datetime) -> tuple[Fact, ...]:
    """A newer file is here: nobody is asked about this one any more. Nothing where there is an answer already."""
    if review.settlement is not None:
        return ()
    return (ReviewSettled(outcome=Outcome.WITHDRAWN, by="", at=at),)


def recall(review: Review, *, by: str, at: datetime) -> tuple[Fact, ...]:
    """The submitter takes the question back; nobody is asked any more."""
    if not review.workflow.may_recall:
        raise StaysAsked(by=by, can_help=(review.lead,))
    if by != review.submitter:
        raise NotYours(by=by, can_help=(review.submitter,))
    if review.settlement is not None:
        raise Settled(by=review.settlement.by, can_help=reopeners(review))
    return (ReviewSettled(outcome=Outcome.WITHDRAWN, by=by, at=at),)


def reopen(review: Review, stage: str, *, by: str, why: str = "", at: datetime) -> tuple[Fact, ...]:
    """Ask a settled stage again, with all that came after it or said no. What is open beside it goes on."""
    if by not in review.may_reopen and not _is_own_recall(review, by):
        raise _not_reopened(review, by)
    again = review.stage(stage)
    if again.phase is Phase.SKIPPED or (again.settlement is None and review.settlement is None):
        raise NothingChanges(stage=stage, can_help=leaders(review))

    void = review.plan.downstream(stage) | {stage}
    kept = tuple(one.name for one in review.stages.values() if _still_holds(one) and one.name not in void)
    telling = Telling(review)
    telling.tell(ReviewReopened(stage=stage, kept=kept, by=by, why=why, at=at))
    telling.tell(*first_turns(telling.review, at=at))
    return telling.facts


def _not_reopened(review: Review, by: str) -> Refusal:
    if review.may_reopen:
        return NotYours(by=by, can_help=review.may_reopen)
    return StaysSettled(by=by, can_help=(review.lead,))


def _is_own_recall(review: Review, by: str) -> bool:
    return review.outcome is Outcome.WITHDRAWN and by == review.submitter


def _still_holds(stage: Stage) -> bool:
    return stage.is_approved or stage.settlement is None


def _carried(review: Review, applying: frozenset[str], submitter: str) -> tuple[str, ...]:
    """Never everything: somebody has to look at the new file."""
    kept = tuple(_untouched(review, applying, submitter)) if review.workflow.carries_over else ()
    return kept if len(kept) < len(applying) else ()


def _untouched(review: Review, applying: frozenset[str], submitter: str) -> Iterator[str]:
    for name, stage in review.stages.items():
        is_own = not stage.rules.allows_own_work and _has_spoken(stage, submitter)
        if name in applying and _may_carry(stage) and not is_own:
            yield name


def _may_carry(stage: Stage) -> bool:
    return stage.is_approved and not stage.rules.is_always_asked and _is_plain_yes(stage)


def _is_plain_yes(stage: Stage) -> bool:
    """Nobody wanted anything changed."""
    return all(made.verdict is Verdict.APPROVE for made in stage.standing.values())


def _has_spoken(stage: Stage, person: str) -> bool:
    return any(made.by == person for made in stage.standing.values())
