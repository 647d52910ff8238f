"""What EXIF says: read without trust, as far as it goes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import ExifTags, Image

from imaging.inside.moments import moment
from imaging.inside.opening import DAMAGE

Base = ExifTags.Base
Said = dict[str, list[str]]
_TURNS = range(1, 9)
_UNCALIBRATED = 0xFFFF
_GPS_IN_XMP = re.compile(rb"GPS_?L(atitude|ongitude)", re.IGNORECASE)  # exif:GPSLatitude, drone-dji:GpsLatitude
_SIGNATURES = {"OLYMPUS DIGITAL CAMERA", "SONY DSC", "MINOLTA DIGITAL CAMERA", "KONICA MINOLTA DIGITAL CAMERA"}
_ZONE = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d")


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What concerns the pixels. Fields that cannot be read count as absent."""

    orientation: int
    has_gps: bool
    says_not_srgb: bool


def read(image: Image.Image, xmp: bytes = b"") -> Notes:
    """The notes of a picture. Broken EXIF does not make a picture unreadable: it is read as far as it goes."""
    exif = of(image)
    turn = exif.get(Base.Orientation)
    return Notes(
        orientation=turn if isinstance(turn, int) and turn in _TURNS else 1,
        has_gps=ExifTags.IFD.GPSInfo in exif or _GPS_IN_XMP.search(xmp) is not None,
        says_not_srgb=ifd(exif, ExifTags.IFD.Exif).get(Base.ColorSpace) == _UNCALIBRATED,
    )


def said(image: Image.Image, elsewhere: bytes = b"") -> Said:
    """The fields that EXIF knows. `elsewhere`: EXIF that Pillow does not find by itself."""
    exif = of(image, elsewhere)
    shot = ifd(exif, ExifTags.IFD.Exif)
    told = {
        "title": [_utf16(exif.get(Base.XPTitle))],
        "description": [_described(exif), _comment(shot.get(Base.UserComment), exif.endian)],
        "creator": (text(exif.get(Base.Artist)) or _utf16(exif.get(Base.XPAuthor))).split(";"),
        "copyright_notice": [text(exif.get(Base.Copyright))],
        "keywords": _utf16(exif.get(Base.XPKeywords)).split(";"),
        "camera_make": [text(exif.get(Base.Make))],
        "camera_model": [text(exif.get(Base.Model))],
        "lens": [text(shot.get(Base.LensModel))],
        "captured_at": [_taken(shot)],
        "software": [text(exif.get(Base.Software))],
        "rating": [_number(exif.get(Base.Rating))],
    }
    kept = {name: [one for one in values if one.strip(" \0")] for name, values in told.items()}
    return {name: values for name, values in kept.items() if values}


def of(image: Image.Image, elsewhere: bytes = b"") -> Image.Exif:
    """The picture's EXIF; empty where it cannot be read."""
    try:
        found = image.getexif()
        if elsewhere and not len(found):
            found = Image.Exif()
            found.load(elsewhere)
    except DAMAGE:
        return Image.Exif()
    return found


def ifd(exif: Image.Exif, tag: int) -> dict[int, object]:
    try:
        return dict(exif.get_ifd(tag))
    except DAMAGE:
        return {}


def text(raw: object) -> str:
    """Pillow reads EXIF text as Latin-1; cameras and programs of today write UTF-8."""
    if isinstance(raw, bytes):
        return raw.decode(errors="replace")
    if not isinstance(raw, str):
        return ""
    try:
        return raw.encode("latin-1").decode()
    except UnicodeError:
        return raw


def _utf16(raw: object) -> str:
    """Windows' own tags."""
    if isinstance(raw, tuple) and all(isinstance(one, int) and 0 <= one < 256 for one in raw):  # noqa: PLR2004 - bytes
        raw = bytes(raw)
    return raw.decode("utf-16-le", errors="ignore") if isinstance(raw, bytes) else ""


def _described(exif: Image.Exif) -> str:
    """Some cameras sign every picture there; that describes none."""
    told = text(exif.get(Base.ImageDescription))
    return "" if told.strip(" \0") in _SIGNATURES else told


def _comment(raw: object, endian: str | None) -> str:
    """Eight bytes say in which letters (EXIF 2.32, table 9); cameras leave blanks there."""
    if not isinstance(raw, bytes):
        return ""
    wide = "utf-16-be" if endian == ">" else "utf-16-le"
    letters = {b"ASCII\0\0\0": "utf-8", b"UNICODE\0": wide}.get(raw[:8])
    return raw[8:].decode(letters, errors="ignore") if letters else ""


def _taken(shot: Mapping[int, object]) -> str:
    taken = text(shot.get(Base.DateTimeOriginal)).strip(" \0")
    zone = text(shot.get(Base.OffsetTimeOriginal)).strip(" \0")
    if "T" not in (moment(taken) or ""):
        return ""
    return taken + (zone if _ZONE.fullmatch(zone) else "")


def _number(raw: object) -> str:
    return str(raw) if isinstance(raw, int) else ""
