"""The local library: file names made of what people typed, each one path component on Linux, macOS and Windows."""

import re
import unicodedata
from hashlib import sha256

LONGEST = 120  # bytes of UTF-8; file systems allow 255, and endings and temporary names must fit too
SHORT_ID = 10  # hexadecimal digits

_FORBIDDEN = re.compile(r'[/\\<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_GAP = re.compile(r"[^a-z0-9]+")


def safe_name(name: str, *, otherwise: str = "file") -> str:
    """The name as close as possible to the given one, its ending kept."""
    shown = _FORBIDDEN.sub("-", _printable(name)).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not stem or len(ending) > 10 or not ending.isalnum():  # noqa: PLR2004 - the longest ending worth keeping
        stem, dot, ending = shown, "", ""
    tail = dot + ending
    short = _cut(stem, LONGEST - len(tail.encode())).rstrip(" .") + tail
    return f"_{short}" if _DEVICE.match(short) else short or otherwise


def slug(title: str) -> str:
    """Lower-case words of a title: what a folder is called."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return _cut(_GAP.sub("-", plain).strip("-"), 60).strip("-") or "asset"


def short_id(asset_id: str) -> str:
    return sha256(asset_id.encode()).hexdigest()[:SHORT_ID]


def _printable(name: str) -> str:
    """Without control, direction and other invisible characters, lone surrogates included."""
    return "".join(letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter)[0] != "C")


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore")
