"""The metadata of a picture that leaves: XMP, IPTC and EXIF written anew, each saying the same.

Nothing is copied blindly: XMP is parsed and written again, IPTC and EXIF are taken over entry by entry, and what was
true of the source's pixels only (its dimensions, its orientation, its thumbnail) stays behind.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from imaging.fields import BY_NAME, Fields
from imaging.inscription import NOTHING, Inscription, Keep
from imaging.inside import captions, directories, iim, rdf, xmp
from imaging.inside.developing import Negative
from imaging.inside.directories import EXIF, GPS, Directory
from imaging.inside.kinds import TIFF
from imaging.inside.opening import DAMAGE

_HEAVIEST_ENTRY, _HEAVIEST_DIRECTORY, _HEAVIEST_IPTC = 2_000, 20_000, 50_000
_ARTIST, _COPYRIGHT, _DESCRIPTION, _ORIENTATION = 0x013B, 0x8298, 0x010E, 0x0112
_TAKEN, _ZONE, _COLOUR_SPACE = 0x9003, 0x9011, 0xA001
_UNCALIBRATED = 0xFFFF
_WRITTEN_TOO = {"creator": _ARTIST, "copyright_notice": _COPYRIGHT, "description": _DESCRIPTION}
_WINDOWS = {"title": 0x9C9B, "creator": 0x9C9D, "keywords": 0x9C9E}
# Of the first directory: DocumentName, ImageDescription, Make, Model, Software, DateTime, Artist, HostComputer, Rating,
# RatingPercent, Copyright, Windows' own. Everything else there says how the source's pixels lie.
_TOLD = {0x010D, 0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x4746, 0x4749, 0x8298, *range(0x9C9B, 0x9CA0)}
# Of the camera's: MakerNote, SubjectArea, ColorSpace, both dimensions, Interoperability, SubjectLocation, CFAPattern,
# DeviceSettingDescription, padding.
_UNTRUE = {0x927C, 0x9214, 0xA001, 0xA002, 0xA003, 0xA005, 0xA214, 0xA302, 0xA40B, 0xEA1C}


@dataclass(frozen=True, kw_only=True)
class Inscribed:
    """What goes into the file; empty where there is nothing to say. keeps_place: the place is told in it."""

    xmp: bytes = b""
    iptc: bytes = b""
    exif: dict[int, Directory]
    keeps_place: bool = False

    @property
    def resources(self) -> bytes:
        """IPTC as a JPEG holds it, with the digest by which a later change is noticed."""
        if not self.iptc:
            return b""
        blocks = ((0x0404, self.iptc), (0x0425, hashlib.md5(self.iptc, usedforsecurity=False).digest()))
        content = b"Photoshop 3.0\0" + b"".join(_resource(code, block) for code, block in blocks)
        return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def _resource(code: int, content: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", code, 0, len(content)) + content + b"\0" * (len(content) % 2)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How much is kept. is_srgb: the pixels are. is_recomposed: they were turned, cut or padded."""

    keep: Keep = Keep.KEEP
    inscription: Inscription = NOTHING
    with_place: bool = False
    is_srgb: bool = True
    is_recomposed: bool = False


def inscribed(negative: Negative, wish: Wish) -> Inscribed:
    """The same picture and wish give the same bytes."""
    if wish.keep is Keep.STRIP:
        return Inscribed(exif={})
    wish = replace(wish, inscription=_fit(wish.inscription))
    said = wish.inscription.over(negative.fields, wish.keep)
    exif = _exif(negative, wish, said)
    tree = xmp.parsed(negative.packets.xmp) if wish.keep is Keep.KEEP else None
    has_place = wish.with_place and (bool(exif.get(GPS)) or rdf.has_place(tree))
    return Inscribed(xmp=_xmp(negative, wish, said), iptc=_iptc(negative, wish, said), exif=exif, keeps_place=has_place)


def _fit(inscription: Inscription) -> Inscription:
    """What people typed, fit to be written; what is left of nothing changes nothing."""
    fields = {name: (values, captions.fit(BY_NAME[name], values)) for name, values in inscription.fields.items()}
    return Inscription(fields={name: kept for name, (values, kept) in fields.items() if kept or not values})


