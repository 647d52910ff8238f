"""Finding phrases among tokens, the longest first; each token is looked at a few times, however long the text is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from models.verdict_words.pointing import Token
from models.verdict_words.vocabulary import Phrase


@dataclass(frozen=True, kw_only=True)
class Found:
    """A phrase of some kind, and where it stands."""

    kind: str
    start: int
    end: int


class Lexicon:
    def __init__(self, **kinds: Iterable[Phrase]) -> None:
        by_first: dict[str, list[tuple[Phrase, str]]] = defaultdict(list)
        for kind, phrases in kinds.items():
            for phrase in phrases:
                by_first[phrase[0]].append((phrase, kind))
        self._by_first = {first: sorted(alike, key=lambda one: -len(one[0])) for first, alike in by_first.items()}

    def found(self, tokens: Sequence[Token]) -> Iterator[Found]:
        """From left to right; no two share a word."""
        place = 0
        while place < len(tokens):
            here = self.at(tokens, place)
            if here is not None:
                yield here
            place = here.end if here else place + 1

    def at(self, tokens: Sequence[Token], place: int) -> Found | None:
        first = tokens[place] if place < len(tokens) else None
        if not isinstance(first, str):
            return None
        for phrase, kind in self._by_first.get(first, ()):
            if tuple(tokens[place : place + len(phrase)]) == phrase:
                return Found(kind=kind, start=place, end=place + len(phrase))
        return None

    def has(self, tokens: Sequence[Token]) -> bool:
        return next(self.found(tokens), None) is not None

    def without(self, tokens: Sequence[Token]) -> tuple[Token, ...]:
        """The tokens that belong to none of its phrases."""
        taken = {place for one in self.found(tokens) for place in range(one.start, one.end)}
        return tuple(token for place, token in enumerate(tokens) if place not in taken)
