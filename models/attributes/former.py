"""Values that were kept before galley.yml became what it is: a word unknown to it now, another term's synonym, a text
where a day is asked for. Pure.
"""

from models.attributes.reading import Reader, Unfit, Value
from models.attributes.rules import texts
from models.attributes.schema import Kind

_ANYTHING = frozenset({Kind.TEXT, Kind.LONGTEXT, Kind.SINGLE, Kind.MULTI})  # may be written, where there is no list


def is_former(reader: Reader, kept: Value) -> bool:
    """Whether it would be kept otherwise today, or not at all."""
    return bool(kept) and todays(reader, kept) != kept


def todays(reader: Reader, kept: Value) -> Value:
    """As it would be kept today; without what would not."""
    if reader.vocabulary is not None:
        terms = list(dict.fromkeys(term for word in texts(kept) if (term := _term(reader, word))))
        return terms if isinstance(kept, list) else next(iter(terms), "")
    return kept if reader.attribute.kind in _ANYTHING else _read(reader, kept)


def _term(reader: Reader, word: str) -> str | None:
    """As the vocabulary writes it; None where it knows no such word, and takes none that it does not know."""
    words = reader.vocabulary
    return word if words is None else words.term(word) or (word if words.open else None)


def _read(reader: Reader, kept: Value) -> Value:
    try:
        return reader.read(kept)
    except Unfit:
        return ""
