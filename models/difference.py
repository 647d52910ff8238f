"""What differs between two files of one picture, in words: what did not change is not mentioned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.asset import Version
from models.checks import weight

Facts = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`name` is empty where the values speak for themselves; a value is empty where there is none. Of several values
    only those that have gone (`was`) or come (`now`) are told.
    """

    name: str
    was: str
    now: str
    is_of_several: bool = False

    def __str__(self) -> str:
        """`3000 x 2000 px → 2000 x 2000 px`, `creator: Ana → none`, `keywords: new sea, gone beach`.

        What has a name may hold strangers' words.
        """
        if self.is_of_several:
            told = [f"{how} {values}" for how, values in (("new", self.now), ("gone", self.was)) if values]
            return f"{self.name}: {', '.join(told)}"
        change = f"{self.was or 'none'} → {self.now or 'none'}"
        return f"{self.name}: {change}" if self.name else change


def differences(older: Version, newer: Version) -> tuple[Difference, ...]:
    """By what is known of both today, the most telling first. Where one was never measured: weight and file name."""
    facts = (older.facts, newer.facts)
    found = [*_measured(*facts), *_written(*facts), *_of_the_files(older, newer)]
    return tuple(one for one in found if one.was != one.now)


def _measured(older: Facts | None, newer: Facts | None) -> list[Difference]:
    if not older or not newer:
        return []
    return [Difference(name=name, was=read(older), now=read(newer)) for name, read in _READ]


def _written(older: Facts | None, newer: Facts | None) -> list[Difference]:
    """What is written into the files, field by field; unknown of a file that was never opened."""
    was, now = (older or {}).get("fields"), (newer or {}).get("fields")
    if not isinstance(was, Mapping) or not isinstance(now, Mapping):
        return []
    names = sorted(was.keys() | now.keys(), key=lambda name: (_RANK.get(name, len(_RANK)), name))
    return [_field(name, _texts(was.get(name)), _texts(now.get(name))) for name in names]


def _field(name: str, was: list[str], now: list[str]) -> Difference:
    words = _WORDS.get(name, name.replace("_", " "))
    if name not in _SEVERAL:
        return Difference(name=words, was=", ".join(was), now=", ".join(now))
    gone, new = ([one for one in some if one not in others] for some, others in ((was, now), (now, was)))
    return Difference(name=words, was=", ".join(gone), now=", ".join(new), is_of_several=True)


def _texts(said: object) -> list[str]:
    return [str(one) for one in said] if isinstance(said, list) else []


def _of_the_files(older: Version, newer: Version) -> list[Difference]:
    return [
        Difference(name="", was=_weight(older), now=_weight(newer)),
        Difference(name="file", was=older.file_name, now=newer.file_name),
    ]


def _weight(version: Version) -> str:
    return weight(version.size_bytes) if version.size_bytes else ""


def _size(facts: Facts) -> str:
    """Empty where it is not known."""
    return f"{facts['width']} x {facts['height']} px" if facts.get("width") else ""


def _frames(facts: Facts) -> str:
    count = facts.get("frames", 1)
    return "1 frame" if count == 1 else f"{count} frames"


def _flag(key: str, yes: str, no: str) -> Callable[[Facts], str]:
    return lambda facts: yes if facts.get(key) else no


def _text(key: str, unit: str = "") -> Callable[[Facts], str]:
    """Empty where it is not known."""

    def read(facts: Facts) -> str:
        found = facts.get(key)
        return "" if found is None else f"{found:g}{unit}" if isinstance(found, float) else f"{found}{unit}"

    return read


_READ: tuple[tuple[str, Callable[[Facts], str]], ...] = (
    ("", _size),
    ("", _text("format")),
    ("", _text("colour_space")),
    ("", _text("bit_depth", " bits a channel")),
    ("", _frames),
    ("transparency", _flag("has_alpha", "yes", "no")),
    ("resolution", _text("dpi", " dpi")),
    ("place (GPS)", _flag("has_gps", "told", "not told")),
)
_SEVERAL = {"keywords", "persons"}
_WORDS = {
    "title": "title in the file",
    "copyright_notice": "copyright",
    "credit_line": "credit",
    "rights_url": "licence",
    "licence_start": "licence begins",
    "licence_end": "licence ends",
    "captured_at": "taken",
    "label": "colour label",
}
_TELLING = (
    "creator", "copyright_notice", "title", "credit_line", "rights_url", "usage_terms", "licence_start", "licence_end",
    "model_release", "property_release", "source_type", "description", "alt_text", "keywords", "captured_at",
)  # fmt: skip
_RANK = {name: rank for rank, name in enumerate(_TELLING)}
