"""What editors write into a picture, as IPTC or XMP: read without trust, as far as it goes; XMP counts before IPTC.

https://www.iptc.org/std/photometadata/specification/ names the fields; IPTC-IIM 4.2 and Adobe's XMP say how they lie.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from PIL import Image

from imaging.inside.exif import clean
from imaging.inside.opening import DAMAGE

Fields = Mapping[str, list[str]]

_HEAVIEST, _MOST_KEYWORDS = (
    300_000,
    100,
)  # bytes of XMP: a JPEG has room for 65,000, and editors keep their own history there
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC, _PHOTOSHOP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS, _CC = "{http://ns.adobe.com/xap/1.0/rights/}", "{http://creativecommons.org/ns#}"
_XMP = {
    f"{_DC}title": "title",
    f"{_DC}creator": "creator",
    f"{_DC}rights": "copyright",
    f"{_DC}description": "description",
    f"{_DC}subject": "keywords",
    f"{_PHOTOSHOP}Credit": "credit",
    f"{_RIGHTS}UsageTerms": "usage",
    f"{_RIGHTS}WebStatement": "licence",
    f"{_CC}license": "licence",
}
_IPTC = {5: "title", 25: "keywords", 80: "creator", 110: "credit", 116: "copyright", 120: "description"}
_IPTC_OF_PHOTOSHOP, _TIFF_IPTC = 0x0404, 33723


@dataclass(frozen=True, kw_only=True)
class Caption:
    """Plain text on one line each; None where nothing is said."""

    title: str | None = None
    creator: str | None = None
    copyright: str | None = None
    description: str | None = None
    credit: str | None = None
    usage: str | None = None
    licence: str | None = None
    keywords: tuple[str, ...] = ()


def read(image: Image.Image) -> Caption:
    """What is broken counts as not said: it does not make a picture unreadable."""
    try:
        found = {**_iptc(_iptc_bytes(image)), **_xmp(_xmp_bytes(image))}
    except DAMAGE:
        return Caption()
    single = {name: clean(", ".join(said)) for name, said in found.items() if name != "keywords"}
    keywords = (clean(one) for one in found.get("keywords", ()))
    several = tuple(dict.fromkeys(one for one in keywords if one))[:_MOST_KEYWORDS]
    return Caption(**single, keywords=several)


def _xmp(raw: bytes) -> Fields:
    """Nothing of it is expanded: what declares entities of its own, or hides them in another encoding, is not read."""
    if not raw or len(raw) > _HEAVIEST or b"<!" in raw:
        return {}
    try:
        tree = ET.fromstring(raw.decode().strip("\0 \n\r\t\ufeff"))  # noqa: S314  no declaration, so nothing to expand
    except (ET.ParseError, ValueError):
        return {}
    found: dict[str, list[str]] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for tag, said in _said(description):
            found.setdefault(_XMP[tag], []).extend(said)
    return {name: said for name, said in found.items() if said}


def _said(description: ET.Element) -> Iterator[tuple[str, list[str]]]:
    """Written as attributes or as elements; of a text in several languages the first counts."""
    yield from ((tag, [value]) for tag, value in description.attrib.items() if tag in _XMP)
    for element in description:
        if element.tag in _XMP:
            alternatives = element.find(f"{_RDF}Alt")
            parts = [one.text or "" for one in element.iter(f"{_RDF}li")]
            alone = element.text or element.get(f"{_RDF}resource") or ""
            yield element.tag, [one for one in (parts[:1] if alternatives is not None else parts or [alone]) if one]


def _iptc(raw: bytes) -> Fields:
    """Data sets of record 2: a mark, the record, the number, and a length of two bytes before each."""
    found: dict[str, list[str]] = {}
    place = 0
    while place + 5 <= len(raw) and raw[place] == 0x1C:  # noqa: PLR2004  the mark
        length = int.from_bytes(raw[place + 3 : place + 5], "big")
        said, name = raw[place + 5 : place + 5 + length], _IPTC.get(raw[place + 2])
        if raw[place + 1] == 2 and name:  # noqa: PLR2004  the record of the application
            found.setdefault(name, []).append(_letters(said))
        place += 5 + length
    return found


def _letters(said: bytes) -> str:
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said.decode("latin-1")


def _iptc_bytes(image: Image.Image) -> bytes:
    photoshop = image.info.get("photoshop")
    raw = photoshop.get(_IPTC_OF_PHOTOSHOP) if isinstance(photoshop, dict) else None
    if raw is None:
        raw = getattr(image, "tag_v2", {}).get(_TIFF_IPTC)
    return raw if isinstance(raw, bytes) else b""


def _xmp_bytes(image: Image.Image) -> bytes:
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return xmp.encode() if isinstance(xmp, str) else xmp if isinstance(xmp, bytes) else b""
