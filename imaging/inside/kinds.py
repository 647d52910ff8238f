"""What a file is, told from its first bytes and never from its name."""

import re
from dataclasses import dataclass
from pathlib import PurePath

HEAD_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One sort of file. `plugin` is the only Pillow plugin that may open it; None: there is no preview."""

    label: str
    phrase: str
    extensions: tuple[str, ...]
    media_type: str = "application/octet-stream"
    plugin: str | None = None


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

HEIC = Kind(label="HEIC", phrase="a HEIC picture", extensions=("heic", "heif", "hif"))
PSD = Kind(label="PSD", phrase="a Photoshop document", extensions=("psd", "psb"))
PDF = Kind(label="PDF", phrase="a PDF document", extensions=("pdf", "ai"))
EPS = Kind(label="EPS", phrase="a PostScript (EPS) drawing", extensions=("eps", "epsf", "ps", "ai"))
SVG = Kind(label="SVG", phrase="an SVG drawing", extensions=("svg",))
JPEG2000 = Kind(label="JPEG 2000", phrase="a JPEG 2000 picture", extensions=("jp2", "j2k", "jpf", "jpx", "j2c"))
JXL = Kind(label="JPEG XL", phrase="a JPEG XL picture", extensions=("jxl",))
ICO = Kind(label="ICO", phrase="an icon file", extensions=("ico", "cur"))
VIDEO = Kind(label="video", phrase="a video", extensions=("mp4", "mov", "m4v", "webm", "avi", "mkv"))
RAW = Kind(
    label="RAW",
    phrase="a camera's raw file",
    extensions=("cr2", "cr3", "nef", "nrw", "arw", "dng", "raf", "orf", "rw2", "pef", "srw", "raw", "3fr", "iiq"),
)

OPENED = (JPEG, PNG, GIF, WEBP, AVIF, TIFF, BMP)
KINDS = (*OPENED, HEIC, PSD, PDF, EPS, SVG, JPEG2000, JXL, ICO, VIDEO, RAW)
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
    (re.compile(rb"....ftyp|RIFF....AVI |\x1aE\xdf\xa3", re.DOTALL), VIDEO),
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

    A camera's raw file is a TIFF by its first bytes, so only there the extension decides.
    """
    found = next((kind for signature, kind in _SIGNATURES if signature.match(head)), None)
    return RAW if found is TIFF and extension in RAW.extensions else found


def extension_of(name: str) -> str:
    """The extension in small letters without its dot; empty when there is none."""
    return PurePath(name).suffix.lower().removeprefix(".")


def is_mislabelled(kind: Kind, extension: str) -> bool:
    """Whether the extension promises something else. An unknown or missing one promises nothing."""
    return extension in _KNOWN_EXTENSIONS and extension not in kind.extensions
