"""IPTC-IIM 4.2: data sets, each a mark, a record, a number and a length before what it says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imaging.fields import BY_NAME, FIELDS

Said = dict[str, list[str]]
ENVELOPE, APPLICATION = 1, 2
CHARACTERS, UTF8 = 90, b"\x1b%G"  # 1:90 says in which letters record 2 is written
_MARK, _MOST = 0x1C, 2_000
_EXTENDED = 0x8000  # a length of more than 32,767 bytes is written otherwise, and no text is that long
TIMES = {30: 35, 37: 38, 55: 60}  # a day and its time of day are two data sets
_VERSION = b"\0\4"
_BINARY = {125, *range(150, 255)}
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


_OPENING = (
    Entry(record=ENVELOPE, number=0, content=_VERSION),
    Entry(record=ENVELOPE, number=CHARACTERS, content=UTF8),
    Entry(record=APPLICATION, number=0, content=_VERSION),
)


def numbers(names: Iterable[str]) -> Iterator[int]:
    """The data sets in which these fields stand, their times of day included."""
    for name in names:
        if (number := BY_NAME[name].iim) is not None:
            yield number
            yield from [TIMES[number]] if number in TIMES else []


def inscribed(name: str, values: Iterable[str]) -> Iterator[Entry]:
    """A field as data sets of UTF-8, each cut to what the standard lets it hold."""
    field = BY_NAME[name]
    if field.iim is None:
        return
    for value in values:
        if field.is_moment:
            yield from _moment(field.iim, value)
        else:
            yield Entry(record=APPLICATION, number=field.iim, content=_cut(value, field.iim_bytes))


def _moment(number: int, value: str) -> Iterator[Entry]:
    """CCYYMMDD, and HHMMSS with a zone where there is one."""
    day, _, time = value.partition("T")
    yield Entry(record=APPLICATION, number=number, content=day.replace("-", "").encode())
    if time:
        yield Entry(record=APPLICATION, number=TIMES[number], content=time.replace(":", "").encode())


def _cut(value: str, most: int) -> bytes:
    """Between two letters, never within one."""
    return value.encode()[:most].decode(errors="ignore").encode()


def in_utf8(found: Iterable[Entry]) -> Iterator[Entry]:
    """What describes the picture, in one kind of letters; previews and sounds (2:125 and from 2:150 on) stay behind."""
    found = list(found)
    is_utf8 = any((one.record, one.number, one.content) == (ENVELOPE, CHARACTERS, UTF8) for one in found)
    for one in found:
        if one.record == APPLICATION and one.number and one.number not in _BINARY:
            yield Entry(record=APPLICATION, number=one.number, content=letters(one.content, is_utf8=is_utf8).encode())


def packed(entries: Iterable[Entry], *, heaviest: int) -> bytes:
    """Data sets in the order of their numbers, after one that says that they are UTF-8; the last ones go if need be."""
    raw = b"".join(map(_one, _OPENING))
    for entry in sorted(entries, key=lambda entry: entry.number):
        if len(raw) + len(entry.content) + 5 <= heaviest:
            raw += _one(entry)
    return raw


def _one(entry: Entry) -> bytes:
    return bytes((_MARK, entry.record, entry.number)) + len(entry.content).to_bytes(2) + entry.content
