"""What a write may contain: each value is checked against the account before anything is changed."""

import json
import re
from datetime import date, timedelta

from sandbox.wrike import errors
from sandbox.wrike.account import Account
from sandbox.wrike.parameters import Asked, is_day, is_local
from sandbox.wrike.records import CustomField, Dates

ENTRIES_AT_MOST = 100
VALUE_AT_MOST = 2000
METADATA_KEY = re.compile(r"[A-Za-z0-9_-]{1,49}")
METADATA_VALUE_BELOW = 1000
WORKDAY_MINUTES = 480
DAY_STARTS, DAY_ENDS = "T09:00:00", "T17:00:00"
SATURDAY = 5
AMOUNT = re.compile(r"-?\d+(\.\d+)?")
PATTERNS = {
    "Numeric": AMOUNT,
    "Currency": AMOUNT,
    "Percentage": AMOUNT,
    "Checkbox": re.compile("true|false"),
    "Duration": re.compile(r"\d+:\d\d"),
}


def contacts(account: Account, asked: Asked, name: str) -> list[str]:
    found = asked.texts(name)
    if any(one not in account.contacts for one in found):
        raise errors.invalid(name)
    return found


def folders(account: Account, asked: Asked, name: str) -> list[str]:
    return [account.place(one) for one in asked.texts(name)]


def tasks(account: Account, asked: Asked, name: str) -> list[str]:
    return [account.task(one).id for one in asked.texts(name)]


def custom_status(account: Account, asked: Asked, name: str) -> str | None:
    status_id = asked.text(name)
    if status_id is not None and account.status(status_id) is None:
        raise errors.invalid(name)
    return status_id


def metadata(asked: Asked, name: str = "metadata") -> dict[str, str | None]:
    """A null value removes the key."""
    found: dict[str, str | None] = {}
    for entry in asked.objects(name)[: ENTRIES_AT_MOST + 1]:
        key, value = entry.get("key"), entry.get("value")
        if not isinstance(key, str) or not METADATA_KEY.fullmatch(key) or not entry.keys() <= {"key", "value"}:
            raise errors.invalid(name)
        if value is not None and (not isinstance(value, str) or len(value) >= METADATA_VALUE_BELOW):
            raise errors.invalid(name)
        found[key] = value
    if len(found) > ENTRIES_AT_MOST:
        raise errors.invalid(name)
    return found


def custom_fields(account: Account, asked: Asked, name: str = "customFields") -> dict[str, str | None]:
    """Values are always text; null removes one."""
    found: dict[str, str | None] = {}
    for entry in asked.objects(name)[: ENTRIES_AT_MOST + 1]:
        field_id, value = entry.get("id"), entry.get("value")
        if not isinstance(field_id, str) or field_id not in account.custom_fields:
            raise errors.invalid(name)
        if value is not None and not (isinstance(value, str) and fits(account, account.custom_fields[field_id], value)):
            raise errors.invalid(name)
        found[field_id] = value
    if len(found) > ENTRIES_AT_MOST:
        raise errors.invalid(name)
    return found


def fits(account: Account, field: CustomField, value: str) -> bool:
    if len(value) > VALUE_AT_MOST:
        return False
    if field.type in PATTERNS:
        return bool(PATTERNS[field.type].fullmatch(value))
    match field.type:
        case "Date":
            return is_day(value)
        case "Contacts":
            return all(one in account.contacts for one in value.split(","))
        case "Multiple" | "DropDown":
            return _is_choice(field, _texts(value) if field.type == "Multiple" else [value])
        case _:
            return True


def _texts(value: str) -> list[str] | None:
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return found if isinstance(found, list) and all(isinstance(one, str) for one in found) else None


def _is_choice(field: CustomField, values: list[str] | None) -> bool:
    known = field.settings.get("values")
    if values is None:
        return False
    return bool(field.settings.get("allowOtherValues")) or (
        isinstance(known, list) and all(one in known for one in values)
    )


def day(asked: Asked, name: str) -> str | None:
    value = asked.text(name)
    if value is not None and not is_day(value):
        raise errors.invalid(name)
    return value


DATES = frozenset({"type", "duration", "start", "due", "workOnWeekends"})


def dates(asked: Asked, name: str = "dates") -> Dates | None:
    """Local times without a zone: a Z is refused."""
    given = asked.nested(name, DATES)
    if given is None:
        return None
    start, due = given.text("start"), given.text("due")
    if any(one is not None and not is_local(one) for one in (start, due)):
        raise errors.invalid(name)
    type_ = given.choice("type", ("Backlog", "Planned", "Milestone")) or _likely_type(start, due)
    duration = given.whole("duration", least=0, most=10_000_000)
    return completed_dates(type_, start, due, duration, work_on_weekends=bool(given.flag("workOnWeekends")))


def _likely_type(start: str | None, due: str | None) -> str:
    return "Planned" if start or due else "Backlog"


def completed_dates(
    type_: str, start: str | None, due: str | None, duration: int | None = None, *, work_on_weekends: bool = False
) -> Dates:
    match type_:
        case "Backlog":
            return Dates(duration=duration)
        case "Milestone" if due:
            return Dates(type=type_, due=_at(due, DAY_ENDS))
        case "Planned" if start or due:
            start, due = _at(start or (due or "")[:10], DAY_STARTS), _at(due or (start or "")[:10], DAY_ENDS)
        case _:
            raise errors.invalid("dates")
    if start > due:
        raise errors.invalid("dates")
    duration = duration if duration is not None else _working_minutes(start, due, work_on_weekends=work_on_weekends)
    return Dates(type=type_, start=start, due=due, duration=duration, work_on_weekends=work_on_weekends)


def _at(text: str, time: str) -> str:
    return text if "T" in text else text + time


def _working_minutes(start: str, due: str, *, work_on_weekends: bool) -> int:
    first, last = date.fromisoformat(start[:10]), date.fromisoformat(due[:10])
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    working = [one for one in days if work_on_weekends or one.weekday() < SATURDAY]
    return len(working) * WORKDAY_MINUTES
