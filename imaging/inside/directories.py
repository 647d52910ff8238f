"""TIFF's directories, of which EXIF consists: read and written entry by entry, without understanding a value.

TIFF 6.0, section 2. Whatever order the bytes of a source have, here they are little-endian.
"""

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

ASCII, SHORT, LONG, UNDEFINED, BYTE = 2, 3, 4, 7, 1
EXIF, GPS = 0x8769, 0x8825  # entries that point to directories
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_NUMBERS = {3: 2, 4: 4, 5: 4, 8: 2, 9: 4, 10: 4, 11: 4, 12: 8}  # how many bytes are turned round together
TABLE = 12  # bytes of an entry, besides what does not fit into it
_MOST, _INLINE, _HEADER, _CLASSIC = 300, 4, 8, 42
_COMMENT, _WIDE = 0x9286, b"UNICODE\0"
MAGIC = b"Exif\0\0"


@dataclass(frozen=True)
class Entry:
    kind: int
    count: int
    content: bytes


Directory = dict[int, Entry]


def text(said: str) -> Entry:
    """UTF-8, as every program of today writes and reads it."""
    content = said.encode() + b"\0"
    return Entry(ASCII, len(content), content)


def short(number: int) -> Entry:
    return Entry(SHORT, 1, struct.pack("<H", number))


def long(number: int) -> Entry:
    return Entry(LONG, 1, struct.pack("<I", number))


def read(raw: bytes | BinaryIO, *, heaviest: int) -> dict[int, Directory]:
    """The first directory (under 0) and those that it points to. An entry heavier than that is left out, and so is
    what is torn. Raises nothing but what reading the file raises.
    """
    file = io.BytesIO(raw.removeprefix(MAGIC)) if isinstance(raw, bytes) else raw
    file.seek(0)
    head = file.read(_HEADER)
    order = "<" if head[:2] == b"II" else ">"
    if len(head) < _HEADER or struct.unpack(f"{order}H", head[2:4])[0] != _CLASSIC:
        return {}
    found = {0: _directory(file, order, struct.unpack(f"{order}I", head[4:])[0], heaviest)}
    for tag in (EXIF, GPS):
        pointer = found[0].pop(tag, None)
        if pointer and pointer.kind == LONG and pointer.count == 1:
            found[tag] = _directory(file, order, int.from_bytes(pointer.content, "little"), heaviest)
    return found


def _directory(file: BinaryIO, order: str, place: int, heaviest: int) -> Directory:
    file.seek(place)
    count = file.read(2)
    entries = min(_MOST, struct.unpack(f"{order}H", count)[0]) if len(count) == 2 else 0  # noqa: PLR2004
    table = file.read(TABLE * entries)
    found = {}
    for start in range(0, len(table) - TABLE + 1, TABLE):
        tag, kind, number, value = struct.unpack(f"{order}HHI4s", table[start : start + TABLE])
        size = _SIZES.get(kind, 0) * number
        if 0 < size <= heaviest:
            content = value[:size] if size <= _INLINE else _at(file, struct.unpack(f"{order}I", value)[0], size)
            if len(content) == size:
                found[tag] = Entry(kind, number, content if order == "<" else _turned(tag, kind, content))
    return found


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _turned(tag: int, kind: int, content: bytes) -> bytes:
    """Only a comment in UTF-16 has an order that its kind does not tell (EXIF 2.32, table 9)."""
    if tag == _COMMENT and content.startswith(_WIDE):
        return _WIDE + _turned(0, SHORT, content[len(_WIDE) :])
    step = _NUMBERS.get(kind, 1)
    return b"".join(content[place : place + step][::-1] for place in range(0, len(content), step))


def written(directories: Mapping[int, Directory]) -> bytes:
    """A whole EXIF block; empty where there is nothing to say."""
    if not any(directories.values()):
        return b""
    body, start = _laid(directories, _HEADER)
    return MAGIC + b"II*\0" + struct.pack("<I", start) + body


def inserted(tiff: bytes, directories: Mapping[int, Directory]) -> bytes:
    """A little-endian TIFF with these in its first directory too; its picture stays where it is."""
    own = read(tiff, heaviest=len(tiff))
    both = {**directories, 0: {**own[0], **directories.get(0, {})}}
    padded = tiff + b"\0" * (len(tiff) % 2)
    body, start = _laid(both, len(padded))
    return padded[:4] + struct.pack("<I", start) + padded[8:] + body


def _laid(directories: Mapping[int, Directory], place: int) -> tuple[bytes, int]:
    """All of them, to stand at `place`, and where the first of them begins."""
    body, first = b"", dict(directories.get(0, {}))
    for tag in (EXIF, GPS):
        if directories.get(tag):
            first[tag] = Entry(LONG, 1, struct.pack("<I", place + len(body)))
            body += _one(directories[tag], place + len(body))
    return body + _one(first, place + len(body)), place + len(body)


def _one(directory: Directory, place: int) -> bytes:
    values, after = b"", place + 2 + TABLE * len(directory) + 4
    table = struct.pack("<H", len(directory))
    for tag, entry in sorted(directory.items()):
        content = entry.content
        if len(content) > _INLINE:
            content, values = struct.pack("<I", after + len(values)), values + content + b"\0" * (len(content) % 2)
        table += struct.pack("<HHI4s", tag, entry.kind, entry.count, content)
    return table + bytes(4) + values
