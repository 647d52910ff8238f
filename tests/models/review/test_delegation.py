"""Who may stand in for whom, and when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.review.delegation import Delegation, refusal_of, stand_in
from models.review.refusals import (
    Backwards,
    GuestSubstitute,
    IsSubstitute,
    OwnSubstitute,
    Refusal,
    SubstituteAway,
    TwoSubstitutes,
)
from models.review.workflow import Subject
from tests.models.review.test_walks import STEADY

MONDAY = date(2026, 3, 2)
SPRING = Subject(campaign="Spring", brand="Acme")


def away(
    absent: str,
    substitute: str,
    *,
    first: int = 0,
    days: int = 4,
    campaigns: tuple[str, ...] = (),
    brands: tuple[str, ...] = (),
) -> Delegation:
    return Delegation(
        id=f"{absent}>{substitute}",
        absent=absent,
        substitute=substitute,
        first=MONDAY + timedelta(days=first),
        last=MONDAY + timedelta(days=first + days),
        campaigns=campaigns,
        brands=brands,
    )


@pytest.mark.parametrize(("day", "is_in_force"), [(-1, False), (0, True), (4, True), (5, False)])
def test_both_ends_are_included(day: int, is_in_force: bool) -> None:
    on = MONDAY + timedelta(days=day)

    assert (stand_in([away("ana", "bo")], "ana", SPRING, on=on) is not None) == is_in_force


@pytest.mark.parametrize(
    ("scope", "is_in_force"),
    [
        ({"campaigns": ("spring",)}, True),
        ({"campaigns": ("Autumn",)}, False),
        ({"campaigns": ("Spring",), "brands": ("Other",)}, False),
        ({"brands": ("ACME", "Other")}, True),
    ],
)
def test_it_holds_for_its_campaigns_and_brands(scope: dict[str, tuple[str, ...]], is_in_force: bool) -> None:
    assert away("ana", "bo", **scope).is_in_force(SPRING, on=MONDAY) == is_in_force  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wish", "refusal", "says"),
    [
        (away("ana", "ana"), OwnSubstitute, "Nobody stands in for themselves; ana has to name somebody else."),
        (away("ana", "cy", days=-1), Backwards, "ana has to give other dates"),
        (away("ana", "guest"), GuestSubstitute, "ana has to name a colleague"),
        (away("ana", "bo", first=4), SubstituteAway, "bo is away on some of these days and has named cy already"),
        (away("cy", "di", first=-4), IsSubstitute, "cy stands in for bo on some of these days"),
        (away("cy", "bo"), SubstituteAway, "bo is away"),
        (away("bo", "di", first=2), TwoSubstitutes, "bo has named cy for some of these days already"),
    ],
)
def test_chains_and_loops_are_refused_with_a_sentence(wish: Delegation, refusal: type[Refusal], says: str) -> None:
    told = refusal_of(Delegation(**{**vars(wish), "id": "new"}), [away("bo", "cy")], guests={"guest"})

    assert isinstance(told, refusal)
    assert says in str(told)
    assert told.can_help


@pytest.mark.parametrize(
    "wish",
    [
        away("ana", "bo", first=5),
        away("ana", "bo", campaigns=("Autumn",)),
        away("ana", "bo", brands=("Other",)),
        away("di", "cy"),
    ],
)
def test_what_never_meets_is_no_chain(wish: Delegation) -> None:
    standing = [away("bo", "cy", campaigns=("Spring",), brands=("Acme",))]

    assert refusal_of(wish, standing) is None


def test_a_delegation_may_be_changed() -> None:
    assert refusal_of(away("ana", "bo", days=8), [away("ana", "bo")]) is None


PEOPLE = st.sampled_from(["ana", "bo", "cy", "di"])
SCOPES = st.sampled_from([(), ("Spring",), ("Autumn",), ("Spring", "Autumn")])
WISHES = st.lists(
    st.builds(away, PEOPLE, PEOPLE, first=st.integers(0, 9), days=st.integers(-1, 5), campaigns=SCOPES), max_size=8
)


@STEADY
@given(WISHES, st.integers(0, 14), st.sampled_from(["Spring", "Autumn", ""]))
def test_nobody_who_stands_in_is_away_and_nobody_has_two_substitutes(
    wishes: list[Delegation], day: int, campaign: str
) -> None:
    standing: list[Delegation] = []
    for number, wish in enumerate(wishes):
        named = Delegation(**{**vars(wish), "id": str(number)})
        standing += [named] if refusal_of(named, standing) is None else []

    on, subject = MONDAY + timedelta(days=day), Subject(campaign=campaign)

    in_force = [
        one for one in standing if one.first <= on <= one.last and (not one.campaigns or campaign in one.campaigns)
    ]
    absent = [one.absent for one in in_force]
    assert len(absent) == len(set(absent))
    assert not set(absent) & {one.substitute for one in in_force}
    assert {one.absent: one for one in in_force} == {
        person: found for person in absent if (found := stand_in(standing, person, subject, on=on))
    }
