"""Wrike's two date dialects, each of which refuses the other."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.wrike.dates import day_of, instant, one_day

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1971, 1, 1), datetime(9998, 1, 1), timezones=zones)  # noqa: DTZ001 - zones are drawn


@given(moments)
def test_an_instant_ends_with_z_and_has_no_fraction(moment: datetime) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", instant(moment))


@given(moments)
def test_an_instant_is_never_later_than_the_moment(moment: datetime) -> None:
    written = datetime.fromisoformat(instant(moment))

    assert timedelta(0) <= moment - written < timedelta(seconds=1)


def test_an_instant_without_a_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="zone"):
        instant(datetime.now(UTC).replace(tzinfo=None))


@given(st.dates())
def test_a_day_goes_there_and_back_without_a_zone(due: date) -> None:
    written = one_day(due)

    assert "Z" not in written["due"]
    assert day_of(written["due"]) == due


def test_a_due_time_is_the_day_that_people_see() -> None:
    assert day_of("2024-09-06T23:59:00") == date(2024, 9, 6)
