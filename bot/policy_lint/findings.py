"""The words of the lint: each finding with the place of what it is about, how grave it is, and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.policy_mistakes import Mistake, amiss
from bot.yaml_text import Document, Place


class Gravity(StrEnum):
    ERROR = "error"  # a picture will wait there for ever
    WARNING = "warning"  # it will do so sometimes, or something is not what it seems


@dataclass(frozen=True, kw_only=True)
class Flaw:
    """`place` is where in the file, as yaml_text has it."""

    place: Place
    gravity: Gravity
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A flaw, or a mistake for which the file cannot be used at all, as line and key. `file` is the pilot's."""

    gravity: Gravity
    line: int | None
    key: str
    sentence: str
    file: str = ""

    def __str__(self) -> str:
        told = str(Mistake(line=self.line, key=self.key, sentence=self.sentence))
        return f"{self.file}, {told}" if self.file else told


def error(place: Place, sentence: str) -> Flaw:
    return Flaw(place=place, gravity=Gravity.ERROR, sentence=sentence)


def warning(place: Place, sentence: str) -> Flaw:
    return Flaw(place=place, gravity=Gravity.WARNING, sentence=sentence)


def found_in(flaws: Iterable[Flaw], document: Document) -> tuple[Finding, ...]:
    """In the order of the file, each once."""
    told = (_finding(*amiss([(one.place, one.sentence)], document), gravity=one.gravity) for one in flaws)
    return tuple(sorted(dict.fromkeys(told), key=lambda one: one.line or 0))


def broken(mistakes: Iterable[Mistake], *, file: str = "") -> tuple[Finding, ...]:
    return tuple(replace(_finding(one, gravity=Gravity.ERROR), file=file) for one in mistakes)


def has_errors(findings: Iterable[Finding]) -> bool:
    return any(one.gravity is Gravity.ERROR for one in findings)


def _finding(mistake: Mistake, *, gravity: Gravity) -> Finding:
    return Finding(gravity=gravity, line=mistake.line, key=mistake.key, sentence=mistake.sentence)
