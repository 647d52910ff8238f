"""What is suggested for a picture, from where, and what becomes of it: accepted, corrected, or asked about. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.attributes.reading import Reader, Unfit, Value
from models.attributes.rules import TagRule, texts
from models.attributes.schema import Kind
from models.attributes.sorts import Picture
from models.attributes.sources import FILE, LIKENESS, by_rule
from models.attributes.vocabulary import folded

_JOINED = frozenset({Kind.TEXT, Kind.LONGTEXT})


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A value for one attribute, as it would be kept, and who says so."""

    attribute: str
    value: Value
    source: str


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What suggestions are made from. `readers` are those of the attributes that such an asset has; `has` is what is
    known, and `weak` the names of what is known by a default alone. `likenesses` are the attributes of look-alikes
    that are approved already, the likest first.
    """

    readers: Mapping[str, Reader]
    rules: Sequence[TagRule] = ()
    has: Mapping[str, Value]
    weak: Collection[str] = ()
    likenesses: Sequence[Mapping[str, Value]] = ()


def suggest(picture: Picture, desk: Desk) -> list[Hint]:
    """Each value once, with the first who says it. Nothing about what a person has said already."""
    known: dict[tuple[str, tuple[str, ...]], Hint] = {}
    for hint in (*_of_file(picture, desk), *_of_rules(picture, desk), *_of_likenesses(desk)):
        if not _is_said(hint, desk):
            known.setdefault((hint.attribute, _alike(hint.value)), hint)
    return list(known.values())


def conflicting(hints: Iterable[Hint], readers: Mapping[str, Reader]) -> frozenset[str]:
    """The attributes of one value for which several are suggested. Nobody guesses which is right."""
    values: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for hint in hints:
        values[hint.attribute].add(_alike(hint.value))
    single = (name for name in values if name in readers and not readers[name].attribute.is_multiple)
    return frozenset(name for name in single if len(values[name]) > 1)


def taken(hints: Sequence[Hint], desk: Desk) -> Mapping[str, Value]:
    """What counts without a person: of attributes with `accept: automatic`, where all agree."""
    split = conflicting(hints, desk.readers)
    counted: dict[str, Value] = {}
    for hint in hints:
        attribute = desk.readers[hint.attribute].attribute
        if attribute.accept == "automatic" and hint.attribute not in split:
            before = counted.get(hint.attribute, desk.has.get(hint.attribute, ""))
            counted[hint.attribute] = together(before, hint.value) if attribute.is_multiple else hint.value
    return counted


def together(one: Value, other: Value) -> list[str]:
    """Both, each value once."""
    kept: dict[str, str] = {}
    for value in (*texts(one), *texts(other)):
        kept.setdefault(folded(value), value)
    return list(kept.values())


def is_accepted(given: Value, suggested: Value) -> bool:
    """Whether what somebody gave holds all that was suggested."""
    return bool(given) and set(_alike(suggested)) <= set(_alike(given))


def _of_file(picture: Picture, desk: Desk) -> Iterator[Hint]:
    for name, reader in desk.readers.items():
        said = picture.fields.get(reader.attribute.maps_to.file or "", ())
        yield from _hints(name, reader, said, FILE)


def _of_rules(picture: Picture, desk: Desk) -> Iterator[Hint]:
    for rule in desk.rules:
        if rule.when.is_met(picture, desk.has):
            for name, value in rule.says.items():
                if name in desk.readers:
                    yield from _hints(name, desk.readers[name], texts(value), by_rule(rule.name))


def _of_likenesses(desk: Desk) -> Iterator[Hint]:
    """But for the title, which is one picture's own."""
    for attributes in desk.likenesses:
        for name, reader in desk.readers.items():
            if name != "title":
                yield from _hints(name, reader, texts(attributes.get(name, "")), LIKENESS)


def _hints(name: str, reader: Reader, said: Sequence[str], source: str) -> Iterator[Hint]:
    """What is no value of the attribute is not suggested: a file may say anything."""
    kind = reader.attribute.kind
    parts = [", ".join(said)] if kind in _JOINED and said else said
    values = [value for part in parts if (value := _read(reader, _day_of(part) if kind is Kind.DATE else part))]
    if reader.attribute.is_multiple:
        found = list(dict.fromkeys(one for value in values for one in texts(value)))
        values = [found] if found else []
    for value in values:
        yield Hint(attribute=name, value=value, source=source)


def _read(reader: Reader, written: str) -> Value:
    try:
        return reader.read([written])
    except Unfit:
        return ""


def _day_of(written: str) -> str:
    """Files tell days with a time of the clock behind them."""
    return written.strip().split("T")[0].split(" ")[0]


def _is_said(hint: Hint, desk: Desk) -> bool:
    """A person has said it, or something else; what several values may be added to stays open."""
    has = desk.has.get(hint.attribute, "")
    if not has or is_accepted(has, hint.value):
        return bool(has)
    return hint.attribute not in desk.weak and not desk.readers[hint.attribute].attribute.is_multiple


def _alike(value: Value) -> tuple[str, ...]:
    return tuple(sorted(folded(one) for one in texts(value)))
