"""Which absences may be written down, and what stands against the others."""

from datetime import date, timedelta

import pytest

from models.absence import (
    AppSubstitute,
    DayOver,
    GoneSubstitute,
    GuestAway,
    TooLong,
    Unknown,
    brand_of,
    why_not,
)
from models.person import Person
from models.review.delegation import Delegation
from models.review.refusals import Backwards, GuestSubstitute, OwnSubstitute, Refusal, SubstituteAway
from tests.clocks import MONDAY_NOON

MONDAY = date(2026, 3, 2)


def person(name: str, **what: bool) -> Person:
    return Person(team_id="T1", slack_id=name, handle=name, name=name.title(), read_at=MONDAY_NOON, **what)


PEOPLE = {
    one.slack_id: one
    for one in (
        person("ana"),
        person("bo"),
        person("app", is_bot=True),
        person("gone", is_active=False),
        person("guest", is_guest=True),
    )
}


def away(absent: str = "ana", substitute: str = "bo", *, first: int = 0, days: int = 4) -> Delegation:
    begin = MONDAY + timedelta(days=first)
    return Delegation(id="new", absent=absent, substitute=substitute, first=begin, last=begin + timedelta(days=days))


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (away(first=-1), DayOver),
        (away(days=-1), Backwards),
        (away(days=400), TooLong),
        (away(substitute="nobody"), Unknown),
        (away(absent="nobody"), Unknown),
        (away(absent="guest"), GuestAway),
        (away(substitute="app"), AppSubstitute),
        (away(substitute="gone"), GoneSubstitute),
        (away(substitute="guest"), GuestSubstitute),
        (away(substitute="ana"), OwnSubstitute),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_that_names_who_can_help(
    wish: Delegation, refusal: type[Refusal]
) -> None:
    told = why_not(wish, (), PEOPLE, today=MONDAY)

    assert type(told) is refusal
    assert str(told).endswith(".")
    assert told.can_help


@pytest.mark.parametrize("wish", [away(), away(days=0), away(first=30), away(substitute=""), away(absent="gone")])
def test_anybody_else_may_go_also_whoever_is_gone_already_and_without_a_substitute(wish: Delegation) -> None:
    assert why_not(wish, (), PEOPLE, today=MONDAY) is None


def test_a_substitute_who_is_away_alone_is_away_all_the_same() -> None:
    bos = Delegation(id="1", absent="bo", substitute="", first=MONDAY, last=MONDAY)

    assert type(why_not(away(), [bos], PEOPLE, today=MONDAY)) is SubstituteAway


@pytest.mark.parametrize(
    ("attributes", "brand"),
    [({"brand": "Acme", "category": "Shoes"}, "Acme"), ({"category": "Shoes"}, "Shoes"), ({"brand": ""}, ""), ({}, "")],
)
def test_an_asset_is_of_the_brand_or_category_that_it_names(attributes: dict[str, str], brand: str) -> None:
    assert brand_of(attributes) == brand
