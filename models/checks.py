"""Pre-flight: what a picture must be before anybody is asked, with expected and actual numbers."""

import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

MEGA = 1_000_000  # bytes in a megabyte
_STILLS = frozenset({"JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP", "PSD", "HEIC"})  # a page or a film is more


class Level(StrEnum):
    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"


class Mend(StrEnum):
    """What one click can put right, on a copy."""

    TO_SRGB = "to_srgb"
    TO_WEIGHT = "to_weight"
    TO_FORMAT = "to_format"


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


class Checks(BaseModel):
    """The rules of galley.yml's `checks`. An absent rule asks for nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    formats: tuple[str, ...] = ()  # JPEG, PNG, ...
    min_width: int | None = Field(default=None, ge=1)  # px, as a person sees it (orientation applied)
    min_height: int | None = Field(default=None, ge=1)
    ratios: tuple[str, ...] = ()  # "4:5", "1:1", "16:9"
    ratio_tolerance: float = Field(default=0.01, ge=0, le=0.5)  # 0.01: one per cent off is still the same shape
    colour_spaces: tuple[str, ...] = ()  # sRGB, Grey, CMYK, Adobe RGB, ...
    max_megabytes: float | None = Field(default=None, gt=0)  # 1 MB = 1,000,000 bytes
    file_name: str | None = None  # a regular expression that the whole name must match
    file_name_hint: str = ""  # the same rule in words, for people

    def examine(self, picture: Measured, *, file_name: str, size_bytes: int) -> tuple["Finding", ...]:
        """One finding per rule that asks for something, in the order of the fields above. What cannot be told of a file
        without a preview is a warning, not a guess; and nothing of it can be mended by a click.
        """
        found = (
            self._format(picture),
            self._size(picture),
            self._ratio(picture),
            self._colour(picture),
            self._weight(size_bytes),
            self._name(file_name),
        )
        findings = tuple(finding for finding in found if finding is not None)
        return findings if picture.width else tuple(replace(finding, mend=None) for finding in findings)

    def _format(self, picture: Measured) -> "Finding | None":
        if not self.formats:
            return None
        fits = picture.format.upper() in {wanted.upper() for wanted in self.formats}
        mend = Mend.TO_FORMAT if picture.format.upper() in _STILLS else None
        return _finding("Format", fits, ", ".join(self.formats), picture.format, mend=mend)

    def _size(self, picture: Measured) -> "Finding | None":
        match self.min_width, self.min_height:
            case None, None:
                return None
            case width, None:
                expected = f"at least {width} px wide"
            case None, height:
                expected = f"at least {height} px high"
            case width, height:
                expected = f"at least {width} x {height} px"
        if picture.width is None or picture.height is None:
            return _untold("Size", expected)
        fits = picture.width >= (self.min_width or 1) and picture.height >= (self.min_height or 1)
        return _finding("Size", fits, expected, f"{picture.width} x {picture.height} px", mend=None)

    def _ratio(self, picture: Measured) -> "Finding | None":
        if not self.ratios:
            return None
        if picture.width is None or picture.height is None:
            return _untold("Ratio", " or ".join(self.ratios))
        actual = Fraction(picture.width, picture.height)
        fits = any(abs(actual / ratio(wanted) - 1) <= self.ratio_tolerance for wanted in self.ratios)
        shape = f"{picture.width}:{picture.height} ({float(actual):.2f}:1)"
        return _finding("Ratio", fits, " or ".join(self.ratios), shape, mend=None)

    def _colour(self, picture: Measured) -> "Finding | None":
        if not self.colour_spaces:
            return None
        if picture.width is None:
            return _untold("Colour space", " or ".join(self.colour_spaces))
        fits = picture.colour_space.casefold() in {wanted.casefold() for wanted in self.colour_spaces}
        mend = Mend.TO_SRGB if "srgb" in {wanted.casefold() for wanted in self.colour_spaces} else None
        return _finding("Colour space", fits, " or ".join(self.colour_spaces), picture.colour_space, mend=mend)

    def _weight(self, size_bytes: int) -> "Finding | None":
        if self.max_megabytes is None:
            return None
        fits = size_bytes <= self.max_megabytes * MEGA
        actual = weight(size_bytes) if fits else _over(size_bytes / MEGA, limit=self.max_megabytes)
        return _finding("Weight", fits, f"at most {self.max_megabytes:g} MB", actual, mend=Mend.TO_WEIGHT)

    def _name(self, file_name: str) -> "Finding | None":
        if self.file_name is None:
            return None
        fits = re.fullmatch(self.file_name, file_name) is not None
        return _finding("File name", fits, self.file_name_hint or self.file_name, file_name, mend=None)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule found. `mend` is set only where it failed and a click can repair it."""

    rule: str
    level: Level
    expected: str
    actual: str
    mend: Mend | None = None

    @property
    def is_failed(self) -> bool:
        return self.level is Level.FAILED

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


def _untold(rule: str, expected: str) -> Finding:
    return Finding(rule=rule, level=Level.WARNED, expected=expected, actual="not known without a preview")


def _finding(rule: str, fits: bool, expected: str, actual: str, *, mend: Mend | None) -> Finding:
    level = Level.PASSED if fits else Level.FAILED
    return Finding(rule=rule, level=level, expected=expected, actual=actual, mend=None if fits else mend)
