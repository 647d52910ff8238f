"""Facts as JSON and back, by their types alone: whoever adds a field need not come here."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from models.review import facts
from models.review.facts import Fact

_BY_NAME = {name: kind for name, kind in vars(facts).items() if isinstance(kind, type) and issubclass(kind, Fact)}


def to_json(fact: Fact) -> dict[str, Any]:
    """Plain JSON; `fact` says which it is."""
    return {"fact": type(fact).__name__, **_plain(fact)}


def from_json(written: Mapping[str, Any]) -> Fact:
    """KeyError where history holds a name that no code knows. What an older history lacks has its default."""
    fact: Fact = _read(_BY_NAME[written["fact"]], written)
    return fact


def _plain(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case datetime():
            return value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            return value


def _read(kind: Any, written: Any) -> Any:
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), written)
    if get_origin(kind) is UnionType:
        return None if written is None else _read(next(one for one in get_args(kind) if one is not NoneType), written)
    if isinstance(kind, type) and is_dataclass(kind):
        told = {name: _read(hint, written[name]) for name, hint in _hints(kind).items() if name in written}
        return kind(**told)
    if kind is datetime:
        return datetime.fromisoformat(written)
    return kind(written)


def _tuple(kinds: tuple[Any, ...], written: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in written)
    return tuple(_read(kind, one) for kind, one in zip(kinds, written, strict=True))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
