"""What one person has chosen, beside what the team has."""

import json
from datetime import time

from hypothesis import given
from hypothesis import strategies as st

from models.calendar import QuietHours
from models.choices import ActNow, Choices, ForInformation
from models.person import Person
from tests.clocks import MONDAY_NOON

CLOCKS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
CHOICES = st.builds(
    Choices,
    act_now=st.sampled_from(ActNow),
    for_information=st.sampled_from(ForInformation),
    digest_at=CLOCKS,
    quiet=st.none() | st.tuples(CLOCKS, CLOCKS),
    days=st.none() | st.frozensets(st.integers(0, 6), min_size=1),
)
TEAM = QuietHours(holidays=frozenset({MONDAY_NOON.date()}))


@given(CHOICES)
def test_what_is_kept_is_what_was_chosen(choices: Choices) -> None:
    assert Choices.from_json(json.loads(json.dumps(choices.to_json()))) == choices


def test_whoever_has_chosen_nothing_hears_everything_as_it_comes() -> None:
    person = Person(team_id="T1", slack_id="U1", handle="ana", name="Ana", read_at=MONDAY_NOON)

    assert person.chosen == Choices()
    assert not person.chosen.wants_digest
    assert person.chosen.hours(TEAM) == TEAM


def test_ones_own_hours_and_days_stand_instead_of_the_teams_and_holidays_stay() -> None:
    own = Choices(quiet=(time(16), time(10)), days=frozenset({1, 2})).hours(TEAM)

    assert (own.start, own.end, own.days) == (time(16), time(10), frozenset({1, 2}))
    assert own.holidays is TEAM.holidays


@given(CLOCKS, CLOCKS, CLOCKS)
def test_an_hour_is_free_or_moved_to_where_quiet_ends(start: time, end: time, clock: time) -> None:
    hours = QuietHours(start=start, end=end)

    assert hours.free_at(hours.free_at(clock)) == hours.free_at(clock)
    assert hours.free_at(clock) in (clock, end)
