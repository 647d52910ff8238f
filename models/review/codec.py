"""Facts as JSON and back, by their types alone: whoever adds a field need not come here."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from models.review import facts
from models.review.facts import Fact

Reader = Callable[[Any], Any]

_BY_NAME = {name: kind for name, kind in vars(facts).items() if isinstance(kind, type) and issubclass(kind, Fact)}


def to_json(fact: Fact) -> dict[str, Any]:
    """Plain JSON; `fact` says which it is."""
    return {"fact": type(fact).__name__, **_plain(fact)}


def from_json(written: Mapping[str, Any]) -> Fact:
    """KeyError where history holds a name that no code knows. What an older history lacks has its default."""
    kind: Any = _BY_NAME[written["fact"]]
    fact: Fact = _reader(kind)(written)
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
            kind: Any = type(value)
            return {name: _plain(getattr(value, name)) for name in _names(kind)}
        case _:
            return value


@cache
def _reader(kind: Any) -> Reader:
    """Made once for each type: a click reads every fact of its review."""
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) is UnionType:
        known = _reader(next(one for one in get_args(kind) if one is not NoneType))
        return lambda written: None if written is None else known(written)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(kind)
    return datetime.fromisoformat if kind is datetime else kind


def _tuple(kinds: tuple[Any, ...]) -> Reader:
    if kinds[-1] is Ellipsis:
        each = _reader(kinds[0])
        return tuple if kinds[0] is str else lambda written: tuple(map(each, written))
    several = [_reader(kind) for kind in kinds]
    return lambda written: tuple(read(one) for read, one in zip(several, written, strict=True))


def _dataclass(kind: type) -> Reader:
    readers = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    return lambda written: kind(**{name: read(written[name]) for name, read in readers.items() if name in written})


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
