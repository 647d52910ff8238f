"""What EXIF says: read without trust, cleaned, and written anew instead of copied."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from PIL import ExifTags, Image

from imaging.inside.opening import DAMAGE

Base = ExifTags.Base
_LONGEST = 500
_TURNS = range(1, 9)
_UNCALIBRATED = 0xFFFF
_GPS_IN_XMP = re.compile(rb"exif:GPSL(atitude|ongitude)")


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What the camera or its owner wrote into the picture. Fields that cannot be read count as absent."""

    orientation: int
    captured_at: str | None
    creator: str | None
    copyright: str | None
    title: str | None
    has_gps: bool
    says_not_srgb: bool


def read(image: Image.Image) -> Notes:
    """The notes of a picture. Broken EXIF does not make a picture unreadable: it is read as far as it goes."""
    exif = _exif(image)
    shot = _ifd(exif, ExifTags.IFD.Exif)
    turn = exif.get(Base.Orientation)
    return Notes(
        orientation=turn if isinstance(turn, int) and turn in _TURNS else 1,
        captured_at=_moment(shot.get(Base.DateTimeOriginal), shot.get(Base.OffsetTimeOriginal)),
        creator=clean(exif.get(Base.Artist)),
        copyright=clean(exif.get(Base.Copyright)),
        title=clean(_utf16(exif.get(Base.XPTitle))) or clean(exif.get(Base.ImageDescription)),
        has_gps=ExifTags.IFD.GPSInfo in exif or _has_gps_in_xmp(image),
        says_not_srgb=shot.get(Base.ColorSpace) == _UNCALIBRATED,
    )


def written(notes: Notes, *, gps: dict[int, object] | None = None) -> bytes:
    """EXIF written anew: who made it, whose it is, what it shows, when it was taken; the place if given."""
    exif = Image.Exif()
    for tag, said in (
        (Base.Artist, notes.creator),
        (Base.Copyright, notes.copyright),
        (Base.ImageDescription, notes.title),
    ):
        if said:
            exif[tag] = said.encode()  # as bytes, since Pillow writes text as ASCII and loses the ©
    if notes.captured_at:
        taken = datetime.fromisoformat(notes.captured_at)
        exif.get_ifd(ExifTags.IFD.Exif)[Base.DateTimeOriginal] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    return exif.tobytes() if len(exif) or exif.get_ifd(ExifTags.IFD.Exif) or gps else b""


def place(image: Image.Image) -> dict[int, object]:
    """The GPS directory; empty when it cannot be read, or not be written again."""
    found = _ifd(_exif(image), ExifTags.IFD.GPSInfo)
    trial = Image.Exif()
    trial.get_ifd(ExifTags.IFD.GPSInfo).update(found)
    try:
        trial.tobytes()
    except DAMAGE:
        return {}
    return found


def _exif(image: Image.Image) -> Image.Exif:
    try:
        return image.getexif()
    except DAMAGE:
        return Image.Exif()


def _ifd(exif: Image.Exif, tag: int) -> dict[int, object]:
    try:
        return dict(exif.get_ifd(tag))
    except DAMAGE:
        return {}


def _moment(taken: object, offset: object) -> str | None:
    text = clean(taken)
    try:
        moment = datetime.strptime(text or "", "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - most cameras give no zone
    except ValueError:
        return None
    zone = clean(offset) or ""
    return moment.isoformat() + (zone if re.fullmatch(r"[+-](0\d|1[0-4]):[0-5]\d", zone) else "")


def _utf16(raw: object) -> object:
    return raw.decode("utf-16-le", errors="ignore") if isinstance(raw, bytes) else raw


def clean(raw: object) -> str | None:
    """Plain text on one line: no control, no direction override, no endless string; None when nothing is left."""
    if isinstance(raw, bytes):
        raw = raw.decode(errors="replace")
    if not isinstance(raw, str):
        return None
    text = "".join(_visible(letter) for letter in _as_utf8(raw)[: 4 * _LONGEST])
    return " ".join(text.split())[:_LONGEST] or None


def _as_utf8(text: str) -> str:
    """Pillow reads EXIF text as Latin-1; cameras and programs of today write UTF-8."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _visible(letter: str) -> str:
    if letter.isspace() or letter == "\0":
        return " "
    return "" if unicodedata.category(letter).startswith("C") else letter


def _has_gps_in_xmp(image: Image.Image) -> bool:
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return _GPS_IN_XMP.search(xmp.encode() if isinstance(xmp, str) else xmp) is not None
