"""Which pictures are meant: "2 and 5", "hero.jpg", a title, or words that could mean any of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.verdict_words.languages import EVERY
from models.verdict_words.reading import sentences
from models.verdict_words.vocabulary import Phrase, words

MOST = 50  # of a range
SHORTEST_TITLE = 3

_FILE = re.compile(r".+\.(?:jpe?g|png|tiff?|webp|gif|psd|heic|avif|bmp|svg|pdf|eps|ai|raw|mp4|mov)")
_NUMBER = re.compile(r"(#?)(\d{1,3})(?:-(\d{1,3}))?")
_PICTURES, _RANGES = words(EVERY.pictures), words(EVERY.ranges)


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """`is_loose`: a bare number, which is a picture's only where nothing else is said of it."""

    numbers: tuple[int, ...] = ()
    name: str = ""
    is_vague: bool = False
    is_loose: bool = False


Token = str | Pointer
Names = Mapping[str, Sequence[tuple[Phrase, str]]]
"""By their first word, the longest first: words, and the name as it was given."""


def known(names: Iterable[str]) -> Names:
    """Titles and file names, to be found in what somebody writes."""
    by_first: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
    for name in names:
        parts = tuple(token for sentence in sentences(name) for token in sentence.tokens)
        if len(name) >= SHORTEST_TITLE and parts and not name.isdecimal():
            by_first[parts[0]].append((parts, name))
    return {first: sorted(alike, key=lambda one: -len(one[0])) for first, alike in by_first.items()}


def pointed(tokens: Sequence[str], names: Names) -> tuple[Token, ...]:
    """The same tokens, with a pointer for each picture that is named."""
    return tuple(_walk(tokens, names))


def _walk(tokens: Sequence[str], names: Names) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        pointer, width = _at(tokens, place, names)
        yield pointer or tokens[place]
        place += width


def _at(tokens: Sequence[str], place: int, names: Names) -> tuple[Pointer | None, int]:
    return _named(tokens, place, names) or _vague(tokens, place) or _counted(tokens, place) or (None, 1)


def _named(tokens: Sequence[str], place: int, names: Names) -> tuple[Pointer, int] | None:
    for parts, name in names.get(tokens[place], ()):
        if tuple(tokens[place : place + len(parts)]) == parts:
            return Pointer(name=name), len(parts)
    return (Pointer(name=tokens[place]), 1) if _FILE.fullmatch(tokens[place]) else None


def _vague(tokens: Sequence[str], place: int) -> tuple[Pointer, int] | None:
    for width in (3, 2, 1):
        if tuple(tokens[place : place + width]) in EVERY.vague:
            return Pointer(is_vague=True), width
    return None


def _counted(tokens: Sequence[str], place: int) -> tuple[Pointer, int] | None:
    """`2`, `#2`, `picture 2`, `2-5`, `2 to 5`; not 10 %, nor 10/10."""
    is_said = tokens[place] in _PICTURES
    at = place + is_said
    number = _NUMBER.fullmatch(tokens[at]) if at < len(tokens) else None
    if number is None or _is_measure(tokens, at):
        return None
    last, width = number[3], at - place + 1
    if last is None and at + 2 < len(tokens) and tokens[at + 1] in _RANGES and tokens[at + 2].isdecimal():
        last, width = tokens[at + 2], width + 2
    return Pointer(numbers=_range(int(number[2]), last), is_loose=not (is_said or number[1])), width


def _is_measure(tokens: Sequence[str], at: int) -> bool:
    return tokens[at + 1 : at + 2] in (("%",), ("/",)) or (at > 0 and tokens[at - 1] in ("/", "-"))


def _range(first: int, last: str | None) -> tuple[int, ...]:
    return tuple(range(first, min(int(last), first + MOST) + 1)) if last and int(last) > first else (first,)
