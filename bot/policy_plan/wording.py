"""The keys and values of galley.yml as sentences have them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from pydantic import BaseModel

LABELS: Mapping[str, str] = {
    "final_decider": "who decides alone",
    "rule": "rule",
    "quorum": "how many must say yes",
    "fail_count": "how many must say no",
    "settles": "settles",
    "closes": "a yes closes",
    "due_in": "deadline, in working time",
    "opens": "opens by",
    "opens_at": "opens at",
    "when": "only for",
    "late": "when nobody answers",
    "always_ask": "asked again about every new version",
    "task_status": "the board's status",
}


def listed(names: Iterable[str]) -> str:
    *first, last = [*names] or ["nobody"]
    return f"{', '.join(first)} and {last}" if first else last


def written(value: object) -> str:
    """Nearly as somebody would write it in galley.yml."""
    match value:
        case None | () | "":
            return "nothing"
        case bool():
            return str(value).lower()
        case timedelta():
            return _duration(value)
        case BaseModel():
            return _section(value) or "everything"
        case tuple():
            return _several(value)
    return ", ".join(_pairs(value)) or "nothing" if isinstance(value, Mapping) else str(value)


def _several(values: tuple[object, ...]) -> str:
    told = [written(one) for one in values]
    return "; ".join(told) if isinstance(values[0], BaseModel) else listed(told)


def _pairs(mapping: Mapping[str, object]) -> Iterator[str]:
    return (f"{name} {written(said)}" for name, said in mapping.items())


def _section(section: BaseModel) -> str:
    """What is said there, beyond the defaults."""
    fields = type(section).model_fields
    said = {name: getattr(section, name) for name in fields}
    return ", ".join(
        f"{name.replace('_', ' ')} {written(value)}"
        for name, value in said.items()
        if fields[name].is_required() or (value and value != fields[name].default)
    )


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    for unit, size in (("h", 3600), ("m", 60)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
