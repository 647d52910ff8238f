"""Who is away, from when until when, and who decides for them meanwhile."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json
from models.ids import new_id
from models.person import Person
from models.review.delegation import Delegation, refusal_of
from models.review.refusals import Refusal

BRANDS = ("brand", "category")  # the attributes of galley.yml that say which brand an asset is of, the first one counts
LONGEST = timedelta(days=366)

_STANDS = text("ended_at IS NULL")


class Absence(SQLModel, table=True):
    """Days are days of the absent person's zone, both ends included. Without campaigns and brands it holds for all.

    It begins and ends by itself, or ends earlier when somebody says so. Without a substitute it only says who is not
    there (models/coverage.py).
    """

    __table_args__ = (
        Index("ix_absence_standing", "team_id", "absent_id", sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    absent_id: str
    substitute_id: str | None = None
    first_day: date
    last_day: date
    campaigns: list[str] = Field(default_factory=list, sa_type=Json)  # titles
    brands: list[str] = Field(default_factory=list, sa_type=Json)
    hands_over: bool = False  # what was already being asked when it begins moves as well
    named_by: str
    named_at: datetime = Field(sa_type=Instant)
    begun_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: str | None = None  # None where its last day was over

    @property
    def delegation(self) -> Delegation:
        return Delegation(
            id=self.id,
            absent=self.absent_id,
            substitute=self.substitute_id or "",
            first=self.first_day,
            last=self.last_day,
            campaigns=tuple(self.campaigns),
            brands=tuple(self.brands),
        )

    @property
    def is_for_everything(self) -> bool:
        return not self.campaigns and not self.brands

    def is_on(self, day: date) -> bool:
        return self.ended_at is None and self.first_day <= day <= self.last_day

    def begin(self, *, at: datetime) -> None:
        self.begun_at = at

    def end(self, *, at: datetime, by: str | None = None) -> None:
        self.ended_at, self.ended_by = at, by


class Unknown(Refusal):
    words = "Galley does not know {by} yet; {who} can try again in a moment."


class GuestAway(Refusal):
    words = "Nobody stands in for a guest; {who} can ask somebody else."


class AppSubstitute(Refusal):
    words = "{by} is an app, and apps do not decide; {who} has to name a person."


class GoneSubstitute(Refusal):
    words = "{by} is deactivated in Slack; {who} has to name somebody who is here."


class CampaignGone(Refusal):
    words = "That campaign is not here any more; {who} can choose another one."


class DayOver(Refusal):
    words = "An absence begins today or later; {who} has to give another day."


class TooLong(Refusal):
    words = "An absence ends within a year; {who} has to give another day."


def why_not(
    wish: Delegation, standing: Iterable[Delegation], people: Mapping[str, Person], *, today: date
) -> Refusal | None:
    """What stands against this absence, of the days first; `today` is the absent person's. None where it may stand."""
    guests = {one for one, person in people.items() if person.is_guest}
    return _of_the_days(wish, today) or _of_the_people(wish, people) or refusal_of(wish, standing, guests=guests)


def brand_of(attributes: Mapping[str, Any]) -> str:
    """Empty where nobody has said."""
    return next((str(value) for name in BRANDS if (value := attributes.get(name))), "")


def _of_the_days(wish: Delegation, today: date) -> Refusal | None:
    if wish.first < today:
        return DayOver(by=wish.absent, can_help=(wish.absent,))
    return TooLong(by=wish.absent, can_help=(wish.absent,)) if wish.last - wish.first > LONGEST else None


def _of_the_people(wish: Delegation, people: Mapping[str, Person]) -> Refusal | None:
    absent, substitute = people.get(wish.absent), people.get(wish.substitute)
    if absent is None or (wish.substitute and substitute is None):
        return Unknown(by=wish.absent if absent is None else wish.substitute, can_help=(wish.absent,))
    if absent.is_guest:
        return GuestAway(by=wish.absent, can_help=(wish.absent,))
    if substitute is not None and substitute.is_bot:
        return AppSubstitute(by=wish.substitute, can_help=(wish.absent,))
    is_gone = substitute is not None and not substitute.is_active
    return GoneSubstitute(by=wish.substitute, can_help=(wish.absent,)) if is_gone else None
