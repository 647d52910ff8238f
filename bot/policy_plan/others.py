"""Which keys besides the stages would change, with both values."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from bot.policy import Policy
from bot.policy_plan.wording import written

STAGES = ("review.stages", "review.workflow")  # told stage by stage


def others(before: Policy, after: Policy) -> tuple[str, ...]:
    was, now = dict(_keys(before)), dict(_keys(after))
    both = {name: (written(was.get(name)), written(now.get(name))) for name in dict.fromkeys((*was, *now))}
    return tuple(f"{name}: {new}, until now {old}" for name, (old, new) in both.items() if old != new)


def _keys(section: BaseModel, at: str = "") -> Iterator[tuple[str, object]]:
    for name in type(section).model_fields:
        if f"{at}{name}" not in STAGES:
            yield from _within(getattr(section, name), f"{at}{name}")


def _within(value: object, at: str) -> Iterator[tuple[str, object]]:
    """An entry that has a name of somebody's own is told as a whole."""
    match value:
        case BaseModel():
            yield from _keys(value, f"{at}.")
        case Mapping():
            yield from ((f"{at}.{name}", said) for name, said in value.items())
        case _:
            yield at, value
