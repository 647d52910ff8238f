"""How a file is called by the convention of a team: a template of galley.yml, filled in with plain words."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

PARTS = ("campaign", "title", "date", "name", "ext")

_END = ".{ext}"
_PART = re.compile(r"\{(\w*)\}")
_MARKED = re.compile(r"([a-z])[\u0300-\u036f]+")  # é, taken apart
_JOINTS = re.compile(r"([-_. ])[-_. ]+")  # what an empty part leaves behind
_LONGEST = 100  # letters, without the extension


@dataclass(frozen=True, kw_only=True)
class Called:
    """What a name is made of. `day` is when it came in; `extension` is without its dot."""

    campaign: str
    title: str
    day: date
    file_name: str
    extension: str


def named(template: str, called: Called) -> str:
    """`{campaign}-{title}-{date}.{ext}` -> `spring-hero-shot-2026-03-02.jpg`; empty where no part says anything."""
    words = {
        "campaign": slug(called.campaign),
        "title": slug(called.title),
        "date": called.day.isoformat(),
        "name": slug(called.file_name.rsplit(".", 1)[0]),
    }
    filled = _PART.sub(lambda part: words[part[1]], template.removesuffix(_END))
    stem = _JOINTS.sub(r"\1", filled)[:_LONGEST].strip("-_. ")
    return f"{stem}.{called.extension}" if stem else ""


def slug(words: str) -> str:
    """Small letters and digits with dashes between; letters lose their accents, other scripts stay."""
    plain = _MARKED.sub(r"\1", unicodedata.normalize("NFKD", words.casefold()))
    letters = (letter if letter.isalnum() else "-" for letter in unicodedata.normalize("NFC", plain))
    return "-".join(filter(None, "".join(letters).split("-")))


def checked(template: str) -> str:
    """The template itself. Raises ValueError on one that is none."""
    if not template.endswith(_END):
        raise ValueError(f"a name ends with {_END}")
    unknown = next((part for part in _PART.findall(template) if part not in PARTS), None)
    if unknown is not None:
        raise ValueError(f"there is no {{{unknown}}}; write {', '.join(f'{{{part}}}' for part in PARTS)}")
    stem = template.removesuffix(_END)
    if "{ext}" in stem or re.search(r"[{}/\\\x00-\x1f]", _PART.sub("", stem)):
        raise ValueError("a name has no slashes, no braces but around its parts, and {ext} at its end alone")
    return template
