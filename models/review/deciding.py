"""Commands of those who are asked: decide, take back, advise, finish what a yes left to do."""

from collections.abc import Iterator
from datetime import datetime

from models.review import stage_folding
from models.review.facts import (
    AdviceGiven,
    DecisionMade,
    DecisionWithdrawn,
    Fact,
    FollowUpFinished,
    FollowUpOpened,
)
from models.review.folding import Telling
from models.review.refusals import (
    AlreadyDecided,
    Excluded,
    NotAnAdviser,
    NotAsked,
    NothingToFinish,
    NothingToWithdraw,
    NotOpen,
    OnlyAdvises,
    OtherVersion,
    OwnWork,
    Refusal,
    Settled,
)
from models.review.seating import leaders, reopeners
from models.review.state import Review, Stage
from models.review.tally import tally
from models.review.turns import follow
from models.review.words import Outcome, Verdict


def decide(
    review: Review,
    stage: str,
    *,
    by: str,
    verdict: Verdict,
    sha256: str,
    at: datetime,
    reason: str = "",
    seat: str = "",
) -> tuple[Fact, ...]:
    """For every seat that `by` sits on and nobody has decided, or for `seat` alone; where none is left, change what
    they decided there. `sha256` is of the file that they saw.
    """
    asked = review.stage(stage)
    refusal = refusal_of(review, asked, by=by, verdict=verdict, sha256=sha256, seat=seat)
    if refusal is not None:
        raise refusal

    facts: list[Fact] = []
    for owner in _to_decide(asked, by, seat) or _to_change(asked, by, seat):
        told = tuple(_said(review, asked, owner, by=by, verdict=verdict, reason=reason, at=at))
        facts += told
        for fact in told:
            asked = stage_folding.after(asked, fact)
        if tally(asked) is not Outcome.PENDING:
            break
    return *facts, *follow(review, asked, by=by, at=at)


def refusal_of(
    review: Review, stage: Stage, *, by: str, verdict: Verdict | None, sha256: str, seat: str = ""
) -> Refusal | None:
    """Why this person may not say this now; None when they may. Without a verdict: whether to show them buttons."""
    if _is_doubled(stage, by, verdict, sha256, seat):
        return AlreadyDecided(stage=stage.name, by=by, can_help=leaders(review))
    return next(_of_the_question(review, stage, sha256), None) or next(_of_the_person(review, stage, by, seat), None)


def withdraw(review: Review, stage: str, *, by: str, at: datetime, seat: str = "") -> tuple[Fact, ...]:
    """Take one's decision back, as if it had not been made; it stays on record."""
    asked = review.stage(stage)
    if review.settlement is not None or asked.settlement is not None:
        raise _settled(review, asked)
    decided = _to_change(asked, by, seat)
    if not decided:
        raise NothingToWithdraw(stage=stage, by=by, can_help=leaders(review))
    if not review.workflow.may_change:
        raise AlreadyDecided(stage=stage, by=by, can_help=leaders(review))

    telling = Telling(review)
    telling.tell(*(DecisionWithdrawn(stage=stage, seat=owner, by=by, at=at) for owner in decided))
    telling.tell(*follow(telling.review, telling.review.stages[stage], by=by, at=at))
    return telling.facts


def advise(
    review: Review, stage: str, *, by: str, words: str, leaning: Verdict | None = None, at: datetime
) -> tuple[Fact, ...]:
    advised = review.stage(stage)
    if review.settlement is not None or advised.settlement is not None:
        raise _settled(review, advised)
    if not advised.is_open:
        raise NotOpen(stage=stage, can_help=leaders(review))
    if by not in advised.advisers:
        raise NotAnAdviser(stage=stage, by=by, can_help=leaders(review))
    if words and any((one.by, one.words) == (by, words) for one in advised.advice):
        return ()  # the same click twice
    return (AdviceGiven(stage=stage, by=by, words=words, leaning=leaning, at=at),)


