"""What somebody is looking for, read from their words: `beach "golden hour" tag:spring type:jpg by:@ana`. Pure.

The query is a tree of plain values; how it is answered from a database is sql.py's affair.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType

from models.asset import AssetState
from models.attributes.vocabulary import Vocabulary
from models.refusal import Refusal

LONGEST = 500  # letters
MOST_PARTS = 12


class Field(StrEnum):
    TAG = "tag"
    TYPE = "type"
    STATE = "state"
    BY = "by"
    CAMPAIGN = "campaign"


@dataclass(frozen=True)
class Term:
    """A word, or several in quotes, that must stand somewhere in title, file name or attributes."""

    words: str


@dataclass(frozen=True)
class Filter:
    """`field:value`. Several of one field: any of them will do; but a picture must have every tag."""

    field: Field
    value: str


@dataclass(frozen=True)
class Known:
    """`attribute:value`, of an attribute that galley.yml declares. A picture must have every one."""

    attribute: str
    value: str


Part = Term | Filter | Known
Attributes = Mapping[str, Vocabulary | None]
"""By name, with the words that are agreed on: a synonym finds what its term finds."""


@dataclass(frozen=True)
class Query:
    parts: tuple[Part, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return tuple(part.words for part in self.parts if isinstance(part, Term))

    @property
    def known(self) -> tuple[Known, ...]:
        return tuple(part for part in self.parts if isinstance(part, Known))

    def values(self, field: Field) -> tuple[str, ...]:
        return tuple(part.value for part in self.parts if isinstance(part, Filter) and part.field is field)

    def __str__(self) -> str:
        """As somebody would type it; reading it again gives the same query."""
        return self.shown({})

    def shown(self, names: Mapping[str, str]) -> str:
        """The same with people by name, where `names` has them."""
        return " ".join(_typed(part, names) for part in self.parts)


class NotUnderstood(Refusal):
    """The query makes no sense to us; the sentence says which part, and what would."""


STATES: dict[str, frozenset[AssetState]] = {
    "checking": frozenset({AssetState.CHECKING}),
    "needs_work": frozenset({AssetState.NEEDS_WORK}),
    "review": frozenset({AssetState.IN_REVIEW}),
    "in_review": frozenset({AssetState.IN_REVIEW}),
    "changes_requested": frozenset({AssetState.CHANGES_REQUESTED}),
    "rejected": frozenset({AssetState.REJECTED}),
    "expired": frozenset({AssetState.EXPIRED}),
    "approved": frozenset({AssetState.APPROVED, AssetState.PUBLISHED}),
    "published": frozenset({AssetState.PUBLISHED}),
    "withdrawn": frozenset({AssetState.WITHDRAWN}),
    "duplicate": frozenset({AssetState.DUPLICATE}),
}
TYPES = {
    "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF",
    "tif": "TIFF", "tiff": "TIFF", "gif": "GIF", "bmp": "BMP",
}  # fmt: skip

_PLAIN = re.compile(r"[\w@#.-]+")
_QUOTES = str.maketrans("“”„«»", '"' * 5)  # phones and editors curl them
_PART = re.compile(r'(?:(?P<name>[A-Za-z_]+):(?=["\w@#.-]))?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')


def parse(text: str, attributes: Attributes = MappingProxyType({})) -> Query:
    """Raises NotUnderstood. A quote that is never closed goes on to the end."""
    if len(text) > LONGEST:
        raise NotUnderstood(f"That is {len(text)} letters; a search has {LONGEST} at most")
    found = [_part(match, attributes) for match in _PART.finditer(text.translate(_QUOTES))]
    parts = tuple(dict.fromkeys(part for part in found if part is not None))
    if len(parts) > MOST_PARTS:
        raise NotUnderstood(f"Those are {len(parts)} conditions; a search has {MOST_PARTS} at most")
    return Query(parts)


def _part(match: re.Match[str], attributes: Attributes) -> Part | None:
    name, value = match["name"], match["quoted"] if match["quoted"] is not None else match["bare"]
    value = " ".join(value.casefold().split())
    if not value:
        return None
    return _filter(name.casefold(), value, attributes) if name else Term(value)


def _filter(name: str, value: str, attributes: Attributes) -> Filter | Known:
    fields = [str(one) for one in Field]
    if name not in fields and name in attributes:
        return Known(name, _term(value, attributes[name]))
    field = _known(name, fields, "filter")
    match field:
        case Field.TAG:
            value = _term(value, attributes.get("tags"))
        case Field.STATE:
            value = _known(value.replace(" ", "_").replace("-", "_"), list(STATES), "state")
        case Field.TYPE:
            value = _known(value.lstrip("."), list(TYPES), "type")
    return Filter(Field(field), value)


def _term(value: str, words: Vocabulary | None) -> str:
    """What is kept, whatever somebody calls it."""
    return ((words.term(value) if words else None) or value).casefold()


def _known(word: str, words: Sequence[str], what: str) -> str:
    if word in words:
        return word
    close = get_close_matches(word, words, n=1, cutoff=0.5)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise NotUnderstood(f'There is no {what} "{word}".{meant} There are {", ".join(words[:-1])} and {words[-1]}.')


def _typed(part: Part, names: Mapping[str, str]) -> str:
    if isinstance(part, Term):
        return _quoted(part.words)
    if isinstance(part, Known):
        return f"{part.attribute}:{_quoted(part.value)}"
    return f"{part.field}:{_quoted(names.get(part.value, part.value))}"


def _quoted(words: str) -> str:
    return words if _PLAIN.fullmatch(words) else f'"{words}"'
