"""Commands about who is asked: look up again, hand over, give back, ask others."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from models.review.facts import Fact, SeatGivenBack, SeatKept, SeatsChanged, SeatsReassigned
from models.review.folding import Telling
from models.review.refusals import Excluded, NothingChanges, NotYours
from models.review.seating import Seating, Substitution, handed_over, joining, leaders, seatable
from models.review.state import Review, Stage
from models.review.turns import follow
from models.review.words import Phase, Rule


def reseat(review: Review, stage: str, *, seating: Seating, at: datetime) -> tuple[Fact, ...]:
    """People of an open stage looked up again. Who has decided keeps seat and decision, unless they are denied by now.
    Nothing where nothing has changed.
    """
    asked = _open(review, stage)
    change = _change(review, asked, seating, at)
    inactive = set(seating.inactive)
    telling = Telling(review)
    telling.tell(*_bereft(asked, inactive.union(seating.denied), at))
    if change is not None:
        telling.tell(change)
    for substitution in seating.substitutions:
        offered = handed_over(telling.review, stage, substitution, inactive=inactive, at=at)
        is_new = change is not None and substitution.absent in change.joined
        telling.tell(*(fact for fact in offered if is_new or not isinstance(fact, SeatKept)))
    if telling.facts:
        _follow(telling, stage, at)
    return telling.facts


def hand_over(
    review: Review, substitution: Substitution, *, inactive: Collection[str] = (), at: datetime
) -> tuple[Fact, ...]:
    """Every open seat of somebody absent that is not decided. Nothing where there is none."""
    stages = review.in_phase(Phase.OPEN)
    return tuple(
        fact for stage in stages for fact in handed_over(review, stage.name, substitution, inactive=inactive, at=at)
    )


def give_back(review: Review, delegation: str, *, at: datetime) -> tuple[Fact, ...]:
    """The delegation has ended. What its substitute has decided stays decided."""
    telling = Telling(review)
    for stage in review.in_phase(Phase.OPEN):
        seats = [owner for owner, seat in stage.seats.items() if seat.delegation == delegation]
        if seats:
            telling.tell(*_given_back(stage, seats, at))
            _follow(telling, stage.name, at)
    return telling.facts


def reassign(
    review: Review, stage: str, *, seats: Sequence[str], to: Sequence[str], by: str, at: datetime
) -> tuple[Fact, ...]:
    """Ask `to` instead of the owners of `seats`, as far as these have not decided. Without seats: ask `to` as well."""
    if by not in leaders(review):
        raise NotYours(stage=stage, by=by, can_help=leaders(review))
    asked = _open(review, stage)
    left = tuple(owner for owner in seats if owner in asked.seats and asked.decision_of(owner) is None)
    joined = tuple(joining(review, asked, to))
    barred = next((one for one in to if one in asked.denied), "")
    if barred:
        raise Excluded(stage=stage, by=barred, can_help=leaders(review))
    if not joined or len(left) < len(seats):
        raise NothingChanges(stage=stage, can_help=leaders(review))

    telling = Telling(review)
    telling.tell(SeatsReassigned(stage=stage, left=left, joined=joined, by=by, at=at))
    _follow(telling, stage, at)
    return telling.facts


def _open(review: Review, name: str) -> Stage:
    stage = review.stage(name)
    if not stage.is_open:
        raise NothingChanges(stage=name, can_help=leaders(review))
    return stage


def _follow(telling: Telling, name: str, at: datetime) -> None:
    telling.tell(*follow(telling.review, telling.review.stages[name], by="", at=at))


def _bereft(stage: Stage, lost: Collection[str], at: datetime) -> Iterator[SeatGivenBack]:
    """Seats whose substitute cannot sit there any more."""
    return _given_back(stage, [owner for owner, seat in stage.seats.items() if seat.substitute in lost], at)


def _given_back(stage: Stage, seats: Iterable[str], at: datetime) -> Iterator[SeatGivenBack]:
    for owner in seats:
        is_decided = stage.decision_of(owner) is not None
        substitute = stage.seats[owner].substitute
        yield SeatGivenBack(stage=stage.name, seat=owner, substitute=substitute, is_decided=is_decided, at=at)


def _change(review: Review, stage: Stage, seating: Seating, at: datetime) -> SeatsChanged | None:
    wanted = seatable(review, stage, seating)
    joined = tuple(one for one in wanted if one not in stage.seats)
    denied = tuple(one for one in seating.denied if one not in stage.denied)
    decided = (seat for seat, made in stage.standing.items() if made.by not in denied)
    staying = {*wanted, *denied, *decided}
    left = tuple(one for one, seat in stage.seats.items() if one not in staying and not seat.is_by_hand)
    seated = {*stage.seats, *joined} - {*left, *denied}
    inactive = {one for one in (*stage.seats, *joined) if one in set(seating.inactive)}
    change = SeatsChanged(
        stage=stage.name,
        joined=joined,
        left=left,
        deactivated=tuple(sorted(inactive - stage.inactive)),
        reactivated=tuple(sorted(stage.inactive - inactive)),
        denied=denied,
        advisers=tuple(one for one in seating.advisers if one not in seated),
        final_decider=_another_decider(stage, seating, seated),
        at=at,
    )
    is_same = not (joined or change.left or change.deactivated or change.reactivated or denied)
    is_same = is_same and change.advisers == stage.advisers and change.final_decider is None
    return None if is_same else change


def _another_decider(stage: Stage, seating: Seating, seated: Collection[str]) -> str | None:
    """None where it stays who it is, as whom somebody has named by hand. What the new one has said here counts."""
    named, seat = seating.final_decider, stage.seats.get(stage.final_decider)
    is_free = stage.rules.rule is Rule.FINAL and not (seat and seat.is_by_hand)
    return named if is_free and named in seated and named != stage.final_decider else None
