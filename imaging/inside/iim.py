"""IPTC-IIM 4.2: data sets, each a mark, a record, a number and a length before what it says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imaging.fields import FIELDS

Said = dict[str, list[str]]
ENVELOPE, APPLICATION = 1, 2
CHARACTERS, UTF8 = 90, b"\x1b%G"  # 1:90 says in which letters record 2 is written
_MARK, _MOST = 0x1C, 2_000
_EXTENDED = 0x8000  # a length of more than 32,767 bytes is written otherwise, and no text is that long
TIMES = {30: 35, 37: 38, 55: 60}  # a day and its time of day are two data sets
_NAMES = {field.iim: field.name for field in FIELDS if field.iim}


@dataclass(frozen=True, kw_only=True)
class Entry:
    record: int
    number: int
    content: bytes


def sets(raw: bytes) -> list[Entry]:
    """As far as they can be read; torn ones end the reading."""
    return list(_sets(raw))


def _sets(raw: bytes) -> Iterator[Entry]:
    place = told = 0
    while place + 5 <= len(raw) and raw[place] == _MARK and told < _MOST:
        length = int.from_bytes(raw[place + 3 : place + 5])
        if length & _EXTENDED:
            return
        yield Entry(record=raw[place + 1], number=raw[place + 2], content=raw[place + 5 : place + 5 + length])
        place, told = place + 5 + length, told + 1


def read(found: Iterable[Entry]) -> Said:
    """Every field that says something."""
    found = list(found)
    is_utf8 = any((one.record, one.number, one.content) == (ENVELOPE, CHARACTERS, UTF8) for one in found)
    texts = [(one.number, letters(one.content, is_utf8=is_utf8)) for one in found if one.record == APPLICATION]
    times = dict(texts)
    said: Said = {}
    for number, text in texts:
        if (name := _NAMES.get(number)) and text.strip():
            said.setdefault(name, []).append(text + times.get(TIMES.get(number, 0), ""))
    return said


def letters(content: bytes, *, is_utf8: bool) -> str:
    """Without 1:90 it is Latin-1 (as Windows has it), unless the bytes can only be meant as UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode(errors="replace") if is_utf8 else content.decode("cp1252", errors="replace")
