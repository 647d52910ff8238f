"""Days as people write them. What may mean two days means none: it is asked again."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from models.refusal import Refusal

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_OTHER = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")

_DAY_FIRST = ("Europe/", "Africa/", "Australia/", "Atlantic/")
_MONTH_FIRST = (
    "US/", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
    "America/Detroit", "America/Anchorage", "America/Boise", "America/Indiana/", "America/Kentucky/",
    "Pacific/Honolulu",
)  # fmt: skip


class NotADay(Refusal):
    """The sentence says what was understood, and how to write it."""


def read_day(written: str, zone: ZoneInfo) -> date:
    """ISO, or as people of that zone write it. Raises NotADay."""
    text = written.strip()
    if match := _ISO.fullmatch(text):
        return _day(text, int(match[1]), int(match[2]), int(match[3]))
    match = _OTHER.fullmatch(text)
    if match is None:
        raise NotADay(f"“{text}” is not a day; write it as 2026-12-31")
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    if _is_day_first(text, match[2], one, other, zone):
        return _day(text, year, other, one)
    return _day(text, year, one, other)


def read_moment(written: str, zone: ZoneInfo) -> datetime:
    """A day and a time of the clock in that zone, in UTC; with a Z behind it, it is in UTC. Raises NotADay."""
    text = written.strip()
    if text.endswith("Z"):
        return read_moment(text.removesuffix("Z"), ZoneInfo("UTC"))
    given, _, clock = text.replace("T", " ").partition(" ")
    match = _CLOCK.fullmatch(clock.strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:  # noqa: PLR2004  the clock's own numbers
        raise NotADay(f"“{written.strip()}” has no time of the clock; write it as 2026-12-31 14:30")
    hour = time(int(match[1]), int(match[2]))
    try:
        return datetime.combine(read_day(given, zone), hour, tzinfo=zone).astimezone(UTC)
    except OverflowError as error:
        raise NotADay(f"“{written.strip()}” is not a day of any calendar in use") from error


def _is_day_first(text: str, mark: str, one: int, other: int, zone: ZoneInfo) -> bool:
    if one > 12 or one == other:  # noqa: PLR2004  months
        return True
    if other > 12:  # noqa: PLR2004
        return False
    if zone.key.startswith(_MONTH_FIRST):
        if mark == "/":
            return False
    elif mark == "." or zone.key.startswith(_DAY_FIRST):
        return True
    raise NotADay(f"“{text}” may be two days, of month {one} or of month {other}; write it as 2026-12-31")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay(f"there is no day {text}; write it as 2026-12-31") from error
