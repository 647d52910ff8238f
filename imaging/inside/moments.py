"""Days and moments, as EXIF, IPTC and XMP write them."""

import re
from datetime import date, datetime

_DAY = re.compile(r"(\d{4})[-:/]?(\d\d)[-:/]?(\d\d)")
_TIME = re.compile(r"[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d*)?)?\s*(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?")


def moment(text: str) -> str | None:
    """ISO 8601: a day, or a moment to the second with the zone that was written, without one where there was none.

    None when it is no full day: a year alone says neither when a picture was taken nor when its licence ends.
    """
    text = text.strip()
    found = _DAY.match(text)
    if found is None:
        return None
    try:
        day = date(*map(int, found.groups()))
        rest = text[found.end() :]
        return f"{day.isoformat()}{_time(rest)}" if rest else day.isoformat()
    except ValueError:
        return None


def _time(rest: str) -> str:
    """`T06:12:09+01:00`. Raises ValueError on what is no time of day."""
    found = _TIME.fullmatch(rest)
    if found is None:
        raise ValueError(rest)
    hour, minute, second, zone = found.groups(default="")
    time = f"{hour}:{minute}:{second or '00'}"
    datetime.strptime(time, "%H:%M:%S")  # noqa: DTZ007 - only to refuse 25 o'clock
    return f"T{time}{_zone(zone)}"


def _zone(zone: str) -> str:
    if zone in {"", "Z"}:
        return zone and "+00:00"
    return f"{zone[:3]}:{zone[-2:]}"
