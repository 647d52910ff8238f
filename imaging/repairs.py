"""What may be put right in a picture with one click, and what was done."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self, assert_never

from imaging import plain
from imaging.recipes import Format


@dataclass(frozen=True)
class ConvertToSrgb:
    """Colours as a browser shows them; an untagged picture is taken for sRGB and tagged so."""


@dataclass(frozen=True)
class Shrink:
    """Scaled down to fit inside `width` x `height` pixels; never enlarged."""

    width: int
    height: int


@dataclass(frozen=True)
class StripGps:
    """Without the place where it was taken."""


@dataclass(frozen=True)
class Lighten:
    """At most `max_bytes`: the quality is lowered first, then the size."""

    max_bytes: int


@dataclass(frozen=True)
class ChangeFormat:
    """Saved in another format."""

    format: Format


Repair = ConvertToSrgb | Shrink | StripGps | Lighten | ChangeFormat


def to_json(repair: Repair) -> dict[str, str | int]:
    match repair:
        case ConvertToSrgb():
            return {"do": "convert_to_srgb"}
        case Shrink():
            return {"do": "shrink", "width": repair.width, "height": repair.height}
        case StripGps():
            return {"do": "strip_gps"}
        case Lighten():
            return {"do": "lighten", "max_bytes": repair.max_bytes}
        case ChangeFormat():
            return {"do": "change_format", "format": repair.format.value}
        case _:
            assert_never(repair)


def from_json(raw: plain.Plain) -> Repair:
    """A repair from the dict of `to_json`. Raises ValueError on anything else."""
    match plain.text(raw, "do"):
        case "convert_to_srgb":
            return ConvertToSrgb()
        case "shrink":
            return Shrink(plain.whole(raw, "width"), plain.whole(raw, "height"))
        case "strip_gps":
            return StripGps()
        case "lighten":
            return Lighten(plain.whole(raw, "max_bytes"))
        case "change_format":
            return ChangeFormat(Format(plain.text(raw, "format")))
        case other:
            raise ValueError(f"no such repair: {other}")


@dataclass(frozen=True, kw_only=True)
class Repaired:
    """The repaired file: pixels, bytes, sha256 in hex, and in words what was done, a line each.

    `format` says what was written; the suffix of `path` is the caller's.
    """

    path: Path
    format: Format
    width: int
    height: int
    size_bytes: int
    sha256: str
    lines: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "path": str(self.path), "lines": list(self.lines)}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """A repaired file from what the child says. Raises ValueError on anything else."""
        return cls(
            path=Path(plain.text(raw, "path")),
            format=Format(plain.text(raw, "format")),
            width=plain.whole(raw, "width"),
            height=plain.whole(raw, "height"),
            size_bytes=plain.whole(raw, "size_bytes"),
            sha256=plain.text(raw, "sha256"),
            lines=plain.texts(raw, "lines"),
        )
