"""Two pictures of one shape, of which one was moved by some pixels or slightly cropped: where they fit one another."""

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from itertools import product

from PIL import Image, ImageChops, ImageStat

Part = tuple[float, float, float, float]  # left, top, right, bottom, as fractions
WHOLE: Part = (0.0, 0.0, 1.0, 1.0)

_COARSE, _FINE = 96, (192, 480)  # px, the longest edge
_SCALES = (0.94, 0.96, 0.98, 1.0, 1.02, 1.04, 1.06)
_MOST = 0.08  # of an edge: more is another picture
_FAR = 256.0  # levels: more than any two differ by
_REACH = 3  # px, of the coarse picture
_STEP, _LEAST = 0.01, 0.0002  # of an edge
_SURE = 0.6  # of the difference as they are: what gains less is a change, and no nudge
_NOISE = 1.0  # levels: less is no more than an encoder


@dataclass(frozen=True)
class Nudge:
    """Where a point of one lies in the other: scaled about the middle, and moved, on each axis, as fractions."""

    across: float = 1.0
    down: float = 1.0
    right: float = 0.0
    below: float = 0.0

    @property
    def parts(self) -> tuple[Part, Part]:
        """What both show: as a part of the one, and of the other."""
        left, right = _shared(self.across, self.right)
        top, bottom = _shared(self.down, self.below)
        return (left, top, right, bottom), (*self._there(left, top), *self._there(right, bottom))

    @property
    def is_slight(self) -> bool:
        scales, moves = (self.across, self.down), (self.right, self.below)
        return all(abs(scale - 1) <= _MOST for scale in scales) and all(abs(move) <= _MOST for move in moves)

    def _there(self, x: float, y: float) -> tuple[float, float]:
        found = 0.5 + self.across * (x - 0.5) + self.right, 0.5 + self.down * (y - 0.5) + self.below
        return min(1.0, max(0.0, found[0])), min(1.0, max(0.0, found[1]))


def nudged(one: Image.Image, other: Image.Image) -> tuple[Part, Part]:
    """Of two in RGB with nearly one ratio. The whole of both, unless they fit much better otherwise, and are
    not tiny. Which of them
    comes first makes no difference.
    """
    if min(*one.size, *other.size) < _COARSE:
        return WHOLE, WHOLE
    size = _size(min(one.size, other.size), _FINE[-1])
    first, second = (picture.convert("L").resize(size, Image.Resampling.BOX) for picture in (one, other))
    if first.tobytes() > second.tobytes():
        return _fitted(second, first).parts[::-1]
    return _fitted(first, second).parts


def _fitted(one: Image.Image, other: Image.Image) -> Nudge:
    as_they_are = _apart(one, other)
    still = as_they_are(Nudge())
    if still < _NOISE:
        return Nudge()
    coarse = _apart(*_smaller(one, other, _COARSE))
    best, step = min(_all_round(), key=coarse), _STEP
    for edge in _FINE:
        best = _walked(best, _apart(*_smaller(one, other, edge)), step, step / 8)
        step /= 8
    best = _walked(best, as_they_are, step, _LEAST)
    return best if as_they_are(best) < _SURE * still else Nudge()


def _all_round() -> Iterator[Nudge]:
    moves = [move / _COARSE for move in range(-_REACH, _REACH + 1)]
    for scale, right, below in product(_SCALES, moves, moves):
        yield Nudge(scale, scale, right, below)


def _walked(best: Nudge, apart: Callable[[Nudge], float], step: float, least: float) -> Nudge:
    """To the nearest place from which no step is an improvement, with smaller and smaller steps."""
    distance = apart(best)
    while step >= least:
        nearer = min(_steps(best, step), key=apart)
        if (found := apart(nearer)) < distance:
            best, distance = nearer, found
        else:
            step /= 2
    return best


def _steps(nudge: Nudge, step: float) -> Iterator[Nudge]:
    for (name, value), way in product(zip(("across", "down", "right", "below"), astuple(nudge), strict=True), (-1, 1)):
        yield replace(nudge, **{name: value + way * step})


def _apart(one: Image.Image, other: Image.Image) -> Callable[[Nudge], float]:
    def measured(nudge: Nudge) -> float:
        if not nudge.is_slight:
            return _FAR
        pair = [part_of(picture, part, one.size) for picture, part in zip((one, other), nudge.parts, strict=True)]
        return ImageStat.Stat(ImageChops.difference(*pair)).mean[0]

    return measured


def part_of(
    picture: Image.Image, part: Part, size: tuple[int, int], by: Image.Resampling = Image.Resampling.BILINEAR
) -> Image.Image:
    """That part of it, scaled to `size`; not even whole pixels."""
    width, height = picture.size
    box = (part[0] * width, part[1] * height, part[2] * width, part[3] * height)
    return picture.resize(size, by, box=box)


def _shared(scale: float, move: float) -> tuple[float, float]:
    """Where in the one that begins and ends which lies within the other too."""
    begin, end = ((edge - 0.5 - move) / scale + 0.5 for edge in (0.0, 1.0))
    return max(0.0, begin), min(1.0, end)


def _size(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _smaller(one: Image.Image, other: Image.Image, longest: int) -> tuple[Image.Image, Image.Image]:
    size = _size(one.size, longest)
    return one.resize(size, Image.Resampling.BOX), other.resize(size, Image.Resampling.BOX)
