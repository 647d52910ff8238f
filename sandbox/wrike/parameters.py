"""What a call asks for: query, form or JSON, read the same way, and refused in Wrike's words."""

import json
import re
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.wrike import errors
from sandbox.wrike.records import Json

TOKEN_PARAMETER = "access_token"
Z_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LOCAL = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


async def given_by(request: Request, *, body_is_file: bool) -> Json:
    given: Json = dict(request.query_params)
    if not body_is_file:
        given |= _from_body(await request.body(), request.headers.get("content-type", ""))
    given.pop(TOKEN_PARAMETER, None)
    return given


def _from_body(body: bytes, content_type: str) -> Json:
    if not body:
        return {}
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    if not content_type.startswith("application/json"):
        raise errors.invalid_request(f"Unsupported content type '{content_type}'")
    found = _json(body.decode(errors="replace"))
    if not isinstance(found, dict):
        raise errors.invalid_request("Request body is malformed")
    return found


def _json(text: str) -> object:
    try:
        found: object = json.loads(text)
    except ValueError as error:
        raise errors.invalid_request("Request body is malformed") from error
    return found


class Asked:
    """The parameters of one call. In a query or a form, arrays and objects are JSON text."""

    def __init__(self, given: Json) -> None:
        self._given = given

    def only(self, allowed: frozenset[str]) -> None:
        for name in self._given:
            if name not in allowed:
                raise errors.unknown_parameter(name)

    def __contains__(self, name: str) -> bool:
        return name in self._given

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._given)

    def is_null(self, name: str) -> bool:
        return name in self._given and self._given[name] in (None, "null")

    def text(self, name: str) -> str | None:
        value = self._given.get(name)
        if value is not None and not isinstance(value, str):
            raise errors.invalid(name)
        return value

    def needed(self, name: str) -> str:
        if name not in self._given:
            raise errors.required(name)
        value = self.text(name)
        if value is None or not value.strip():
            raise errors.invalid(name)
        return value

    def choice(self, name: str, options: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in options:
            raise errors.invalid(name)
        return value

    def choices(self, name: str, options: tuple[str, ...]) -> list[str]:
        values = self.texts(name)
        if any(value not in options for value in values):
            raise errors.invalid(name)
        return values

    def flag(self, name: str) -> bool | None:
        value = self._given.get(name)
        if value is None or isinstance(value, bool):
            return value
        if value in ("true", "false", ""):
            return value != "false"
        raise errors.invalid(name)

    def whole(self, name: str, *, least: int, most: int) -> int | None:
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).isdecimal():
            raise errors.invalid(name)
        if not least <= int(value) <= most:
            raise errors.invalid(name)
        return int(value)

    def texts(self, name: str) -> list[str]:
        """An array; `[a,b]` without quotes is understood as well."""
        value = self._given.get(name)
        if isinstance(value, str):
            value = _array(name, value)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
            raise errors.invalid(name)
        return [str(one) for one in value]

    def object(self, name: str) -> Json | None:
        value = self._given.get(name)
        if isinstance(value, str):
            value = _parsed(name, value)
        if value is not None and not isinstance(value, dict):
            raise errors.invalid(name)
        return value

    def objects(self, name: str) -> list[Json]:
        value = self._given.get(name)
        if isinstance(value, str):
            value = _parsed(name, value)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise errors.invalid(name)
        return value

    def nested(self, name: str, allowed: frozenset[str]) -> "Asked | None":
        found = self.object(name)
        if found is None:
            return None
        if not found.keys() <= allowed:
            raise errors.invalid(name)
        return Asked(found)

    def moments(self, name: str) -> "Range | None":
        """A range of `yyyy-MM-dd'T'HH:mm:ss'Z'`, as createdDate, updatedDate and completedDate require."""
        return self._range(name, Z_MOMENT, ("start", "end"))

    def days(self, name: str) -> "Range | None":
        """A range of local times, as startDate, dueDate and scheduledDate require; a Z is refused."""
        return self._range(name, LOCAL, ("start", "end", "equal"))

    def _range(self, name: str, shape: re.Pattern[str], ends: tuple[str, ...]) -> "Range | None":
        found = self.object(name)
        if found is None:
            return None
        if not found or not found.keys() <= set(ends):
            raise errors.invalid(name)
        texts = {end: str(value) for end, value in found.items()}
        if not all(shape.fullmatch(text) and _is_date(text) for text in texts.values()):
            raise errors.invalid(name)
        if "start" in texts and "end" in texts and texts["start"] > texts["end"]:
            raise errors.invalid(name)
        return Range(texts)


class Range:
    """Both ends belong to it; texts of one shape compare like the times they say."""

    def __init__(self, ends: dict[str, str]) -> None:
        self._ends = ends

    def holds(self, text: str | None) -> bool:
        if text is None:
            return False
        if "equal" in self._ends:
            return text.startswith(self._ends["equal"])
        end = self._ends.get("end")
        return self._ends.get("start", "") <= text and (end is None or text[: len(end)] <= end)

    def is_wider_than(self, days: int, *, now: datetime) -> bool:
        if "start" not in self._ends:
            return True
        end = datetime.fromisoformat(self._ends["end"]) if "end" in self._ends else now
        return (end - datetime.fromisoformat(self._ends["start"])).days > days


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_local(text: str) -> bool:
    return bool(LOCAL.fullmatch(text)) and _is_date(text)


def is_day(text: str) -> bool:
    return bool(DAY.fullmatch(text)) and _is_date(text)


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _parsed(name: str, text: str) -> object:
    try:
        found: object = json.loads(text)
    except ValueError as error:
        raise errors.invalid(name) from error
    return found


def _array(name: str, text: str) -> object:
    if not (text.startswith("[") and text.endswith("]")):
        raise errors.invalid(name)
    try:
        found: object = json.loads(text)
    except ValueError:
        return [part.strip().strip('"') for part in text[1:-1].split(",") if part.strip()]
    return found
