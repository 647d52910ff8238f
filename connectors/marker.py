"""Other systems: marks by which a second attempt finds what the first one left, where a system has no field for them.

A mark is the beginning of the SHA-256 of the job's key: 48 bits, looked for among the comments or files of one task.
"""

import re
from hashlib import sha256
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import unquote

DIGITS = 12
LONGEST_STEM = 100  # characters of the name that are kept before the mark

_SIGNATURE = re.compile(rf"galley ([0-9a-f]{{{DIGITS}}})\W*$")
_IN_NAME = re.compile(rf"\(galley ([0-9a-f]{{{DIGITS}}})\)")
_TAG = re.compile(r"<[^<>]*>")


def mark(key: str) -> str:
    """12 hexadecimal digits."""
    return sha256(key.encode()).hexdigest()[:DIGITS]


def signed(text: str, key: str) -> str:
    """The text with a quiet last line, such as "· galley 3f2a9c41d07b"."""
    return f"{text.rstrip()}\n\n· galley {mark(key)}"


def is_signed(text: str, key: str) -> bool:
    """Whether the last words are this key's signature. Boards rewrite texts, so tags and entities do not count."""
    found = _SIGNATURE.search(unescape(_TAG.sub(" ", text)))
    return found is not None and found[1] == mark(key)


def unsigned(text: str) -> str:
    """The text without our last line."""
    return _SIGNATURE.sub("", text).rstrip(" ·\n")


def marked_name(name: str, key: str) -> str:
    """The file name with the mark before its ending: "hero (galley 3f2a9c41d07b).jpg"."""
    printable = "".join(letter if letter.isprintable() else " " for letter in name).strip()
    path = PurePosixPath(printable.replace("/", "-").replace("\\", "-") or "file")
    return f"{path.stem[:LONGEST_STEM].rstrip()} (galley {mark(key)}){path.suffix}"


def is_marked_name(name: str, key: str) -> bool:
    return mark(key) in _IN_NAME.findall(unquote(name))
