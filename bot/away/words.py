"""What stands behind /galley away: `until friday @anna`, `from 2026-03-09 until 2026-03-13`, or nothing at all."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST = 3  # letters of a day's name

_ENDS = frozenset({"until", "till", "to"})
_SMALL = frozenset({"with", "and", "on", "is", "while", "i", "am", "away"})  # what people write besides


class NotADay(Exception):
    """`word` stands where a day should."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(f"{word!r} is no day")


@dataclass(frozen=True, kw_only=True)
class Typed:
    """`substitute` as it was written: a handle, an id, an e-mail; empty where nobody is named."""

    first: date | None = None
    last: date | None = None
    substitute: str = ""


def read(words: str, *, today: date) -> Typed:
    """Raises NotADay. A day by its name is the next one, today included, but never before the first day."""
    first, last, substitute, place = None, None, "", ""
    for word in words.casefold().split():
        if word in _ENDS or word == "from":
            place = "first" if word == "from" else "last"
        elif place == "first":
            first, place = day(word, after=today), ""
        elif place == "last":
            last, place = day(word, after=first or today), ""
        elif word not in _SMALL:
            substitute = word.removeprefix("@")
    return Typed(first=first, last=last, substitute=substitute)


def day(word: str, *, after: date) -> date:
    """`today`, `tomorrow`, a day of the week or 2026-03-06; of the first three the next from `after` on."""
    match word:
        case "today":
            return after
        case "tomorrow":
            return after + timedelta(days=1)
    named = next((number for number, name in enumerate(DAYS) if _names(word, name)), None)
    if named is not None:
        return after + timedelta(days=(named - after.weekday()) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError as error:
        raise NotADay(word) from error


def _names(word: str, name: str) -> bool:
    return len(word) >= SHORTEST and name.startswith(word)
