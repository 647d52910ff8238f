"""Which sources of suggestions people correct more often than they accept them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 3  # replies, before anything is said of a source


@dataclass(frozen=True, kw_only=True)
class Source:
    """Of suggestions: how often people took what it said, and how often they gave something else."""

    name: str  # models/attributes/sources.py
    accepted: int
    corrected: int

    @property
    def answered(self) -> int:
        return self.accepted + self.corrected


def doubtful(sources: Iterable[Source]) -> list[Source]:
    """Corrected in at least half of the answers, the most often corrected first."""
    found = [one for one in sources if one.answered >= ENOUGH and one.corrected >= one.accepted]
    return sorted(found, key=lambda one: (-one.corrected / one.answered, -one.corrected, one.name))
