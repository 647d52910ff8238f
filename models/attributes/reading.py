"""What people type into an attribute, and what a file says of it, as the one value that is kept: a text, or texts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from models.attributes.dates import read_day, read_moment
from models.attributes.schema import Attribute, Kind
from models.attributes.vocabulary import Vocabulary, folded
from models.refusal import Refusal

Value = str | list[str]

YES, NO = "yes", "no"
LONGEST, LONGEST_TEXT, LONGEST_URL, LONGEST_WORD, MOST = 1_000, 3_000, 2_000, 75, 100  # letters; values

_BOOLS = {
    **dict.fromkeys(("yes", "y", "true", "1", "ja", "oui", "si", "sim", "x"), YES),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "non", "nao"), NO),
}
_INT = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"([+-]?\d{1,15})(?:([.,])(\d{1,10}))?")
_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_UNSEEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ud800-\\udfff\\ufeff\\U000e0000-\\U000e0fff]"
)  # turn or hide what follows
_GROUP = 3  # digits between two marks of thousands


class Unfit(Refusal):
    """No value of the attribute; the sentence says why, and what would be one."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Of one attribute. `zone` is the team's: in it people mean days and times."""

    attribute: Attribute
    vocabulary: Vocabulary | None
    zone: ZoneInfo

    def read(self, written: str | Sequence[str]) -> Value:
        """The value as it is kept; empty where nothing was written. Raises Unfit."""
        parts = [written] if isinstance(written, str) else list(written)
        if self.attribute.is_multiple:
            return self._several(written.split(",") if isinstance(written, str) else parts)
        given = [part for part in parts if part.strip()]
        if not given:
            return ""
        if len(given) > 1:
            raise Unfit(f"{self.attribute.label} has one value only, not {len(given)}")
        return self._one(given[0])

    def _several(self, parts: Sequence[str]) -> list[str]:
        terms = (self._term(part) for part in parts if part.strip())
        kept = {folded(term): term for term in terms if term}
        if len(kept) > MOST:
            raise Unfit(f"{self.attribute.label} has room for {MOST} values, not {len(kept)}")
        return list(kept.values())

    def _one(self, written: str) -> str:
        try:
            return self._readers[self.attribute.kind](written)
        except Unfit:
            raise
        except Refusal as refusal:
            raise Unfit(f"{self.attribute.label}: {refusal}") from refusal

    @property
    def _readers(self) -> Mapping[Kind, Callable[[str], str]]:
        return {
            Kind.TEXT: self._text,
            Kind.LONGTEXT: self._lines,
            Kind.INT: self._int,
            Kind.DECIMAL: self._decimal,
            Kind.BOOL: self._bool,
            Kind.DATE: lambda written: read_day(written, self.zone).isoformat(),
            Kind.DATETIME: lambda written: f"{read_moment(written, self.zone):%Y-%m-%dT%H:%MZ}",
            Kind.SINGLE: self._term,
            Kind.MULTI: self._term,
            Kind.URL: self._url,
            Kind.USER: self._user,
        }

    def _text(self, written: str) -> str:
        return self._within(" ".join(_UNSEEN.sub(" ", written).split()), LONGEST)

    def _lines(self, written: str) -> str:
        return self._within("\n".join(" ".join(line.split()) for line in _lines(written)).strip(), LONGEST_TEXT)

    def _int(self, written: str) -> str:
        digits = _without_blanks(written)
        if not _INT.fullmatch(digits):
            raise Unfit(f"“{_short(written)}” is not a whole number; write digits alone, such as 1200")
        return str(int(digits))

    def _decimal(self, written: str) -> str:
        match = _DECIMAL.fullmatch(_without_blanks(written))
        if match is None:
            raise Unfit(f"“{_short(written)}” is not a number; write it as 1200 or 3.5")
        whole, mark, part = match[1], match[2], match[3] or ""
        if mark == "," and len(part) == _GROUP:
            raise Unfit(f"“{_short(written)}” may be {whole}{part} or {whole}.{part}; write one of these")
        number = Decimal(f"{whole}.{part or 0}").normalize() + 0
        return f"{number:f}"

    def _bool(self, written: str) -> str:
        if (said := _BOOLS.get(folded(written))) is None:
            raise Unfit(f"“{_short(written)}” is neither yes nor no; write one of the two")
        return said

    def _url(self, written: str) -> str:
        address = written.strip()
        if not _is_address(address):
            raise Unfit(f"“{_short(address)}” is no web address; it begins with https:// and has no blanks")
        return self._within(address, LONGEST_URL)

    def _user(self, written: str) -> str:
        if not _USER.fullmatch(written.strip()):
            raise Unfit(f"{self.attribute.label} is a person; choose one from the list")
        return written.strip()

    def _term(self, written: str) -> str:
        word = self._text(written)
        if self.vocabulary is None:
            return word
        if (term := self.vocabulary.term(word)) is not None:
            return term
        if self.vocabulary.open:
            return self._within(word, LONGEST_WORD)
        raise Unfit(self._unknown(word, self.vocabulary))

    def _unknown(self, word: str, vocabulary: Vocabulary) -> str:
        if near := vocabulary.nearest(word):
            return f"“{_short(word)}” is no word of {self.attribute.label}; did you mean {near}?"
        return f"“{_short(word)}” is no word of {self.attribute.label}; choose one from the list"

    def _within(self, text: str, most: int) -> str:
        if len(text) > most:
            raise Unfit(f"{self.attribute.label} has room for {most} letters, and these are {len(text)}")
        return text


def _lines(written: str) -> Iterator[str]:
    return (_UNSEEN.sub(" ", line) for line in written.splitlines())


def _without_blanks(written: str) -> str:
    return "".join(written.replace("'", "").replace("\u2019", "").split())


def _is_address(address: str) -> bool:
    if any(letter.isspace() or not letter.isprintable() or letter in '<>"|\\^`{}' for letter in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def _short(written: str) -> str:
    return written if len(written) <= 40 else f"{written[:39]}…"  # noqa: PLR2004  what stays readable below a field
