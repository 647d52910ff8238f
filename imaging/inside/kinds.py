"""What a file is, told from its first bytes and never from its name."""

import re
from dataclasses import dataclass
from pathlib import PurePath

HEAD_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One sort of file. `plugin` is the only Pillow plugin that may open it; None: there is no preview.

    `extra` is what has to be installed for it: `galley[heif]`.
    """

    label: str
    phrase: str
    extensions: tuple[str, ...]
    media_type: str = "application/octet-stream"
    plugin: str | None = None
    extra: str | None = None


JPEG = Kind(
    label="JPEG",
    phrase="a JPEG picture",
    extensions=("jpg", "jpeg", "jpe", "jfif", "mpo"),
    media_type="image/jpeg",
    plugin="JPEG",
)
PNG = Kind(label="PNG", phrase="a PNG picture", extensions=("png", "apng"), media_type="image/png", plugin="PNG")
GIF = Kind(label="GIF", phrase="a GIF picture", extensions=("gif",), media_type="image/gif", plugin="GIF")
WEBP = Kind(label="WebP", phrase="a WebP picture", extensions=("webp",), media_type="image/webp", plugin="WEBP")
AVIF = Kind(
    label="AVIF", phrase="an AVIF picture", extensions=("avif", "avifs"), media_type="image/avif", plugin="AVIF"
)
TIFF = Kind(label="TIFF", phrase="a TIFF picture", extensions=("tif", "tiff"), media_type="image/tiff", plugin="TIFF")
BMP = Kind(label="BMP", phrase="a BMP picture", extensions=("bmp", "dib"), media_type="image/bmp", plugin="BMP")

PSD = Kind(
    label="PSD",
    phrase="a Photoshop document",
    extensions=("psd",),
    media_type="image/vnd.adobe.photoshop",
    plugin="PSD",
)
HEIC = Kind(
    label="HEIC",
    phrase="a HEIC picture",
    extensions=("heic", "heif", "hif"),
    media_type="image/heic",
    plugin="HEIF",
    extra="heif",
)
PDF = Kind(
    label="PDF",
    phrase="a PDF document",
    extensions=("pdf",),
    media_type="application/pdf",
    plugin="PDF",
    extra="pdf",
)


def _video(label: str, media_type: str, *extensions: str) -> Kind:
    return Kind(
        label=label,
        phrase=f"a video ({label})",
        extensions=extensions,
        media_type=media_type,
        plugin="VIDEO",
        extra="video",
    )


MP4 = _video("MP4", "video/mp4", "mp4", "m4v", "mov")  # cameras name either so
MOV = _video("MOV", "video/quicktime", "mov", "qt", "mp4", "m4v")
WEBM = _video("WebM", "video/webm", "webm", "mkv")
MKV = _video("MKV", "video/x-matroska", "mkv", "webm")
AVI = _video("AVI", "video/x-msvideo", "avi")

PSB = Kind(label="PSB", phrase="a large Photoshop document", extensions=("psb", "psd"))
AI = Kind(label="AI", phrase="an Illustrator drawing", extensions=("ai",), media_type="application/illustrator")
EPS = Kind(
    label="EPS",
    phrase="a PostScript (EPS) drawing",
    extensions=("eps", "epsf", "ps"),
    media_type="application/postscript",
)
SVG = Kind(label="SVG", phrase="an SVG drawing", extensions=("svg",), media_type="image/svg+xml")
JPEG2000 = Kind(
    label="JPEG 2000",
    phrase="a JPEG 2000 picture",
    extensions=("jp2", "j2k", "jpf", "jpx", "j2c"),
    media_type="image/jp2",
)
JXL = Kind(label="JPEG XL", phrase="a JPEG XL picture", extensions=("jxl",), media_type="image/jxl")
ICO = Kind(label="ICO", phrase="an icon file", extensions=("ico", "cur"), media_type="image/vnd.microsoft.icon")
VIDEO = Kind(label="video", phrase="a video", extensions=("wmv", "flv", "mpg", "mpeg"))
RAW = Kind(
    label="RAW",
    phrase="a camera's raw file",
    extensions=("cr2", "cr3", "nef", "nrw", "arw", "dng", "raf", "orf", "rw2", "pef", "srw", "raw", "3fr", "iiq"),
)

OPENED = (JPEG, PNG, GIF, WEBP, AVIF, TIFF, BMP, PSD, HEIC, PDF, MP4, MOV, WEBM, MKV, AVI)
VIDEOS = frozenset({MP4, MOV, WEBM, MKV, AVI})
KINDS = (*OPENED, PSB, AI, EPS, SVG, JPEG2000, JXL, ICO, VIDEO, RAW)
_OTHER_EXTENSIONS = frozenset({"txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "html", "htm", "exe", "csv"})
_KNOWN_EXTENSIONS = _OTHER_EXTENSIONS.union(*(kind.extensions for kind in KINDS))

_SIGNATURES = (
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"GIF8[79]a"), GIF),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), WEBP),
    (re.compile(rb"(II\*\0|MM\0\*).{4}CR", re.DOTALL), RAW),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), TIFF),
    (re.compile(rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", re.DOTALL), BMP),
    (re.compile(rb"....ftyp.{0,64}avi[fs]", re.DOTALL), AVIF),
    (re.compile(rb"....ftyp(hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL), HEIC),
    (re.compile(rb"....ftypcrx ", re.DOTALL), RAW),
    (re.compile(rb"....(ftypqt  |moov|mdat|wide|free.{0,64}(moov|mdat))", re.DOTALL), MOV),
    (re.compile(rb"....ftyp", re.DOTALL), MP4),
    (re.compile(rb"RIFF....AVI ", re.DOTALL), AVI),
    (re.compile(rb"\x1aE\xdf\xa3.{0,64}webm", re.DOTALL), WEBM),
    (re.compile(rb"\x1aE\xdf\xa3"), MKV),
    (re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11|FLV\x01|\0\0\x01[\xba\xb3]"), VIDEO),
    (re.compile(rb"8BPS\0\x02"), PSB),
    (re.compile(rb"8BPS"), PSD),
    (re.compile(rb"\xc5\xd0\xd3\xc6|\s*%!PS"), EPS),
    (re.compile(rb".{0,1024}%PDF-", re.DOTALL), PDF),
    (re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"), JPEG2000),
    (re.compile(rb"\xff\x0a|\0\0\0\x0cJXL "), JXL),
    (re.compile(rb"FUJIFILM|IIRO|IIRS|IIU\0"), RAW),
    (re.compile(rb"\0\0[\x01\x02]\0[\x01-\x40]\0"), ICO),
    (re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE svg|svg).{0,4000}?(<svg|svg\b)", re.DOTALL), SVG),
    (re.compile(rb"\s*<svg\b"), SVG),
)


def recognise(head: bytes, extension: str) -> Kind | None:
    """The kind of a file by its first 4096 bytes; None when it is no picture that anyone here knows.

    A camera's raw file is a TIFF by its first bytes, and an Illustrator drawing a PDF, so only there the extension
    decides.
    """
    found = next((kind for signature, kind in _SIGNATURES if signature.match(head)), None)
    if found is TIFF and extension in RAW.extensions:
        return RAW
    return AI if found in {PDF, EPS} and extension in AI.extensions else found


def extension_of(name: str) -> str:
    """The extension in small letters without its dot; empty when there is none."""
    return PurePath(name).suffix.lower().removeprefix(".")


def is_mislabelled(kind: Kind, extension: str) -> bool:
    """Whether the extension promises something else. An unknown or missing one promises nothing."""
    return extension in _KNOWN_EXTENSIONS and extension not in kind.extensions
