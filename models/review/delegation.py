"""Who stands in for whom while they are away. A substitute names no substitute, so there are no chains and no loops.

Days are days of the absent person's zone, both ends included; whoever asks says which day it is there.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from models.review.refusals import (
    Backwards,
    GuestSubstitute,
    IsSubstitute,
    OwnSubstitute,
    Refusal,
    SubstituteAway,
    TwoSubstitutes,
)
from models.review.seating import Substitution
from models.review.workflow import Subject


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """Without campaigns and brands it holds for everything."""

    id: str
    absent: str
    substitute: str
    first: date
    last: date
    campaigns: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()

    @property
    def substitution(self) -> Substitution:
        return Substitution(absent=self.absent, substitute=self.substitute, delegation=self.id)

    def is_in_force(self, subject: Subject, *, on: date) -> bool:
        is_meant = _within(subject.campaign, self.campaigns) and _within(subject.brand, self.brands)
        return is_meant and self.first <= on <= self.last

    def meets(self, other: "Delegation") -> bool:
        """Whether both could be in force for the same asset on the same day."""
        is_then = self.first <= other.last and other.first <= self.last
        return is_then and _overlap(self.campaigns, other.campaigns) and _overlap(self.brands, other.brands)


def refusal_of(wish: Delegation, standing: Iterable[Delegation], *, guests: Collection[str] = ()) -> Refusal | None:
    """Why this delegation may not stand beside the others; None where it may."""
    absent, substitute = wish.absent, wish.substitute
    if absent == substitute:
        return OwnSubstitute(by=absent, can_help=(absent,))
    if wish.first > wish.last:
        return Backwards(by=absent, can_help=(absent,))
    if absent in guests or substitute in guests:
        return GuestSubstitute(by=absent, can_help=(absent,))
    return next((no for one in standing if one.id != wish.id and wish.meets(one) and (no := _clash(wish, one))), None)


def stand_in(delegations: Iterable[Delegation], absent: str, subject: Subject, *, on: date) -> Delegation | None:
    """The one in force, if any: among those that may stand beside one another there is at most one."""
    return next((one for one in delegations if one.absent == absent and one.is_in_force(subject, on=on)), None)


def _clash(wish: Delegation, other: Delegation) -> Refusal | None:
    if other.absent == wish.absent:
        return TwoSubstitutes(by=wish.absent, can_help=(other.substitute,))
    if other.absent == wish.substitute:
        return SubstituteAway(by=wish.substitute, can_help=(other.substitute,))
    if other.substitute == wish.absent:
        return IsSubstitute(by=wish.absent, can_help=(other.absent,))
    return None


def _within(name: str, scope: tuple[str, ...]) -> bool:
    return not scope or name.casefold() in {one.casefold() for one in scope}


def _overlap(scope: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not scope or not other or not {one.casefold() for one in scope}.isdisjoint(one.casefold() for one in other)
