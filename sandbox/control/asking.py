"""How a control call is read: plain parsers, and one refusal with a sentence."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.requests import Request

from sandbox.people import Person, person

INERT = {  # for bytes that somebody uploaded: a page among them must not run as one of ours
    "cache-control": "private, max-age=3600",
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "x-content-type-options": "nosniff",
}


class Refused(Exception):
    """Bad input; answered as `{"error": sentence}`."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


async def json_body(request: Request, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> Any:
    """The body, a JSON object with these keys and no others."""
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise Refused(f"The body is not JSON: {error}.") from error
    if not isinstance(body, dict):
        raise Refused("The body must be a JSON object.")
    for key in required:
        if key not in body:
            raise Refused(f"'{key}' is missing.")
    for key in body:
        if key not in required + optional:
            allowed = ", ".join(required + optional)
            raise Refused(f"'{key}' is not known here; allowed: {allowed}.")
    return body


def person_named(known_as: object) -> Person:
    try:
        return person(str(known_as))
    except KeyError as error:
        raise Refused(f"Nobody is called '{known_as}'.") from error


def number(text: object, *, name: str, least: float = 0) -> float:
    try:
        value = float(str(text))
    except ValueError as error:
        raise Refused(f"'{name}' must be a number.") from error
    if not least <= value < float("inf"):
        raise Refused(f"'{name}' must be at least {least:g}.")
    return value


def moment(text: object, *, name: str) -> datetime:
    try:
        value = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Refused(f"'{name}' must be a time such as 2026-03-28T08:00:00Z.") from error
    if value.tzinfo is None:
        raise Refused(f"'{name}' needs a time zone, such as the Z in 2026-03-28T08:00:00Z.")
    return value.astimezone(UTC)


DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def duration(text: object, *, name: str) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes and seconds."""
    parts = DURATION.fullmatch(str(text))
    if parts is None:
        raise Refused(f"'{name}' must be a duration such as P1DT2H or PT30M.")
    try:
        return timedelta(**{unit: float(amount) for unit, amount in parts.groupdict(default="0").items()})
    except OverflowError as error:
        raise Refused(f"'{name}' is too long.") from error
