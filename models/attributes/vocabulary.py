"""Words that are agreed on: a term, whatever else people call it, and what is not among them."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Word = Annotated[str, Field(min_length=1, max_length=75)]  # what one line of a menu in Slack holds

_ACCENTS = range(0x0300, 0x0370)  # of Latin, Greek and Cyrillic; marks of other scripts make other letters
_BLANKS = str.maketrans("-_\u2010\u2011", "    ")
_ALIKE = 0.72  # a typing mistake, and not another word


class Vocabulary(BaseModel):
    """`terms` with their synonyms. An open one also takes words that it does not know, as they were written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    terms: dict[Word, tuple[Word, ...]] = Field(min_length=1, max_length=5_000)
    open: bool = False

    @model_validator(mode="after")
    def _means_one_thing_each(self) -> Self:
        meant: dict[str, str] = {}
        for term, synonyms in self.terms.items():
            for word in (term, *synonyms):
                other = meant.setdefault(folded(word), term)
                if other != term:
                    raise ValueError(f"{word} would mean both {other} and {term}")
        return self

    @classmethod
    def of(cls, options: Iterable[str]) -> "Vocabulary":
        """Of a short list without synonyms."""
        return cls(terms=dict.fromkeys(options, ()))

    def term(self, word: str) -> str | None:
        """As it is written here, whatever case, accents or synonym somebody used; None where it is not known."""
        return self._meant.get(folded(word))

    def nearest(self, word: str) -> str | None:
        """The term that was probably meant."""
        close = get_close_matches(folded(word), self._meant, n=1, cutoff=_ALIKE)
        return self._meant[close[0]] if close else None

    def beginning(self, words: str, *, most: int) -> Sequence[str]:
        """The terms that somebody who has typed so much may mean: those that begin so, then those that contain it."""
        typed = folded(words)
        known = self._meant.items()
        first = [term for word, term in known if word.startswith(typed)]
        within = [term for word, term in known if typed in word]
        return list(dict.fromkeys((*first, *within)))[:most]

    @cached_property
    def _meant(self) -> Mapping[str, str]:
        return {folded(word): term for term, synonyms in self.terms.items() for word in (term, *synonyms)}


def folded(word: str) -> str:
    """Alike for all ways to write one word: case, accents, dashes and blanks make no difference."""
    parts = unicodedata.normalize("NFKD", word.translate(_BLANKS)).casefold()
    bare = "".join(letter for letter in parts if ord(letter) not in _ACCENTS)
    return " ".join(unicodedata.normalize("NFKC", bare).casefold().split())
