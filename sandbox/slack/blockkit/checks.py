"""The grammar in which the rules are written: small checks that yield complaints in Slack's words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Complaints = Iterator[str]


class Place(StrEnum):
    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


@dataclass(frozen=True, kw_only=True)
class Surface:
    """Where the blocks will stand, and why a Slack file may not be shown there (None: it may)."""

    place: Place
    why_not_file: Callable[[dict[str, Any]], str | None]


Check = Callable[[Any, str, Surface], Complaints]
Rule = Callable[[dict[str, Any]], str | None]


def complaint(reason: str, path: str) -> str:
    return f"{reason} [json-pointer:{path}]"


def string(most: int, *, least: int = 1) -> Check:
    def check(value: Any, path: str, _: Surface) -> Complaints:
        if not isinstance(value, str):
            yield complaint("must provide a string", path)
        elif len(value) > most:
            yield complaint(f"must be less than {most + 1} characters", path)
        elif len(value) < least:
            yield complaint(f"must be more than {least - 1} characters", path)

    return check


def boolean(value: Any, path: str, _: Surface) -> Complaints:
    if not isinstance(value, bool):
        yield complaint("must provide a boolean", path)


def integer(least: int, most: int) -> Check:
    def check(value: Any, path: str, _: Surface) -> Complaints:
        if not isinstance(value, int) or isinstance(value, bool):
            yield complaint("must provide an integer", path)
        elif not least <= value <= most:
            yield complaint(f"must be between {least} and {most}", path)

    return check


def choice(*values: str) -> Check:
    def check(value: Any, path: str, _: Surface) -> Complaints:
        if value not in values:
            yield complaint(f"must be one of {', '.join(values)}", path)

    return check


def pattern(matches: Callable[[str], object], reason: str) -> Check:
    def check(value: Any, path: str, _: Surface) -> Complaints:
        if not isinstance(value, str) or not matches(value):
            yield complaint(reason, path)

    return check


def array(of: Check, *, most: int, least: int = 1) -> Check:
    def check(value: Any, path: str, surface: Surface) -> Complaints:
        if not isinstance(value, list):
            yield complaint("must be an array", path)
            return
        if len(value) > most:
            yield complaint(f"no more than {most} items allowed", path)
        if len(value) < least:
            yield complaint(f"no fewer than {least} items allowed" if least > 1 else "must not be empty", path)
        for number, one in enumerate(value):
            yield from of(one, f"{path}/{number}", surface)

    return check


def shape(
    required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, rules: tuple[Rule, ...] = ()
) -> Check:
    """An object with these fields and no others; rules that need several fields come last."""
    allowed = {**required, **(optional or {})}

    def check(value: Any, path: str, surface: Surface) -> Complaints:
        if not isinstance(value, dict):
            yield complaint("must be an object", path)
            return
        yield from (complaint(f"missing required field: {name}", path) for name in required if name not in value)
        for name, field in value.items():
            if name in allowed:
                yield from allowed[name](field, f"{path}/{name}", surface)
            else:
                yield complaint(f"invalid additional property: {name}", path)
        yield from (complaint(reason, path) for rule in rules if (reason := rule(value)))

    return check


def by_type(table: Mapping[str, Check], *, allowed: frozenset[str] | None = None) -> Check:
    """One of several shapes, told apart by `type`."""
    names = frozenset(table) if allowed is None else allowed

    def check(value: Any, path: str, surface: Surface) -> Complaints:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(value, dict):
            yield complaint("must be an object", path)
        elif kind is None:
            yield complaint("missing required field: type", path)
        elif not isinstance(kind, str) or kind not in names or kind not in table:
            yield complaint(f"unsupported type: {kind}", f"{path}/type")
        else:
            yield from table[kind](value, path, surface)

    return check


def anything(_value: Any, _path: str, _surface: Surface) -> Complaints:
    return iter(())


def exactly_one(*names: str) -> Rule:
    def rule(value: dict[str, Any]) -> str | None:
        given = sum(name in value for name in names)
        return None if given == 1 else f"must define exactly one of {', '.join(names)}"

    return rule


def at_least_one(*names: str) -> Rule:
    def rule(value: dict[str, Any]) -> str | None:
        return None if any(name in value for name in names) else f"must define either {' or '.join(names)}"

    return rule
