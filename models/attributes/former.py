"""Words that were kept before the vocabulary became what it is: unknown to it now, or another term's synonym. Pure."""

from models.attributes.reading import Reader, Value
from models.attributes.rules import texts


def is_former(reader: Reader, kept: Value) -> bool:
    """Whether it would be kept otherwise today, or not at all."""
    return any(_term(reader, word) != word for word in texts(kept))


def todays(reader: Reader, kept: Value) -> Value:
    """In the words of today; without what is none of them any more."""
    terms = list(dict.fromkeys(term for word in texts(kept) if (term := _term(reader, word))))
    if isinstance(kept, str):
        return terms[0] if terms else ""
    return terms


def _term(reader: Reader, word: str) -> str | None:
    """As the vocabulary writes it; None where it knows no such word, and takes none that it does not know."""
    words = reader.vocabulary
    if words is None:
        return word
    return words.term(word) or (word if words.open else None)
