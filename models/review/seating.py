"""Who may sit in a stage, and on whose seat."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from models.review.facts import SeatHandedOver, SeatKept
from models.review.state import Review, Stage

DENIED = "may not decide here"
OWN_WORK = "would approve their own work"
DEACTIVATED = "is deactivated"
AWAY = "is away too"
STANDS_IN = "stands in for somebody else here"


@dataclass(frozen=True, kw_only=True)
class Substitution:
    """`substitute` sits on the seat of `absent` too; the seat is decided once. From a `Delegation` that is in force."""

    absent: str
    substitute: str
    delegation: str


@dataclass(frozen=True, kw_only=True)
class Seating:
    """Who sits in a stage today: groups and roles looked up, absences found. Somebody named twice sits once."""

    approvers: tuple[str, ...]
    advisers: tuple[str, ...] = ()
    final_decider: str = ""  # sits there too
    denied: tuple[str, ...] = ()  # may not decide here, whoever names them
    inactive: tuple[str, ...] = ()  # deactivated
    substitutions: tuple[Substitution, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.approvers, self.final_decider) if self.final_decider else self.approvers


def leaders(review: Review) -> tuple[str, ...]:
    """Who may open a stage by hand and seat others."""
    return tuple(dict.fromkeys((review.lead, *review.may_reopen)))


def reopeners(review: Review) -> tuple[str, ...]:
    """Whom to ask when something is settled; without any, the lead knows what to do."""
    return review.may_reopen or (review.lead,)


def seatable(review: Review, stage: Stage, seating: Seating) -> tuple[str, ...]:
    """Each person once, without those who may not decide."""
    seats = dict.fromkeys(seating.named)
    own = () if stage.rules.allows_own_work else (review.submitter,)
    for barred in (*own, *seating.denied, *stage.denied, *stage.relieved):
        seats.pop(barred, None)
    return tuple(seats)


def joining(review: Review, stage: Stage, to: Iterable[str]) -> Iterator[str]:
    """Those of them who may sit there and do not yet."""
    own = "" if stage.rules.allows_own_work else review.submitter
    barred = stage.denied.union(stage.seats, (own,))
    return (one for one in dict.fromkeys(to) if one not in barred)


def handed_over(
    review: Review, name: str, substitution: Substitution, *, inactive: Collection[str] = (), at: datetime
) -> Iterator[SeatHandedOver | SeatKept]:
    """The seat of somebody absent who has not decided, to their substitute; or why it stays theirs."""
    stage, seat = review.stages[name], substitution.absent
    if seat not in stage.undecided or stage.seats[seat].substitute == substitution.substitute:
        return
    why = DEACTIVATED if substitution.substitute in inactive else why_unfit(review, stage, substitution)
    if why:
        yield SeatKept(stage=name, seat=seat, substitute=substitution.substitute, why=why, at=at)
    else:
        to, delegation = substitution.substitute, substitution.delegation
        yield SeatHandedOver(stage=name, seat=seat, to=to, delegation=delegation, at=at)


def why_unfit(review: Review, stage: Stage, substitution: Substitution) -> str:
    """Why a substitute may not sit there, in words; empty where they may."""
    substitute = substitution.substitute
    if substitute in stage.denied:
        return DENIED
    if substitute == review.submitter and not stage.rules.allows_own_work:
        return OWN_WORK
    if substitute in stage.inactive:
        return DEACTIVATED
    if substitute in stage.seats and stage.seats[substitute].substitute:
        return AWAY
    if any(one.substitute == substitution.absent for one in stage.seats.values()):
        return STANDS_IN
    return ""
