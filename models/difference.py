"""What differs between two files of one picture, in words: what did not change is not mentioned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.asset import Version
from models.checks import weight

Facts = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`name` is empty where the values speak for themselves; a value is empty where there is none."""

    name: str
    was: str
    now: str

    def __str__(self) -> str:
        """`3000 x 2000 px → 2000 x 2000 px`, `creator: Ana → none`. What has a name may hold strangers' words."""
        change = f"{self.was or 'none'} → {self.now or 'none'}"
        return f"{self.name}: {change}" if self.name else change


def differences(older: Version, newer: Version) -> tuple[Difference, ...]:
    """By what is known of both today, the most telling first. Where one was never measured: weight and file name."""
    found = [*_measured(older.facts, newer.facts), *_of_the_files(older, newer)]
    return tuple(one for one in found if one.was != one.now)


def _measured(older: Facts | None, newer: Facts | None) -> list[Difference]:
    if not older or not newer:
        return []
    return [Difference(name=name, was=read(older), now=read(newer)) for name, read in _READ]


def _of_the_files(older: Version, newer: Version) -> list[Difference]:
    return [
        Difference(name="", was=_weight(older), now=_weight(newer)),
        Difference(name="file", was=older.file_name, now=newer.file_name),
    ]


def _weight(version: Version) -> str:
    return weight(version.size_bytes) if version.size_bytes else ""


def _size(facts: Facts) -> str:
    return f"{facts['width']} x {facts['height']} px"


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
    ("creator", _text("creator")),
    ("copyright", _text("copyright")),
    ("title in the file", _text("title")),
)
