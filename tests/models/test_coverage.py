"""Which stages will have too few people: examples, and a second opinion that goes by people instead of seats."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import WorkingTime
from models.coverage import Duty, ahead, shortages
from models.review.delegation import Delegation, refusal_of
from models.review.workflow import Subject
from tests.clocks import MONDAY_NOON
from tests.models.test_digest import BERLIN

MONDAY = date(2026, 3, 2)
CALENDAR = WorkingTime(zone=BERLIN, holidays=frozenset({date(2026, 3, 10)}))
DAYS = ahead(CALENDAR, MONDAY)


def away(
    absent: str, substitute: str = "", *, first: int = 0, days: int = 1, campaigns: Sequence[str] = ()
) -> Delegation:
    begin = MONDAY + timedelta(days=first)
    return Delegation(
        id=f"{absent}{first}", absent=absent, substitute=substitute, first=begin,
        last=begin + timedelta(days=days - 1), campaigns=tuple(campaigns),
    )  # fmt: skip


def short(duty: Duty, *absences: Delegation, gone: Sequence[str] = ()) -> dict[date, tuple[int, tuple[str, ...]]]:
    found = shortages(duty, absences, gone=gone, days=DAYS)
    return {day: (one.able, one.missing) for one in found for day in one.days}


BRAND = Duty(stage="Brand", seats=("bea",), needed=1)
DESIGN = Duty(stage="Design", seats=("ana", "bo", "cy"), needed=2)


def test_two_weeks_have_the_working_days_of_the_team() -> None:
    assert len(DAYS) == 9
    assert date(2026, 3, 10) not in DAYS
    assert MONDAY_NOON.date() == DAYS[0]


def test_with_everybody_there_nothing_is_short() -> None:
    assert short(BRAND) == short(DESIGN) == {}


def test_the_only_one_is_away_and_nobody_stands_in() -> None:
    assert short(BRAND, away("bea", days=6)) == dict.fromkeys(DAYS[:5], (0, ("bea",)))


def test_somebody_stands_in_and_it_is_covered() -> None:
    assert short(BRAND, away("bea", "di", days=6)) == {}


@pytest.mark.parametrize("gone", [("bea",), ("di",)])
def test_whoever_is_gone_does_not_decide_unless_somebody_stands_in(gone: Sequence[str]) -> None:
    absences = () if gone == ("bea",) else (away("bea", "di", days=1),)

    assert MONDAY in short(BRAND, *absences, gone=gone)
    assert short(BRAND, away("bea", "di", days=14), gone=("bea",)) == {}


def test_a_quorum_counts_people_so_a_colleague_who_stands_in_adds_nothing() -> None:
    assert short(DESIGN, away("ana", "bo"), away("cy")) == {MONDAY: (1, ("cy",))}
    assert short(DESIGN, away("ana", "bo")) == {}


def test_where_everybody_must_say_yes_each_seat_counts() -> None:
    everybody = Duty(stage="Legal", seats=("ana", "bo"), needed=2, is_for_all=True)

    assert short(everybody, away("ana", "bo")) == {}
    assert short(everybody, away("ana")) == {MONDAY: (1, ("ana",))}


def test_an_absence_of_another_campaign_takes_nobody_away() -> None:
    spring = Duty(stage="Brand", seats=("bea",), needed=1, subject=Subject(campaign="Spring"))

    assert short(spring, away("bea", campaigns=["Autumn"])) == {}
    assert short(spring, away("bea", campaigns=["spring"])) == {MONDAY: (0, ("bea",))}


def test_whoever_brought_it_decides_nothing_and_stands_in_for_nobody() -> None:
    own = Duty(stage="Design", seats=("ana", "bo"), needed=1, barred=frozenset({"ana"}))

    assert short(own, away("bo", "ana")) == {MONDAY: (0, ("bo",))}


PEOPLE = ("ana", "bo", "cy", "di", "ed")
ABSENCES = st.lists(
    st.builds(
        away,
        st.sampled_from(PEOPLE),
        st.sampled_from([*PEOPLE, ""]),
        first=st.integers(0, 12),
        days=st.integers(1, 6),
        campaigns=st.sampled_from([[], ["Spring"], ["Autumn", "Spring"]]),
    ),
    max_size=7,
)
DUTIES = st.builds(
    Duty,
    stage=st.just("Design"),
    seats=st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True).map(tuple),
    needed=st.integers(1, 4),
    is_for_all=st.booleans(),
    subject=st.sampled_from([Subject(), Subject(campaign="Spring")]),
    barred=st.sampled_from([frozenset(), frozenset({"ana"})]),
)


@given(DUTIES, ABSENCES, st.frozensets(st.sampled_from(PEOPLE), max_size=2))
def test_a_second_opinion_agrees_about_every_day(duty: Duty, wishes: list[Delegation], gone: frozenset[str]) -> None:
    absences = _allowed(wishes)

    found = short(duty, *absences, gone=sorted(gone))

    assert set(found) == {day for day in DAYS if _lacks(duty, absences, gone, day)}
    for day, (able, _) in found.items():
        assert able == len(_deciders(duty, absences, gone, day))


@given(DUTIES, ABSENCES, st.sampled_from(PEOPLE))
def test_one_more_absence_without_a_substitute_never_helps(duty: Duty, wishes: list[Delegation], who: str) -> None:
    absences = [one for one in _allowed(wishes) if who not in (one.absent, one.substitute)]

    before = short(duty, *absences)
    after = short(duty, *absences, away(who, days=14))

    assert set(before) <= set(after)


def _allowed(wishes: list[Delegation]) -> list[Delegation]:
    """As they would stand beside one another in a house."""
    standing: list[Delegation] = []
    for number, wish in enumerate(wishes):
        named = Delegation(**{**vars(wish), "id": str(number)})
        standing += [named] if refusal_of(named, standing) is None else []
    return standing


# The second opinion: person by person, each asked what they could still do that day.


def _is_away(who: str, duty: Duty, absences: list[Delegation], day: date) -> list[Delegation]:
    campaign = duty.subject.campaign
    return [
        one
        for one in absences
        if one.absent == who and one.first <= day <= one.last and (not one.campaigns or campaign in one.campaigns)
    ]


def _chairs(who: str, duty: Duty, absences: list[Delegation], gone: frozenset[str], day: date) -> set[str]:
    """The seats on which this person can say something that day."""
    if who in gone or who in duty.barred or _is_away(who, duty, absences, day):
        return set()
    lent = {one.absent for person in PEOPLE for one in _is_away(person, duty, absences, day) if one.substitute == who}
    return {seat for seat in duty.seats if seat not in duty.barred and (seat == who or seat in lent)}


def _deciders(duty: Duty, absences: list[Delegation], gone: frozenset[str], day: date) -> set[str]:
    return {who for who in PEOPLE if _chairs(who, duty, absences, gone, day)}


def _lacks(duty: Duty, absences: list[Delegation], gone: frozenset[str], day: date) -> bool:
    if not duty.is_for_all:
        return len(_deciders(duty, absences, gone, day)) < duty.needed
    taken = {seat for who in PEOPLE for seat in _chairs(who, duty, absences, gone, day)}
    return bool(set(duty.seats) - duty.barred - taken)
