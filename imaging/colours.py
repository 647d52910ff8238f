"""Colours as people speak of them: a share of the picture, and a plain word."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Self

from imaging import plain

Lab = tuple[float, float, float]

_BLACK, _WHITE = 0.22, 0.95  # lightness, 0 to 1
_PALE, _DEEP = 0.7, 0.63
_COLOURLESS, _FAINT, _DULL, _VIVID = 0.03, 0.085, 0.1, 0.16  # chroma; 0.3 is as colourful as a screen gets
_SAND = range(35, 112)  # hues that, pale and faint, are beige
_EARTH, _CLAY = range(40, 100), range(10, 40)  # and that, deep and dull, are brown
_HUES = ((10, "pink"), (40, "red"), (72, "orange"), (111, "yellow"), (163, "green"), (218, "turquoise"), (285, "blue"),
         (335, "purple"), (360, "pink"))  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Colour:
    """hex: such as "#1a2b3c". share: of the picture, 0 to 1. word: "blue", "beige"."""

    hex: str
    share: float
    word: str

    def to_json(self) -> dict[str, str | float]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> Self:
        """A colour from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(hex=plain.text(raw, "hex"), share=plain.real(raw, "share"), word=plain.text(raw, "word"))


def lab(rgb: tuple[int, int, int]) -> Lab:
    """sRGB, 0 to 255 each, in OKLab (https://bottosson.github.io/posts/oklab/), where equal distances look equal."""
    red, green, blue = (_linear(one / 255) for one in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def word(colour: Lab) -> str:
    """black, white, grey, red, orange, yellow, green, turquoise, blue, purple, pink, brown or beige."""
    light, chroma = colour[0], math.hypot(colour[1], colour[2])
    hue = math.degrees(math.atan2(colour[2], colour[1])) % 360
    if light < _BLACK:
        return "black"
    if light > _WHITE and chroma < _COLOURLESS:
        return "white"
    if light > _PALE and _COLOURLESS / 2 < chroma < _FAINT and int(hue) in _SAND:
        return "beige"
    if chroma < _COLOURLESS:
        return "grey"
    bound = _VIVID if int(hue) in _EARTH else _DULL if int(hue) in _CLAY else 0
    if light < _DEEP and chroma < bound:
        return "brown"
    return next(name for limit, name in _HUES if hue < limit)


def _linear(one: float) -> float:
    return one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - IEC 61966-2-1