def finish_follow_up(
    review: Review, stage: str, *, seat: str, by: str, at: datetime, asked_at: datetime | None = None
) -> tuple[Fact, ...]:
    """With what was asked for in the same breath for another seat. `asked_at`: that wish, and none that came since."""
    asked = review.stage(stage).follow_ups.get(seat)
    if asked is None or asked_at not in {None, asked.at} or not review.outcome.leaves_wishes:
        raise NothingToFinish(stage=stage, can_help=leaders(review))
    alike = [one for one in review.stage(stage).follow_ups.values() if (one.at, one.wish) == (asked.at, asked.wish)]
    return tuple(FollowUpFinished(stage=stage, seat=one.seat, by=by, at=at) for one in alike)


def _of_the_question(review: Review, stage: Stage, sha256: str) -> Iterator[Refusal]:
    """Each only where those before it do not stand against it."""
    if sha256 != review.version.sha256 or review.is_superseded:
        yield OtherVersion(stage=stage.name, can_help=(review.submitter,))
    if review.settlement is not None or stage.settlement is not None:
        yield _settled(review, stage)


def _of_the_person(review: Review, stage: Stage, by: str, seat: str) -> Iterator[Refusal]:
    """Likewise."""
    if by in stage.denied:
        yield Excluded(stage=stage.name, by=by, can_help=leaders(review))
    if by == review.submitter and not stage.rules.allows_own_work:
        yield OwnWork(stage=stage.name, by=by, can_help=stage.awaited or leaders(review))
    if not stage.is_open:
        yield NotOpen(stage=stage.name, can_help=leaders(review))
    if not _seats(stage, by, seat):
        yield _unasked(review, stage, by)
    elif not _to_decide(stage, by, seat) and not (review.workflow.may_change and _to_change(stage, by, seat)):
        yield _late(review, stage, by, seat)


def _seats(stage: Stage, by: str, seat: str) -> tuple[str, ...]:
    return tuple(owner for owner in stage.seats_of(by) if seat in {"", owner})


def _to_decide(stage: Stage, by: str, seat: str) -> tuple[str, ...]:
    return tuple(owner for owner in _seats(stage, by, seat) if stage.decision_of(owner) is None)


def _to_change(stage: Stage, by: str, seat: str) -> tuple[str, ...]:
    return tuple(made.seat for made in _theirs(stage, by, seat))


def _theirs(stage: Stage, by: str, seat: str) -> Iterator[DecisionMade]:
    decisions = (stage.decision_of(owner) for owner in _seats(stage, by, seat))
    return (made for made in decisions if made is not None and made.by == by)


def _is_doubled(stage: Stage, by: str, verdict: Verdict | None, sha256: str, seat: str) -> bool:
    """They have said exactly this, and there is no further seat of theirs that waits."""
    said = [made.verdict for made in _theirs(stage, by, seat) if made.version.sha256 == sha256]
    return bool(said) and set(said) == {verdict} and not (stage.is_open and _to_decide(stage, by, seat))


def _said(
    review: Review, stage: Stage, seat: str, *, by: str, verdict: Verdict, reason: str, at: datetime
) -> Iterator[DecisionMade | FollowUpOpened]:
    earlier = stage.decision_of(seat)
    yield DecisionMade(
        stage=stage.name,
        seat=seat,
        by=by,
        verdict=verdict,
        version=review.version,
        reason=reason,
        instead_of=earlier.verdict if earlier else None,
        at=at,
    )
    if verdict is Verdict.APPROVE_WITH_CHANGES:
        yield FollowUpOpened(stage=stage.name, seat=seat, wish=reason, at=at)


def _settled(review: Review, stage: Stage) -> Settled:
    settlement = stage.settlement or review.settlement
    by = settlement.by if settlement else ""
    seat = next((made.seat for made in stage.said[-1:] if made.by == by), "")
    return Settled(stage=stage.name, by=by, seat=seat, can_help=reopeners(review))


def _unasked(review: Review, stage: Stage, by: str) -> Refusal:
    can_help = stage.awaited or leaders(review)
    if by in stage.advisers:
        return OnlyAdvises(stage=stage.name, by=by, can_help=can_help)
    return NotAsked(stage=stage.name, by=by, can_help=can_help)


def _late(review: Review, stage: Stage, by: str, seat: str) -> AlreadyDecided:
    made = next(one for one in map(stage.decision_of, _seats(stage, by, seat)) if one is not None)
    return AlreadyDecided(stage=stage.name, by=made.by, seat=made.seat, can_help=leaders(review))
