"""What somebody is asked, and what they say, about being away. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.absence import Absence
from models.person import Person
from models.review.refusals import Refusal


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What the form begins with. `brands` are (label, choices); None where galley.yml names none."""

    person_id: str
    today: date
    first: date
    last: date | None = None
    substitute_id: str | None = None
    campaigns: Sequence[tuple[str, str]] = ()  # title, id
    brands: tuple[str, Sequence[str]] | None = None
    waiting: int = 0  # what waits for them now
    is_for_others: bool = False  # they may also write it down for somebody else


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody filled in. Campaigns by their ids."""

    absent_id: str
    substitute_id: str | None
    first: date
    last: date
    campaign_ids: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    hands_over: bool = False


@dataclass(frozen=True, kw_only=True)
class Named:
    """Either `absence` stands, or `refusal` stands against it. `people` are those whom either is about."""

    absence: Absence | None = None
    refusal: Refusal | None = None
    people: Mapping[str, Person]
