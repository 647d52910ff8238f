"""What may stand in galley.yml behind a key: durations, times of day, sections."""

import re
from collections.abc import Set as AbstractSet
from datetime import time, timedelta
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(written: object) -> object:
    """`4h`, `-30m`, `+1d` (a day is 24 hours; in working time, where the field says so, it is 8)."""
    if isinstance(written, timedelta):
        return written
    match = re.fullmatch(r"\s*([+-]?\d+)\s*([smhd])\s*", str(written))
    if match is None:
        raise ValueError(f"write a number and s, m, h or d, such as 30m, 4h or 2d, not {written!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _working_duration(written: object) -> object:
    match = re.fullmatch(r"\s*([+-]?\d+)\s*d\s*", str(written))
    return timedelta(hours=8 * int(match[1])) if match else _duration(written)


def _hours(written: object) -> object:
    if isinstance(written, tuple):
        return written
    match = re.fullmatch(r"\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\s*", str(written))
    if match is None:
        raise ValueError(f"write two times of day such as 09:00-18:00, not {written!r}")
    try:
        return time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError as error:
        raise ValueError(f"{written!r} is not a time of day: hours go to 23, minutes to 59") from error


Duration = Annotated[timedelta, BeforeValidator(_duration)]
WorkingDuration = Annotated[timedelta, BeforeValidator(_working_duration)]
Hours = Annotated[tuple[time, time], BeforeValidator(_hours)]


class Section(BaseModel):
    """Every part of galley.yml: an unknown key is an error, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_below(written: str, suffixes: AbstractSet[str]) -> bool:
    """Whether it names a file of such a kind that can only lie below the folder it is looked for in."""
    path = PurePosixPath(written)
    return not path.is_absolute() and ".." not in path.parts and path.suffix.lower() in suffixes
