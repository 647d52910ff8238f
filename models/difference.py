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
    found = [*_measured(*facts), *_captioned(*facts), *_keywords(*facts), *_of_the_files(older, newer)]
    return tuple(one for one in found if one.was != one.now)


def _measured(older: Facts | None, newer: Facts | None) -> list[Difference]:
    if not older or not newer:
        return []
    return [Difference(name=name, was=read(older), now=read(newer)) for name, read in _READ]


def _captioned(older: Facts | None, newer: Facts | None) -> list[Difference]:
    """Of a version that an older Galley looked at it is not known what is written into its file."""
    if not older or not newer or not {"keywords"} <= older.keys() & newer.keys():
        return []
    return [Difference(name=name, was=read(older), now=read(newer)) for name, read in _CAPTION]


def _keywords(older: Facts | None, newer: Facts | None) -> list[Difference]:
    was, now = _listed(older), _listed(newer)
    if was is None or now is None:
        return []
    gone, new = ([one for one in some if one not in others] for some, others in ((was, now), (now, was)))
    return [Difference(name="keywords", was=", ".join(gone), now=", ".join(new), is_of_several=True)]


def _listed(facts: Facts | None) -> list[str] | None:
    """None where it is not known."""
    found = (facts or {}).get("keywords")
    return [str(one) for one in found] if isinstance(found, list) else None


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
    ("creator", _text("creator")),
    ("copyright", _text("copyright")),
    ("title in the file", _text("title")),
)
_CAPTION: tuple[tuple[str, Callable[[Facts], str]], ...] = (
    ("credit", _text("credit")),
    ("licence", _text("licence")),
    ("usage terms", _text("usage")),
    ("description", _text("description")),
    ("taken", _text("captured_at")),
)
