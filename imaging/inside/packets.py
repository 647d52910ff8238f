"""Where metadata lie in a file: the raw bytes of XMP, IPTC and EXIF, found but not yet read.

XMP Part 3 (Adobe), IPTC-IIM 4.2, and the Metadata Working Group's guidelines say where.
"""

import hashlib
import re
import struct
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from imaging.inside.opening import DAMAGE

HEAVIEST = 1_000_000  # bytes of one kind: a JPEG segment has room for 65,000; editors keep their own history there
_IPTC, _DIGEST, _EXIF, _XMP = 0x0404, 0x0425, 0x0422, 0x0424  # Photoshop's image resources
_TIFF_IPTC, _TIFF_PHOTOSHOP = 33723, 34377
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_GUID, _EXTENSION_HEAD = 32, len(_EXTENSION) + 40
_GIF_MARK, _GIF_TRAILER = b"\x21\xff\x0bXMP DataXMP", 258
_HAS_EXTENSION = re.compile(rb"HasExtendedXMP(?:\s*=\s*[\"']|\s*>)\s*([0-9A-Fa-f]{32})")


@dataclass(frozen=True, kw_only=True)
class Packets:
    """Raw bytes, empty where there are none. exif only where Pillow does not find it itself.

    has_newer_iptc: whoever last wrote the IPTC knew no XMP, for its digest is not the one that was noted.
    """

    xmp: bytes = b""
    extended_xmp: bytes = b""
    iptc: bytes = b""
    exif: bytes = b""
    has_newer_iptc: bool = False


def find(image: Image.Image) -> Packets:
    """What is broken counts as not there: it does not make a picture unreadable."""
    try:
        resources = _resources(image)
        xmp, iptc = _xmp(image, resources), _iptc(image, resources)
        return Packets(
            xmp=_bounded(xmp),
            extended_xmp=_bounded(_extended(image, xmp)),
            iptc=_bounded(iptc),
            exif=_bounded(resources.get(_EXIF, b"")),
            has_newer_iptc=_is_newer(iptc, resources.get(_DIGEST, b"")),
        )
    except DAMAGE:
        return Packets()


def _bounded(raw: bytes) -> bytes:
    return raw if len(raw) <= HEAVIEST else b""


def _resources(image: Image.Image) -> dict[int, bytes]:
    """Photoshop's blocks: in a JPEG as Pillow reads them, in a TIFF under a tag, in a PSD in its head."""
    found = image.info.get("photoshop")
    blocks = dict(found) if isinstance(found, dict) else {}
    raw = getattr(image, "tag_v2", {}).get(_TIFF_PHOTOSHOP)
    if isinstance(raw, bytes):
        blocks |= _blocks(raw)
    blocks |= {code: content for code, _, content in getattr(image, "resources", ())}
    return {code: content for code, content in blocks.items() if isinstance(content, bytes)}


def _blocks(raw: bytes) -> dict[int, bytes]:
    """`8BIM`, a number, a name and a length before each, all on even places."""
    found: dict[int, bytes] = {}
    place = 0
    while raw[place : place + 4] == b"8BIM" and place + 12 <= len(raw):
        code, named = struct.unpack_from(">HB", raw, place + 4)
        start = place + 6 + (named + 2) // 2 * 2
        (length,) = struct.unpack_from(">I", raw, start)
        found[code] = raw[start + 4 : start + 4 + length]
        place = start + 4 + (length + 1) // 2 * 2
    return found


def _xmp(image: Image.Image, resources: dict[int, bytes]) -> bytes:
    said = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or resources.get(_XMP) or b""
    if not said and image.format == "GIF":
        return _xmp_of_gif(getattr(image, "_fp", None) or getattr(image, "fp", None))
    if isinstance(said, tuple):
        return bytes(said)  # a TIFF whose tag has the type of a list of numbers
    return said.encode() if isinstance(said, str) else said if isinstance(said, bytes) else b""


def _xmp_of_gif(file: BinaryIO | None) -> bytes:
    """The packet stands there as it is, followed by a trailer that leads every reader of blocks to its end."""
    if file is None:
        return b""
    place = file.tell()
    try:
        file.seek(0)
        raw = file.read(4 * HEAVIEST)
    finally:
        file.seek(place)
    start = raw.find(_GIF_MARK)
    end = raw.find(b"\x01\xff\xfe\xfd", start)
    return raw[start + len(_GIF_MARK) : end] if 0 <= start < end else b""


def _extended(image: Image.Image, xmp: bytes) -> bytes:
    """What did not fit into one JPEG segment, put together again if it is complete and if the packet names it."""
    named = _HAS_EXTENSION.search(xmp)
    if named is None:
        return b""
    whole, size = bytearray(), 0
    for name, segment in getattr(image, "applist", ()):
        guid = segment[len(_EXTENSION) : len(_EXTENSION) + _GUID]
        if name == "APP1" and segment.startswith(_EXTENSION) and guid.upper() == named[1].upper():
            size, offset = struct.unpack_from(">II", segment, len(_EXTENSION) + _GUID)
            if offset != len(whole) or size > HEAVIEST:
                return b""
            whole += segment[_EXTENSION_HEAD:]
    return bytes(whole) if whole and len(whole) == size else b""


def _iptc(image: Image.Image, resources: dict[int, bytes]) -> bytes:
    tagged = getattr(image, "tag_v2", {}).get(_TIFF_IPTC)
    if isinstance(tagged, tuple) and all(isinstance(one, int) for one in tagged):
        order = getattr(getattr(image, "tag_v2", None), "_endian", "<")
        tagged = struct.pack(f"{order}{len(tagged)}I", *tagged)  # some programs call it a list of long numbers
    found = resources.get(_IPTC) or tagged
    return found if isinstance(found, bytes) else b""


def _is_newer(iptc: bytes, digest: bytes) -> bool:
    is_noted = len(digest) == hashlib.md5(usedforsecurity=False).digest_size and any(digest)
    return bool(iptc) and is_noted and hashlib.md5(iptc, usedforsecurity=False).digest() != digest
