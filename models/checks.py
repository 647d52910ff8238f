"""Pre-flight: what a picture must be before anybody is asked, with expected and actual numbers."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal, Protocol, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

MEGA = 1_000_000  # bytes in a megabyte
_STILLS = frozenset({"JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP", "PSD", "HEIC"})  # a page or a film is more

_UNTOLD = "not known without a preview"


class Level(StrEnum):
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"


class Mend(StrEnum):
    """What one click can put right, on a copy."""

    TO_SRGB = "to_srgb"
    TO_WEIGHT = "to_weight"
    TO_FORMAT = "to_format"
    TO_SIZE = "to_size"
    STRIP_GPS = "strip_gps"
    RENAME = "rename"


class Measured(Protocol):
    """What the checks need to know of a picture; imaging.Facts has it. Without a preview its pixels are uncounted."""

    @property
    def format(self) -> str: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def colour_space(self) -> str: ...
    @property
    def dpi(self) -> float | None: ...
    @property
    def has_gps(self) -> bool: ...


Rule = Literal[
    "formats", "min_width", "min_height", "max_width", "max_height", "min_dpi", "ratios", "colour_spaces",
    "max_megabytes", "gps", "file_name",
]  # fmt: skip


class Checks(BaseModel):
    """The rules of galley.yml's `checks`. An absent rule asks for nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    formats: tuple[str, ...] = ()  # JPEG, PNG, ...
    min_width: int | None = Field(default=None, ge=1)  # px, as a person sees it (orientation applied)
    min_height: int | None = Field(default=None, ge=1)
    max_width: int | None = Field(default=None, ge=1)
    max_height: int | None = Field(default=None, ge=1)
    min_dpi: float | None = Field(default=None, gt=0)  # as the file says; one that says nothing has too few
    ratios: tuple[str, ...] = ()  # "4:5", "1:1", "16:9"
    ratio_tolerance: float = Field(default=0.01, ge=0, le=0.5)  # 0.01: one per cent off is still the same shape
    colour_spaces: tuple[str, ...] = ()  # sRGB, Grey, CMYK, Adobe RGB, ...
    max_megabytes: float | None = Field(default=None, gt=0)  # 1 MB = 1,000,000 bytes
    gps: Literal["allowed", "forbidden"] = "allowed"  # where the picture was taken, in EXIF or XMP
    file_name: str | None = None  # a regular expression that the whole name must match
    file_name_hint: str = ""  # the same rule in words, for people
    rename_to: str | None = None  # how a click names it: models/naming.py
    warn: tuple[Rule, ...] = ()  # rules that tell what they found, and hold nothing up

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        for edge in ("width", "height"):
            least, most = getattr(self, f"min_{edge}"), getattr(self, f"max_{edge}")
            if least is not None and most is not None and least > most:
                raise ValueError(f"min_{edge} is above max_{edge}: no picture is both")
        return self

    def examine(
        self, picture: Measured, *, file_name: str, size_bytes: int, better_name: str = ""
    ) -> tuple["Finding", ...]:
        """One finding per rule that asks for something, in the order of the fields above. What cannot be told of a file
        without a preview is a warning, not a guess; and nothing of it, or of a film, can be mended by a click,
        but its name. `better_name` is what `rename_to` makes of it.
        """
        found = (
            self._format(picture),
            self._least(picture),
            self._most(picture),
            self._resolution(picture),
            self._ratio(picture),
            self._colour(picture),
            self._weight(size_bytes),
            self._place(picture),
            self._name(file_name, better_name),
        )
        findings = tuple(finding for finding in found if finding is not None)
        if not findings or _is_mendable(picture):
            return findings
        return tuple(one if one.mend is Mend.RENAME else replace(one, mend=None) for one in findings)

    @property
    def asked(self) -> frozenset[str]:
        """The rules that ask for something, by their keys."""
        return frozenset(rule for rule in get_args(Rule) if getattr(self, rule) not in (None, (), "allowed"))

    def inside(self, width: int, height: int) -> tuple[int, int]:
        """What is left of a picture of so many pixels when it is scaled down to the largest that may be."""
        wide, high = Fraction(self.max_width or width, width), Fraction(self.max_height or height, height)
        scale = min(wide, high, Fraction(1))
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _format(self, picture: Measured) -> "Finding | None":
        if not self.formats:
            return None
        fits = picture.format.upper() in {wanted.upper() for wanted in self.formats}
        return self._found(
            "Format", () if fits else ("formats",), ", ".join(self.formats), picture.format, mend=Mend.TO_FORMAT
        )

    def _least(self, picture: Measured) -> "Finding | None":
        if (expected := _bounds("at least", self.min_width, self.min_height)) is None:
            return None
        if picture.width is None or picture.height is None:
            return _untold("Size", expected)
        broken: list[str] = ["min_width"] if picture.width < (self.min_width or 1) else []
        broken += ["min_height"] if picture.height < (self.min_height or 1) else []
        return self._found("Size", broken, expected, f"{picture.width} x {picture.height} px")

    def _most(self, picture: Measured) -> "Finding | None":
        if (expected := _bounds("at most", self.max_width, self.max_height)) is None:
            return None
        if picture.width is None or picture.height is None:
            return _untold("Largest size", expected)
        broken: list[str] = ["max_width"] if picture.width > (self.max_width or picture.width) else []
        broken += ["max_height"] if picture.height > (self.max_height or picture.height) else []
        mend = Mend.TO_SIZE if self._may_shrink(picture.width, picture.height) else None
        return self._found("Largest size", broken, expected, f"{picture.width} x {picture.height} px", mend=mend)

    def _may_shrink(self, width: int, height: int) -> bool:
        """Not where it would be too small then."""
        smaller = self.inside(width, height)
        return smaller[0] >= (self.min_width or 1) and smaller[1] >= (self.min_height or 1)

    def _resolution(self, picture: Measured) -> "Finding | None":
        if self.min_dpi is None:
            return None
        expected = f"at least {self.min_dpi:g} dpi"
        if picture.width is None:
            return _untold("Resolution", expected)
        fits = picture.dpi is not None and picture.dpi >= self.min_dpi
        actual = "not said in the file" if picture.dpi is None else f"{picture.dpi:g} dpi"
        return self._found("Resolution", () if fits else ("min_dpi",), expected, actual)

    def _ratio(self, picture: Measured) -> "Finding | None":
        if not self.ratios:
            return None
        if picture.width is None or picture.height is None:
            return _untold("Ratio", " or ".join(self.ratios))
        actual = Fraction(picture.width, picture.height)
        fits = any(abs(actual / ratio(wanted) - 1) <= self.ratio_tolerance for wanted in self.ratios)
        shape = f"{picture.width}:{picture.height} ({float(actual):.2f}:1)"
        return self._found("Ratio", () if fits else ("ratios",), " or ".join(self.ratios), shape)

    def _colour(self, picture: Measured) -> "Finding | None":
        if not self.colour_spaces:
            return None
        if picture.width is None:
            return _untold("Colour space", " or ".join(self.colour_spaces))
        fits = picture.colour_space.casefold() in {wanted.casefold() for wanted in self.colour_spaces}
        mend = Mend.TO_SRGB if "srgb" in {wanted.casefold() for wanted in self.colour_spaces} else None
        expected, broken = " or ".join(self.colour_spaces), () if fits else ("colour_spaces",)
        return self._found("Colour space", broken, expected, picture.colour_space, mend=mend)

    def _weight(self, size_bytes: int) -> "Finding | None":
        if self.max_megabytes is None:
            return None
        fits = size_bytes <= self.max_megabytes * MEGA
        actual = weight(size_bytes) if fits else _over(size_bytes / MEGA, limit=self.max_megabytes)
        expected, broken = f"at most {self.max_megabytes:g} MB", () if fits else ("max_megabytes",)
        return self._found("Weight", broken, expected, actual, mend=Mend.TO_WEIGHT)

    def _place(self, picture: Measured) -> "Finding | None":
        if self.gps == "allowed":
            return None
        if picture.width is None:
            return _untold("GPS place", "none")
        actual = "in the file" if picture.has_gps else "none"
        return self._found("GPS place", ("gps",) if picture.has_gps else (), "none", actual, mend=Mend.STRIP_GPS)

    def _name(self, file_name: str, better_name: str) -> "Finding | None":
        if self.file_name is None:
            return None
        fits = re.fullmatch(self.file_name, file_name) is not None
        expected = self.file_name_hint or self.file_name
        mend = Mend.RENAME if re.fullmatch(self.file_name, better_name) else None
        return self._found("File name", () if fits else ("file_name",), expected, file_name, mend=mend)

    def _found(
        self, rule: str, broken: Sequence[str], expected: str, actual: str, *, mend: Mend | None = None
    ) -> "Finding":
        """It fails where a broken key is not one that only warns."""
        is_failed = any(key not in self.warn for key in broken)
        level = Level.FAILED if is_failed else Level.WARNED if broken else Level.PASSED
        return Finding(rule=rule, level=level, expected=expected, actual=actual, mend=mend if broken else None)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule found. `mend` is set only where it was broken and a click can repair it."""

    rule: str
    level: Level
    expected: str
    actual: str
    mend: Mend | None = None

    @property
    def is_failed(self) -> bool:
        return self.level is Level.FAILED

    @property
    def is_warned(self) -> bool:
        """Of something that was found; what could not be told is no news to whoever made the file."""
        return self.level is Level.WARNED and self.actual != _UNTOLD

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Finding":
        mend = kept.get("mend")
        return cls(
            rule=kept["rule"],
            level=Level(kept["level"]),
            expected=kept["expected"],
            actual=kept["actual"],
            mend=Mend(mend) if mend else None,
        )


def weight(size_bytes: int) -> str:
    """As people read it: `1.2 MB`, or `84 kB` below a tenth of that."""
    if size_bytes < MEGA // 10:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / MEGA:.1f} MB"


def _over(megabytes: float, *, limit: float) -> str:
    """With as many digits as it takes to see that it is more: never `100.0 MB, expected at most 100 MB`."""
    enough = next((digits for digits in range(1, 6) if round(megabytes, digits) > limit), 6)
    return f"{megabytes:.{enough}f} MB"


def ratio(written: str) -> Fraction:
    """`16:9` -> 16/9. ValueError when it is not two positive whole numbers."""
    match = re.fullmatch(r"\s*(\d+)\s*:\s*(\d+)\s*", written)
    if match is None or not int(match[1]) or not int(match[2]):
        raise ValueError(f"a ratio is written like 16:9, not {written!r}")
    return Fraction(int(match[1]), int(match[2]))


def _is_mendable(picture: Measured) -> bool:
    return picture.width is not None and picture.format.upper() in _STILLS


def _untold(rule: str, expected: str) -> Finding:
    return Finding(rule=rule, level=Level.WARNED, expected=expected, actual=_UNTOLD)


def _bounds(how: str, width: int | None, height: int | None) -> str | None:
    match width, height:
        case None, None:
            return None
        case width, None:
            return f"{how} {width} px wide"
        case None, height:
            return f"{how} {height} px high"
    return f"{how} {width} x {height} px"
