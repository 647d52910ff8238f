"""Whether a file that could not be read ends before its time; asked only to choose the right sentence."""

import os
from typing import BinaryIO, Literal

from imaging.inside.kinds import AVI, AVIF, GIF, HEIC, JPEG, MOV, MP4, PDF, PNG, TIFF, WEBP, Kind

TAIL = 4096
_ENDINGS = {JPEG: b"\xff\xd9", PNG: b"IEND", GIF: b"\x3b", PDF: b"%%EOF"}
_IN_BOXES, _IN_CHUNKS = {AVIF, HEIC, MP4, MOV}, {WEBP, AVI}


def too_early(kind: Kind, file: BinaryIO) -> bool:
    """True when the last block of the format is missing or a length in it points behind the end of the file."""
    if file.closed:
        return False
    size = os.fstat(file.fileno()).st_size
    if kind in _ENDINGS:
        file.seek(max(0, size - TAIL))
        return _ENDINGS[kind] not in file.read(TAIL)
    if kind in _IN_CHUNKS:
        return _number(file, 4, "little") + 8 > size
    if kind in _IN_BOXES:
        return _boxes_overrun(file, size)
    if kind is TIFF:
        return _first_directory(file) + 2 > size
    return False


def _number(file: BinaryIO, place: int, order: Literal["little", "big"]) -> int:
    file.seek(place)
    return int.from_bytes(file.read(4), order)


def _boxes_overrun(file: BinaryIO, size: int) -> bool:
    place = 0
    while place < size:
        length = _number(file, place, "big")
        if length < 8:  # noqa: PLR2004 - a box is at least its own header
            return False
        place += length
    return place > size


def _first_directory(file: BinaryIO) -> int:
    file.seek(0)
    return _number(file, 4, "little" if file.read(1) == b"I" else "big")
