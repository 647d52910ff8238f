"""The keys of galley.yml and what may stand behind each, read from the shapes in policy.py."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from bot.policy import Policy
from bot.policy_stage import StagePolicy, StepPolicy
from bot.yaml_text import Place


def every_key(section: type[BaseModel] = Policy, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """("review",), ("review", "stages"), ("review", "stages", "rule"), ...: without the places in lists. What an entry
    of a workflow has of a stage, and the stages in its paths, is said once, with the stages.
    """
    for name in _own(section):
        yield (*at, name)
        within = _bare(section.model_fields[name].annotation)
        while not _is_section(within) and (inside := _inside(within)) is not None:
            within = _bare(inside)
        if _is_section(within) and (*at, name) != _SAID_WITH_STAGES:
            yield from every_key(within, (*at, name))


_SAID_WITH_STAGES = ("review", "workflow", "paths")


def _own(section: type[BaseModel]) -> list[str]:
    inherited = StagePolicy.model_fields if section is StepPolicy else ()
    return [name for name in section.model_fields if name not in inherited]


def keys_at(place: Place) -> list[str]:
    """The keys that may stand in this section; none where it is no section."""
    section = _kind_at(place)
    return list(section.model_fields) if _is_section(section) else []


def choices_at(place: Place) -> list[str]:
    """The values allowed here, where they can be counted."""
    kind = _kind_at(place)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return [str(one) for one in kind]
    return [str(one) for one in get_args(kind)] if get_origin(kind) is Literal else []


def _kind_at(place: Place) -> Any:
    kind: Any = Policy
    for step in place:
        kind = kind.model_fields[step].annotation if _is_section(kind) and step in kind.model_fields else _inside(kind)
        kind = _bare(kind)
    return kind


def _inside(kind: Any) -> Any:
    """Of a tuple its first, of a dict its value."""
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return arguments[1]
    return arguments[0] if arguments else None


def _bare(kind: Any) -> Any:
    """Without Annotated and `| None`."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Literal, dict, tuple):
        return kind
    return next((_bare(one) for one in get_args(kind) if one is not type(None)), kind)


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
