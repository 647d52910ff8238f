"""Working time and quiet hours, across nights, weekends, holidays and changing clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calendar import QuietHours, WorkingTime

BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
OFFICE = WorkingTime(zone=BERLIN)  # Monday to Friday, 9 to 18
GOOD_FRIDAY = date(2026, 4, 3)

YEAR = datetime(2026, 1, 1, tzinfo=UTC)

moments = st.timedeltas(timedelta(0), timedelta(days=364)).map(lambda since: YEAR + since)
amounts = st.timedeltas(timedelta(0), timedelta(hours=200))


def berlin(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (berlin("2026-03-02", "09:00"), 8, berlin("2026-03-02", "17:00")),
        (berlin("2026-03-02", "16:00"), 4, berlin("2026-03-03", "11:00")),
        (berlin("2026-03-06", "17:00"), 2, berlin("2026-03-09", "10:00")),
        (berlin("2026-03-07", "12:00"), 1, berlin("2026-03-09", "10:00")),
        (berlin("2026-03-02", "07:00"), 9, berlin("2026-03-02", "18:00")),
        (berlin("2026-03-27", "17:00"), 9, berlin("2026-03-30", "17:00")),
    ],
    ids=[
        "within a day",
        "over night",
        "over a weekend",
        "from a Saturday",
        "to the closing bell",
        "over a clock change",
    ],
)
def test_working_hours_are_counted_while_people_work(start: datetime, hours: int, end: datetime) -> None:
    assert OFFICE.add(start, timedelta(hours=hours)) == end
    assert OFFICE.add(start, timedelta(hours=hours)).tzinfo is UTC


def test_a_holiday_is_no_working_day() -> None:
    team = WorkingTime(zone=BERLIN, holidays=frozenset({GOOD_FRIDAY}))

    assert team.add(berlin("2026-04-02", "17:00"), timedelta(hours=2)) == berlin("2026-04-06", "10:00")


def test_counting_back_leaps_over_the_weekend() -> None:
    assert OFFICE.subtract(berlin("2026-03-09", "11:00"), timedelta(hours=4)) == berlin("2026-03-06", "16:00")


@given(moments, amounts)
def test_working_time_ends_within_working_hours(start: datetime, amount: timedelta) -> None:
    end = OFFICE.add(start, amount).astimezone(BERLIN)

    assert end >= start
    assert OFFICE.is_working_day(end.date())
    assert time(9) <= end.time() <= time(18)


@given(moments, amounts, amounts)
def test_more_working_time_never_ends_earlier(start: datetime, one: timedelta, other: timedelta) -> None:
    shorter, longer = sorted((one, other))

    assert OFFICE.add(start, shorter) <= OFFICE.add(start, longer)


@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=200)))
def test_what_was_added_can_be_taken_back(start: datetime, amount: timedelta) -> None:
    opening = OFFICE.add(start, timedelta(0))
    end = OFFICE.add(opening, amount)

    back = OFFICE.subtract(end, amount)

    assert OFFICE.add(back, amount) == end


@pytest.mark.parametrize(
    ("moment", "zone", "release"),
    [
        (berlin("2026-03-02", "12:00"), BERLIN, berlin("2026-03-02", "12:00")),
        (berlin("2026-03-02", "20:00"), BERLIN, berlin("2026-03-03", "08:00")),
        (berlin("2026-03-03", "03:00"), BERLIN, berlin("2026-03-03", "08:00")),
        (berlin("2026-03-06", "19:00"), BERLIN, berlin("2026-03-09", "08:00")),
        (berlin("2026-03-02", "15:00"), KOLKATA, datetime(2026, 3, 3, 8, tzinfo=KOLKATA)),
    ],
    ids=["by day", "in the evening", "before dawn", "on a Friday night", "half past seven elsewhere"],
)
def test_quiet_hours_end_where_the_person_is(moment: datetime, zone: ZoneInfo, release: datetime) -> None:
    assert QuietHours().release(moment, zone) == release


def test_equal_hours_leave_only_days_off_quiet() -> None:
    always = QuietHours(start=time(0), end=time(0))

    assert always.release(berlin("2026-03-02", "03:00"), BERLIN) == berlin("2026-03-02", "03:00")
    assert always.release(berlin("2026-03-07", "12:00"), BERLIN) == berlin("2026-03-09", "00:00")


def test_quiet_hours_may_lie_within_a_day() -> None:
    siesta = QuietHours(start=time(13), end=time(15))

    assert siesta.release(berlin("2026-03-02", "14:00"), BERLIN) == berlin("2026-03-02", "15:00")
    assert siesta.release(berlin("2026-03-02", "22:00"), BERLIN) == berlin("2026-03-02", "22:00")


@given(moments, st.sampled_from([BERLIN, KOLKATA, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")]))
def test_nobody_is_written_to_in_their_quiet_hours(moment: datetime, zone: ZoneInfo) -> None:
    quiet = QuietHours(holidays=frozenset({GOOD_FRIDAY}))

    local = quiet.release(moment, zone).astimezone(zone)

    assert local >= moment
    assert local.weekday() < 5
    assert local.date() != GOOD_FRIDAY
    assert time(8) <= local.time() < time(19)
    assert quiet.release(local, zone) == local