def _xmp(negative: Negative, wish: Wish, said: Fields) -> bytes:
    raws = (negative.packets.extended_xmp, negative.packets.xmp) if wish.keep is Keep.KEEP else ()
    trees = [xmp.parsed(raw) for raw in raws]
    old = {name: captions.fit(BY_NAME[name], values) for tree in trees for name, values in xmp.read(tree).items()}
    new = {name: values for name, values in said.items() if name in wish.inscription.fields or old.get(name) != values}
    replaced = set().union(*(rdf.places(name) for name in (*new, *wish.inscription.fields)))
    kept = [one for tree in trees for one in rdf.told(tree) if one.tag not in replaced]
    kept = kept if wish.with_place else list(rdf.without_place(kept))
    kept = list(rdf.without_regions(kept)) if wish.is_recomposed else kept
    return rdf.packet([*kept, *rdf.inscribed(new)], b"".join(raws))


def _iptc(negative: Negative, wish: Wish, said: Fields) -> bytes:
    old = iim.sets(negative.packets.iptc) if wish.keep is Keep.KEEP else []
    spoken = {one: values for one, values in said.items() if BY_NAME[one].iim}
    same = {name for name, values in iim.read(old).items() if captions.fit(BY_NAME[name], values) == spoken.get(name)}
    new = [entry for name, values in spoken.items() if name not in same for entry in iim.inscribed(name, values)]
    gone = {*(entry.number for entry in new), *iim.numbers(wish.inscription.fields.keys() - same)}
    kept = [entry for entry in iim.in_utf8(old) if entry.number not in gone and len(entry.content) <= _HEAVIEST_ENTRY]
    return iim.packed([*kept, *new], heaviest=_HEAVIEST_IPTC) if kept or new else b""


def _exif(negative: Negative, wish: Wish, said: Fields) -> dict[int, Directory]:
    found = _source(negative) if wish.keep is Keep.KEEP else {}
    stale = {_WINDOWS[name] for name in wish.inscription.fields.keys() & _WINDOWS.keys()}
    stale |= {_WRITTEN_TOO[name] for name in wish.inscription.fields.keys() & _WRITTEN_TOO.keys()}
    first = {tag: one for tag, one in found.get(0, {}).items() if tag in _TOLD - stale}
    first |= {_WRITTEN_TOO[name]: directories.text("; ".join(said[name])) for name in said.keys() & _WRITTEN_TOO.keys()}
    shot = {tag: one for tag, one in found.get(EXIF, {}).items() if tag not in _UNTRUE}
    shot |= _moment(said) if _TAKEN not in shot else {}
    exif = {0: dict(_bounded(first)), EXIF: dict(_bounded(shot))}
    if wish.with_place and found.get(GPS):
        exif[GPS] = dict(_bounded(found[GPS]))
    if any(exif.values()):
        exif[0][_ORIENTATION] = directories.short(1)
        exif[EXIF][_COLOUR_SPACE] = directories.short(1 if wish.is_srgb else _UNCALIBRATED)
    return exif


def _moment(said: Fields) -> Directory:
    """When it was taken, where only XMP or IPTC knows it to the minute."""
    day, _, time = "".join(said.get("captured_at", ())).partition("T")
    if not time:
        return {}
    zone = {_ZONE: directories.text(time[8:])} if time[8:] else {}
    return {_TAKEN: directories.text(f"{day.replace('-', ':')} {time[:8]}"), **zone}


def _bounded(directory: Directory) -> Iterator[tuple[int, directories.Entry]]:
    weight = 0
    for tag, entry in sorted(directory.items()):
        weight += len(entry.content) + directories.TABLE
        if weight <= _HEAVIEST_DIRECTORY:
            yield tag, entry


def _source(negative: Negative) -> dict[int, Directory]:
    """What cannot be read counts as not there."""
    try:
        return directories.read(_raw(negative), heaviest=_HEAVIEST_ENTRY)
    except DAMAGE:
        return {}


def _raw(negative: Negative) -> bytes | BinaryIO:
    if negative.opened.kind is TIFF:
        return negative.opened.file
    said = negative.opened.image.info.get("exif")
    return said if isinstance(said, bytes) and said else negative.packets.exif
