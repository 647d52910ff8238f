"""Every sort of picture that the conditions of a policy can tell apart."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, product
from typing import TypeVar

from bot.policy import Policy
from bot.policy_sense import REGION
from models.attributes.schema import Attribute, Moment
from models.review.workflow import Condition, Subject

# what can be reviewed, by the names that imaging gives
FILE_TYPES = (
    "JPEG", "PNG", "GIF", "WebP", "AVIF", "TIFF", "BMP", "PSD", "HEIC", "PDF", "MP4", "MOV", "WebM", "MKV", "AVI",
    "PSB", "AI", "EPS", "SVG", "JPEG 2000", "JPEG XL", "ICO", "video", "RAW",
)  # fmt: skip
FEW = 5  # values of one attribute of which every combination is tried

Value = TypeVar("Value")
Values = tuple[str, ...]
Wanted = Callable[[Condition], tuple[Values, ...]]


def subjects(policy: Policy) -> Iterator[Subject]:
    """One of each sort. Attributes are as intake takes them: options where there are any, required where they are."""
    conditions = [stage.when.condition for stage in policy.review.every_stage if stage.when.condition != Condition()]
    names = sorted({name for one in conditions for name, _ in _attributes(one)})
    titles = _told_apart(_campaigns(conditions), conditions, lambda one: (one.campaigns,))
    types = _told_apart(_types(policy), conditions, lambda one: (one.file_types,))
    given = [_told_apart(_given(name, policy, conditions), conditions, _wanted_of(name)) for name in names]
    for (campaign,), (file_type,), *values in product(titles, types, *given):
        has = tuple(zip(names, values, strict=True))
        yield Subject(campaign=campaign, file_type=file_type, regions=dict(has).get(REGION, ()), attributes=has)


def _attributes(condition: Condition) -> tuple[tuple[str, Values], ...]:
    """A region is an attribute too."""
    return (*condition.attributes, *(((REGION, condition.regions),) if condition.regions else ()))


def _wanted_of(name: str) -> Wanted:
    return lambda condition: tuple(values for other, values in _attributes(condition) if other == name)


def _campaigns(conditions: Iterable[Condition]) -> Iterable[Values]:
    return [("",), *((title,) for one in conditions for title in one.campaigns)]


def _types(policy: Policy) -> Iterable[Values]:
    taken = {one.casefold() for one in policy.checks.formats}
    return [(one,) for one in FILE_TYPES if not taken or one.casefold() in taken] or [("",)]


def _given(name: str, policy: Policy, conditions: Iterable[Condition]) -> Iterable[Values]:
    """What somebody may have given for it: nothing, where it is not required."""
    attribute = policy.attributes[name]
    is_always_given = attribute.is_needed(Moment.SUBMITTED) and not attribute.types
    nothing: Iterable[Values] = () if is_always_given else ((),)
    words = attribute.words(policy.vocabularies)
    listed = words is not None and not words.open
    return chain(nothing, _options(attribute, words.terms) if words and listed else _free(name, conditions))


def _options(attribute: Attribute, terms: Iterable[str]) -> Iterable[Values]:
    parts = [_split(term) for term in terms]
    if not attribute.is_multiple:
        return parts
    return (tuple(chain.from_iterable(some)) for some in _somes(parts))


def _free(name: str, conditions: Iterable[Condition]) -> Iterable[Values]:
    """Any text, with commas between several values; something else, for what nobody names."""
    wanted = {value for one in conditions for values in _wanted_of(name)(one) for value in values}
    said = sorted(value for value in wanted if _split(value) == (value,))
    return chain((("something else",),), _somes(said))


def _somes(values: list[Value]) -> Iterator[tuple[Value, ...]]:
    """One and two of them, and all; every combination where they are few."""
    several = range(1, len(values) + 1) if len(values) <= FEW else (1, 2, len(values))
    return chain.from_iterable(combinations(values, many) for many in several)


def _split(written: str) -> Values:
    """As approvals read an attribute."""
    return tuple(value for one in written.split(",") if (value := " ".join(one.split())))


def _told_apart(choices: Iterable[Values], conditions: list[Condition], wanted: Wanted) -> list[Values]:
    """The first of those between which no condition makes a difference."""
    kept: dict[tuple[bool, ...], Values] = {}
    for choice in choices:
        kept.setdefault(tuple(_is_met(wanted(one), choice) for one in conditions), choice)
    return list(kept.values())


def _is_met(wanted: tuple[Values, ...], has: Values) -> bool:
    known = {one.casefold() for one in has}
    return all(not values or not known.isdisjoint(one.casefold() for one in values) for values in wanted)
