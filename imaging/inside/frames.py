"""Counting frames and pages without decoding one, and never further than a ceiling."""

import struct
from typing import BinaryIO

from PIL import ImageFile

from imaging.inside.kinds import GIF, JPEG, PDF, PSD, TIFF, VIDEOS, Kind

COUNTED = 1_000
_GIF_HEADER = 13
_BIG_TIFF = 43
_IMAGE, _EXTENSION = 0x2C, 0x21


def count(image: ImageFile.ImageFile, kind: Kind, file: BinaryIO) -> int:
    """Frames of an animation or pages of a TIFF; COUNTED + 1 stands for "more".

    Pillow's own count of a GIF or TIFF walks every frame. The further pictures of a JPEG (a phone's depth or gain map)
    and the layers of a Photoshop document are no frames. Those of a video or PDF are as many as it says.
    """
    if kind in {JPEG, PSD}:
        return 1
    if are_left_alone(kind):
        return int(getattr(image, "n_frames", 1))
    if kind not in {GIF, TIFF}:
        return min(int(getattr(image, "n_frames", 1)), COUNTED + 1)
    place = file.tell()
    try:
        return max(1, _gif_frames(file) if kind is GIF else _tiff_pages(file))
    finally:
        file.seek(place)


def are_pages(kind: Kind) -> bool:
    return kind is TIFF


def are_left_alone(kind: Kind) -> bool:
    """Whether the others cost nothing: only one is ever looked at."""
    return kind is PDF or kind in VIDEOS


def _gif_frames(file: BinaryIO) -> int:
    """Image descriptors up to the trailer or the end of the file (GIF89a, sections 18-27)."""
    file.seek(0)
    file.seek(_colour_table(file.read(_GIF_HEADER)[10]), 1)
    found = 0
    while found <= COUNTED and (block := file.read(1)):
        if block[0] == _IMAGE:
            found += 1
            file.seek(_colour_table(file.read(9)[8]) + 1, 1)
        elif block[0] == _EXTENSION:
            file.seek(1, 1)
        else:
            break
        _skip_sub_blocks(file)
    return found


def _colour_table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _skip_sub_blocks(file: BinaryIO) -> None:
    while (length := file.read(1)) and length[0]:
        file.seek(length[0], 1)


def _tiff_pages(file: BinaryIO) -> int:
    """Image file directories (TIFF 6.0, section 2); a chain that bites its tail ends there."""
    file.seek(0)
    magic = file.read(4)
    order, is_big = ("<" if magic[:2] == b"II" else ">"), _BIG_TIFF in magic[2:]
    entry, counter, pointer = (20, "Q", "Q") if is_big else (12, "H", "I")
    file.seek(8 if is_big else 4)
    seen: set[int] = set()
    while len(seen) <= COUNTED and (place := _number(file, order + pointer)) and place not in seen:
        seen.add(place)
        file.seek(place)
        entries = _number(file, order + counter)
        file.seek(entries * entry, 1)
    return len(seen)


def _number(file: BinaryIO, shape: str) -> int:
    raw = file.read(struct.calcsize(shape))
    return int(struct.unpack(shape, raw)[0]) if len(raw) == struct.calcsize(shape) else 0
