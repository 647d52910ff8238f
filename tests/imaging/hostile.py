"""Files made to do harm, built here from nothing: what each is, its name, and how it may end."""

import struct
from collections.abc import Callable

from imaging.errors import Reason
from tests.imaging import pictures
from tests.imaging.boxes import enlarged, exif_of, ifd, patched, plain_tiff

OPENED = "opened"
Made = Callable[[], bytes]
Attack = tuple[Made, str, frozenset[str]]

_BAD = (Reason.DAMAGED, Reason.TRUNCATED)
_TITLE = "<rdf:Description><dc:title>{}</dc:title></rdf:Description>"
_LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 12))
_BILLION = f'<!DOCTYPE x [<!ENTITY l0 "lol">{_LAUGHS}]>'
_OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
_FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 90 60] /Resources << /XObject << /F 4 0 R >> >> /Length"
_WITH_FORM = "/MediaBox [0 0 90 60] /Resources << /XObject << /F 4 0 R >> >>"
_SCRIPT = b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"


def _ends(make: Made, name: str, *outcomes: str) -> Attack:
    return make, name, frozenset(outcomes)


def _chunked(name: bytes, content: bytes) -> bytes:
    return pictures.png((9, 9), chunks=pictures.chunk(name, content))


def _jpeg_with(marker: int, content: bytes) -> bytes:
    whole = pictures.jpeg((64, 40))
    return whole[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content + whole[2:]


def _jpeg_saying(size: tuple[int, int]) -> bytes:
    """A JPEG whose frame header promises another size."""
    whole = pictures.jpeg((64, 40))
    return patched(whole, whole.index(b"\xff\xc0") + 5, struct.pack(">HH", size[1], size[0]))


def _xmp(inside: str, *, before: str = "") -> bytes:
    return _chunked(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + pictures.xmp(inside, before=before))


def _profile(tags: int) -> bytes:
    raw = patched(pictures.profile(b"Display P3"), 128, struct.pack(">I", tags))
    return pictures.saved(pictures.scene((64, 40)), "JPEG", icc_profile=raw)


def _psd(place: int, with_: bytes = b"\xff" * 4) -> bytes:
    return patched(pictures.psd(pictures.scene((32, 20))), place, with_)


_PNG: dict[str, Attack] = {
    "an animation that promises two billion frames": _ends(
        lambda: _chunked(b"acTL", struct.pack(">II", 2**31 - 1, 0)), "a.png", Reason.TOO_MANY_FRAMES
    ),
    "an animation of no frames": _ends(lambda: _chunked(b"acTL", bytes(8)), "a.png", OPENED),
    "a frame far outside its canvas": _ends(
        lambda: _chunked(b"fcTL", struct.pack(">IIIIIHHBB", 0, 99_999, 99_999, 7, 7, 1, 1, 0, 0)),
        "a.png",
        OPENED,
        *_BAD,
    ),
    "pixels that unpack to a thousand times their size": _ends(
        lambda: pictures.png((9, 9), rows=bytes(50_000_000)), "a.png", OPENED
    ),
    "a billion laughs": _ends(lambda: _xmp(_TITLE.format("&l11;"), before=_BILLION), "a.png", OPENED),
    "somebody else's file as a title": _ends(lambda: _xmp(_TITLE.format("&e;"), before=_OUTSIDE), "a.png", OPENED),
    "a title forty thousand levels deep": _ends(
        lambda: _xmp(_TITLE.format("<b>" * 40_000 + "</b>" * 40_000)), "a.png", OPENED
    ),
}
_JPEG: dict[str, Attack] = {
    "a JPEG of four billion pixels": _ends(lambda: _jpeg_saying((65_500, 65_500)), "a.jpg", Reason.TOO_MANY_PIXELS),
    "a JPEG without height": _ends(lambda: _jpeg_saying((64, 0)), "a.jpg", *_BAD),
    "a segment longer than the file": _ends(
        lambda: pictures.jpeg((64, 40))[:2] + b"\xff\xe1\xff\xff" + pictures.jpeg((64, 40))[2:], "a.jpg", *_BAD
    ),
    "EXIF that points at itself": _ends(
        lambda: _jpeg_with(0xE1, exif_of((0x8769, 4, 1, 8), (0x8825, 4, 1, 8), follows=8)), "a.jpg", OPENED
    ),
    "EXIF of four billion values": _ends(
        lambda: _jpeg_with(0xE1, exif_of((0x010E, 2, 2**32 - 1, 8), (0x013B, 5, 2**31, 8))), "a.jpg", OPENED
    ),
    "EXIF behind the end of everything": _ends(
        lambda: _jpeg_with(0xE1, b"Exif\0\0II*\0" + struct.pack("<I", 2**32 - 2)), "a.jpg", OPENED
    ),
    "a profile of four billion tags": _ends(lambda: _profile(2**32 - 1), "a.jpg", OPENED),
    "Photoshop notes that lie about their length": _ends(
        lambda: _jpeg_with(0xED, b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x0404, 0, 2**31)),
        "a.jpg",
        OPENED,
        *_BAD,
    ),
    "a picture that is an archive too": _ends(lambda: pictures.with_zip_behind(pictures.jpeg()), "a.jpg", OPENED),
    "a picture that is a page of script too": _ends(
        lambda: _jpeg_with(0xFE, b"--><script>alert(1)</script><!--"), "a.jpg", OPENED
    ),
}
_TIFF: dict[str, Attack] = {
    "directories that bite their tail": _ends(pictures.tiff_biting_its_tail, "a.tif", OPENED),
    "a directory below itself": _ends(lambda: plain_tiff((20, 20), (330, 4, 1, 8), (34665, 4, 1, 8)), "a.tif", OPENED),
    "a directory that follows itself": _ends(lambda: plain_tiff((20, 20), follows=8), "a.tif", OPENED),
    "a TIFF without width": _ends(lambda: plain_tiff((0, 20)), "a.tif", *_BAD),
    "a TIFF as wide as a continent": _ends(lambda: plain_tiff((2**31 - 1, 2)), "a.tif", Reason.TOO_MANY_PIXELS, *_BAD),
    "pixels that lie behind the end": _ends(lambda: plain_tiff((20, 20), strip=2**31), "a.tif", *_BAD),
    "a directory of 65,535 entries": _ends(
        lambda: b"II*\0" + struct.pack("<IH", 8, 65_535) + ifd() + bytes(600), "a.tif", *_BAD
    ),
}
_PSD: dict[str, Attack] = {
    "a Photoshop document of four billion rows": _ends(
        lambda: _psd(14, b"\xff" * 8), "a.psd", Reason.TOO_MANY_PIXELS, *_BAD
    ),
    "resources of four gigabytes": _ends(lambda: _psd(30), "a.psd", *_BAD),
    "one resource of four gigabytes": _ends(
        lambda: pictures.psd(pictures.scene((32, 20)), resources=b"8BIM" + struct.pack(">HHI", 1039, 0, 2**32 - 9)),
        "a.psd",
        *_BAD,
    ),
    "layers of four gigabytes": _ends(lambda: _psd(34), "a.psd", *_BAD),
    "rows that are longer than they say": _ends(
        lambda: pictures.psd(pictures.scene((32, 20)), packed=True).replace(b"\0\x21", b"\xff\xff"),
        "a.psd",
        OPENED,
        *_BAD,
    ),
}
_PDF: dict[str, Attack] = {
    "pages that are their own parents": _ends(
        lambda: pictures.pdf_of().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"), "a.pdf", *_BAD
    ),
    "two billion pages": _ends(
        lambda: pictures.pdf_of().replace(b"/Count 1", b"/Count 2147483647"), "a.pdf", OPENED, *_BAD
    ),
    "a page as large as a country": _ends(lambda: pictures.pdf_of("/MediaBox [0 0 1e30 1e30]"), "a.pdf", OPENED, *_BAD),
    "a page without room": _ends(lambda: pictures.pdf_of("/MediaBox [0 0 0 0]"), "a.pdf", OPENED, *_BAD),
    "a page a hair wide": _ends(lambda: pictures.pdf_of("/MediaBox [0 0 0.001 14400]"), "a.pdf", OPENED, *_BAD),
    # PDFium itself has no end to this, and takes its child along.
    "a form drawn within itself": _ends(
        lambda: pictures.pdf_of(_WITH_FORM, content="/F Do " * 50).replace(b"<< /Length", _FORM),
        "a.pdf",
        Reason.CRASHED,
        *_BAD,
    ),
    "a page that runs a script when it opens": _ends(
        lambda: pictures.pdf_of().replace(b"/Catalog", _SCRIPT), "a.pdf", OPENED
    ),
}
_BOXES: dict[str, Attack] = {
    "a HEIC of four billion pixels": _ends(
        lambda: enlarged(pictures.heic((64, 40)), b"ispe", 4), "a.heic", Reason.TOO_MANY_PIXELS, *_BAD
    ),
    "a HEIC whose boxes lie": _ends(lambda: enlarged(pictures.heic((64, 40)), b"iloc", -4), "a.heic", *_BAD),
    "a HEIC that ends at its header": _ends(lambda: pictures.heic((64, 40))[:40], "a.heic", *_BAD),
    "an AVIF of four billion pixels": _ends(
        lambda: enlarged(pictures.good("avif"), b"ispe", 4), "a.avif", Reason.TOO_MANY_PIXELS, *_BAD
    ),
    "a video whose index is longer than the file": _ends(
        lambda: enlarged(pictures.video(), b"stsz", 8), "a.mp4", OPENED, Reason.TOO_MUCH_MEMORY, *_BAD
    ),
    "a video whose boxes lie": _ends(lambda: enlarged(pictures.video(), b"moov", -4), "a.mp4", OPENED, *_BAD),
    "a video of a billion pixels": _ends(
        lambda: enlarged(pictures.video(), b"avc1", 24), "a.mp4", OPENED, Reason.TOO_MANY_PIXELS, *_BAD
    ),
    "a playlist that names another file": _ends(
        lambda: b"ffconcat version 1.0\nfile /etc/passwd\n", "a.mp4", Reason.NOT_A_PICTURE
    ),
    "a video that ends after its header": _ends(lambda: pictures.video()[:600], "a.mp4", *_BAD),
}
_OTHERS: dict[str, Attack] = {
    "a GIF as large as its format allows": _ends(
        lambda: patched(pictures.gif(1), 6, b"\xff" * 4), "a.gif", Reason.TOO_MANY_PIXELS
    ),
    "a GIF without room": _ends(lambda: patched(pictures.gif(1), 6, bytes(4)), "a.gif", OPENED, *_BAD),
    "a BMP of negative size": _ends(
        lambda: patched(pictures.good("bmp"), 18, struct.pack("<ii", -5, -(2**31))),
        "a.bmp",
        Reason.TOO_MANY_PIXELS,
        *_BAD,
    ),
    "a BMP of a palette without end": _ends(
        lambda: patched(pictures.good("bmp"), 46, struct.pack("<I", 2**31)), "a.bmp", OPENED, *_BAD
    ),
    "a WebP longer than itself": _ends(
        lambda: patched(pictures.good("webp"), 4, struct.pack("<I", 2**32 - 2)), "a.webp", OPENED, *_BAD
    ),
}
ATTACKS = _PNG | _JPEG | _TIFF | _PSD | _PDF | _BOXES | _OTHERS
