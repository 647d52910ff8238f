"""A digest a working day and person: held against a second opinion, over weekends, jumps, zones and lost hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calendar import QuietHours
from models.digest import due_day

BERLIN, NEW_YORK, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
HOURS = QuietHours()  # 19:00 to 08:00, and weekends
NINE = time(9)
ZONES = st.sampled_from([BERLIN, NEW_YORK, KOLKATA, ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")])

MOMENTS = st.integers(0, 240 * 24 * 60).map(lambda minute: at(1, "00:00") + timedelta(minutes=minute))


def at(day: int, clock: str, zone: ZoneInfo = BERLIN, month: int = 3) -> datetime:
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)


def due(now: datetime, *, zone: ZoneInfo = BERLIN, hour: time = NINE, last: date | None = None) -> date | None:
    return due_day(now, zone, at=hour, hours=HOURS, last=last)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (at(2, "08:59"), None),
        (at(2, "09:00"), date(2026, 3, 2)),
        (at(2, "18:59"), date(2026, 3, 2)),
        (at(2, "19:00"), None),  # Galley was down all day: tomorrow's tells it
        (at(7, "09:00"), None),  # Saturday
        (at(27, "09:00"), date(2026, 3, 27)),
        (at(30, "09:00"), date(2026, 3, 30)),  # the first morning of summer time
        (at(26, "09:00", month=10), date(2026, 10, 26)),  # and of winter time
    ],
)
def test_it_comes_at_nine_where_one_is(now: datetime, day: date | None) -> None:
    assert due(now) == day


def test_a_day_that_was_looked_after_is_not_looked_after_again() -> None:
    assert due(at(3, "09:00"), last=date(2026, 3, 3)) is None
    assert due(at(3, "09:00"), last=date(2026, 3, 2)) == date(2026, 3, 3)


def test_whoever_flies_west_after_their_digest_gets_none_for_the_same_day() -> None:
    assert due(at(3, "09:00", NEW_YORK), zone=NEW_YORK, last=date(2026, 3, 3)) is None


def test_an_hour_in_quiet_time_moves_to_its_end_rather_than_never() -> None:
    assert due(at(3, "08:00"), hour=time(6)) == date(2026, 3, 3)
    assert due(at(3, "08:00"), hour=time(21)) == date(2026, 3, 3)


def told(steps: list[tuple[int, ZoneInfo]], start: datetime, hour: time) -> list[tuple[date, datetime, ZoneInfo]]:
    """What a Galley does that looks after so many minutes each time, while the person travels."""
    now, last, days = start, None, []
    for minutes, zone in steps:
        now += timedelta(minutes=minutes)
        day = due_day(now, zone, at=hour, hours=HOURS, last=last)
        if day is not None:
            days.append((day, now, zone))
            last = day
    return days


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.integers(1, 4000), ZONES), max_size=80),
    MOMENTS,
    st.sampled_from([time(6), time(8), NINE, time(18, 59), time(23)]),
)
def test_never_two_of_one_day_never_in_quiet_hours_however_the_clock_jumps(
    steps: list[tuple[int, ZoneInfo]], start: datetime, hour: time
) -> None:
    days = told(steps, start, hour)

    assert len({day for day, _, _ in days}) == len(days)
    for day, now, zone in days:
        local = now.astimezone(zone)
        assert local.date() == day
        assert local.weekday() < 5
        assert time(8) <= local.time() < time(19)


@settings(max_examples=40)
@given(MOMENTS, ZONES, st.integers(1, 59))
def test_whoever_stays_gets_one_on_every_working_day(start: datetime, zone: ZoneInfo, minutes: int) -> None:
    days = told([(minutes, zone)] * (9 * 24 * 60 // minutes), start, NINE)

    began = start.astimezone(zone)
    expected = [began.date() + timedelta(days=number) for number in range(1, 8)]
    assert [day for day in expected if day.weekday() < 5] == [day for day, _, _ in days if day in expected]


def test_a_jump_of_two_days_is_one_digest() -> None:
    days = told([(0, BERLIN), (2 * 24 * 60, BERLIN), (1, BERLIN)], at(2, "09:00"), NINE)

    assert [day.day for day, _, _ in days] == [2, 4]
