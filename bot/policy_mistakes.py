"""What is wrong in galley.yml: each mistake as line, key and what is allowed there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.policy_keys import choices_at, every_key, keys_at
from bot.yaml_text import Document, Place

_KEYS_BELOW = "keys belong below this one, each in a line of its own"
_EXPECTED = {
    "string_type": "a text belongs here, in quotes where it looks like a number",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "a whole number belongs here",
    "int_parsing": "a whole number belongs here",
    "int_from_float": "a whole number belongs here",
    "float_type": "a number belongs here",
    "float_parsing": "a number belongs here",
    "tuple_type": "a list belongs here, such as [one, two]",
    "dict_type": _KEYS_BELOW,
    "model_type": _KEYS_BELOW,
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must list at least {min_length}",
    "too_long": "may list at most {max_length}",
    "string_too_short": "must not be empty",
    "string_too_long": "may have at most {max_length} characters",
    "string_pattern_mismatch": "small letters, digits, - and _, at most 40, beginning with a letter or digit",
}


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """`key` as people write it, places in lists counted from 1: review.stages[1].rule. Empty: the whole file."""

    line: int | None
    key: str
    sentence: str

    def __str__(self) -> str:
        where = ", ".join([*([f"line {self.line}"] if self.line else []), *([self.key] if self.key else [])])
        return f"{where}: {self.sentence}" if where else self.sentence


def mistakes(error: ValidationError, document: Document) -> tuple[Mistake, ...]:
    """All of them, in the order of the file."""
    found = [_mistake(one, document) for one in error.errors(include_url=False) if not _is_only_a_shadow(one)]
    return tuple(sorted(found, key=lambda one: one.line or 0))


def amiss(found: Iterable[tuple[Place, str]], document: Document) -> tuple[Mistake, ...]:
    """What contradicts something elsewhere in the file, in its order."""
    told = (Mistake(line=document.line_of(place), key=_written(place), sentence=sentence) for place, sentence in found)
    return tuple(sorted(told, key=lambda one: one.line or 0))


def _is_only_a_shadow(error: ErrorDetails) -> bool:
    """Of a list whose entries are wrong pydantic also says that it is too short."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _mistake(error: ErrorDetails, document: Document) -> Mistake:
    place = error["loc"]
    return Mistake(line=document.line_of(place), key=_written(place), sentence=_sentence(error))


def _written(place: Place) -> str:
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def _sentence(error: ErrorDetails) -> str:
    place, given = error["loc"], _short(error["input"])
    match error["type"]:
        case "missing":
            return "this key is missing"
        case "extra_forbidden":
            return _unknown(place)
        case "enum" | "literal_error":
            return _not_a_choice(choices_at(place), error["input"])
        case "value_error":
            return str(error["ctx"]["error"])
    expected = _EXPECTED.get(error["type"], error["msg"])
    return f"{expected.format_map(error.get('ctx', {}))}, not {given}"


def _unknown(place: Place) -> str:
    keys, wrong = keys_at(place[:-1]), str(place[-1])
    if near := get_close_matches(wrong.casefold(), keys, n=1):
        return f"there is no such key; did you mean {near[0]}?"
    if elsewhere := next((one for one in every_key() if one[-1] == wrong), None):
        return f"this key belongs at {'.'.join(elsewhere)}"
    return f"there is no such key; allowed here: {', '.join(keys)}"


def _not_a_choice(choices: Sequence[str], given: object) -> str:
    near = get_close_matches(str(given).casefold(), choices, n=1)
    suggestion = f"; did you mean {near[0]}?" if near else ""
    return f"{_short(given)} is not allowed; write {_listed(choices)}{suggestion}"


def _listed(choices: Sequence[str]) -> str:
    *first, last = choices
    return f"{', '.join(first)} or {last}" if first else last


def _short(given: object) -> str:
    match given:
        case None:
            return "nothing"
        case Mapping():
            return "further keys"
        case list() | tuple():
            return "a list" if given else "an empty list"
    text = str(given).lower() if isinstance(given, bool) else str(given)
    return repr(text if len(text) <= 40 else f"{text[:39]}…")  # noqa: PLR2004  what a line of Slack can bear
