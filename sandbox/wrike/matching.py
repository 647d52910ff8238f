"""Free keys and custom fields as filters."""

from collections.abc import Callable

from sandbox.wrike import errors
from sandbox.wrike.account import Account
from sandbox.wrike.records import Json, Work

COMPARATORS: dict[str, Callable[[str, str], bool]] = {
    "EqualTo": lambda value, wish: value == wish,
    "Contains": lambda value, wish: wish.casefold() in value.casefold(),
    "StartsWith": lambda value, wish: value.casefold().startswith(wish.casefold()),
    "EndsWith": lambda value, wish: value.casefold().endswith(wish.casefold()),
    "LessThan": lambda value, wish: _rank(value) < _rank(wish),
    "LessOrEqualTo": lambda value, wish: _rank(value) <= _rank(wish),
    "GreaterThan": lambda value, wish: _rank(value) > _rank(wish),
    "GreaterOrEqualTo": lambda value, wish: _rank(value) >= _rank(wish),
}


def metadata_match(wish: Json, metadata: dict[str, str]) -> bool:
    key, value = wish.get("key"), wish.get("value")
    if not isinstance(key, str) or not wish.keys() <= {"key", "value"}:
        raise errors.invalid("metadata")
    return key in metadata and (value is None or metadata[key] == value)


def value_match(account: Account, wish: Json) -> Callable[[Work], bool]:
    field_id, comparator, value = wish.get("id"), wish.get("comparator", "EqualTo"), wish.get("value")
    if not isinstance(field_id, str) or field_id not in account.custom_fields:
        raise errors.invalid("customFields")
    if comparator == "IsEmpty":
        return lambda work: field_id not in work.custom_fields
    if comparator == "IsNotEmpty":
        return lambda work: field_id in work.custom_fields
    if not isinstance(comparator, str) or comparator not in COMPARATORS or not isinstance(value, str):
        raise errors.invalid("customFields")
    compare = COMPARATORS[comparator]
    return lambda work: field_id in work.custom_fields and compare(work.custom_fields[field_id], value)


def _rank(value: str) -> tuple[float, str]:
    try:
        return float(value), ""
    except ValueError:
        return 0.0, value
