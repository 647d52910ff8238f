"""Two pictures of any size laid over one another, so that their pixels can be compared."""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageStat

from imaging.inside.developing import Size, scaled
from imaging.inside.nudging import WHOLE, Part, nudged, part_of

LONGEST = 960  # pixels: enough to see that a word is another one
_SAME_SHAPE = 0.01  # of the ratio
_LOOK = 240  # pixels: the longest edge at which the best place is looked for
_ROUNDED = 2  # pixels that scaling may have rounded away or added
_SLACK = 6  # pixels around the place that was found, within which it is looked for exactly

Corners = tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """What both show, at the same size; and which part of the newer picture that is, as fractions."""

    older: Image.Image
    newer: Image.Image
    part: tuple[float, float, float, float]
    is_same_shape: bool


def overlay(older: Image.Image, newer: Image.Image) -> Overlay:
    """At most LONGEST pixels long, never enlarged. Of the same ratio, both are scaled to the smaller, and laid where
    they fit: one may have been moved by some pixels, or slightly cropped. Of another one,
    they get the same width or the same height, and the larger is cut where the smaller fits best: so a picture that
    was cropped or extended on one axis is found in the other.
    """
    if is_same_shape(older.size, newer.size):
        return _laid(older, newer)
    return min((_slid(older, newer, axis) for axis in (0, 1)), key=lambda one: distance(one.older, one.newer))


def _laid(older: Image.Image, newer: Image.Image) -> Overlay:
    size, (there, here) = _common(older.size, newer.size), nudged(older, newer)
    if here == there == WHOLE:
        return Overlay(older=_to(older, size), newer=_to(newer, size), part=WHOLE, is_same_shape=True)
    seen = _seen(size, here, there)
    pair = (part_of(one, part, seen, Image.Resampling.LANCZOS) for one, part in ((older, there), (newer, here)))
    return Overlay(older=next(pair), newer=next(pair), part=here, is_same_shape=False)


def _seen(size: Size, one: Part, other: Part) -> Size:
    """No larger than either of them."""
    width, height = (min(part[end] - part[end - 2] for part in (one, other)) for end in (2, 3))
    return max(1, round(size[0] * width)), max(1, round(size[1] * height))


def is_same_shape(one: Size, other: Size) -> bool:
    wanted = scaled(one, other[0] / one[0])
    is_rounded = abs(wanted[1] - other[1]) <= _ROUNDED * max(1.0, other[0] / one[0])
    return is_rounded or abs(one[0] * other[1] / (one[1] * other[0]) - 1) <= _SAME_SHAPE


def distance(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of a channel, 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def _common(one: Size, other: Size) -> Size:
    smaller = min(one, other)
    return scaled(smaller, min(1.0, LONGEST / max(smaller)))


def _to(picture: Image.Image, size: Size) -> Image.Image:
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _slid(older: Image.Image, newer: Image.Image, axis: int) -> Overlay:
    """Both as long on this axis; on the other one the longer is cut."""
    length = min(older.size[axis], newer.size[axis])
    pair = [_to(one, scaled(one.size, length / one.size[axis])) for one in (older, newer)]
    shrink = min(1.0, LONGEST / max(max(one.size) for one in pair))
    first, second = (_to(one, scaled(one.size, shrink)) for one in pair)
    across = 1 - axis
    is_cut = first.size[across] >= second.size[across]
    longer, shorter = (first, second) if is_cut else (second, first)
    shorter = _to(shorter, _with(shorter.size, axis, longer.size[axis]))
    box = _best(longer, shorter, across)
    part = (0.0, 0.0, 1.0, 1.0) if is_cut else _fractions(box, longer.size)
    cut = longer.crop(box)
    return Overlay(older=cut if is_cut else shorter, newer=shorter if is_cut else cut, part=part, is_same_shape=False)


def _with(size: Size, axis: int, length: int) -> Size:
    return (length, size[1]) if axis == 0 else (size[0], length)


def _best(longer: Image.Image, shorter: Image.Image, axis: int) -> Corners:
    """Where the shorter lies in the longer: first looked for small, then exactly."""
    shrink = min(1.0, _LOOK / max(longer.size))
    small, tiny = (_to(one, scaled(one.size, shrink)) for one in (longer, shorter))
    tiny = _to(tiny, _with(tiny.size, 1 - axis, small.size[1 - axis]))
    room = small.size[axis] - tiny.size[axis]
    rough = min(range(room + 1), key=lambda at: _apart(small, tiny, axis, at)) / shrink
    most = longer.size[axis] - shorter.size[axis]
    near = range(max(0, round(rough) - _SLACK), min(most, round(rough) + _SLACK) + 1) or range(most, most + 1)
    return _at(shorter.size, axis, min(near, key=lambda at: _apart(longer, shorter, axis, at)))


def _apart(longer: Image.Image, shorter: Image.Image, axis: int, at: int) -> float:
    return distance(longer.crop(_at(shorter.size, axis, at)), shorter)


def _at(size: Size, axis: int, at: int) -> Corners:
    left, top = (at, 0) if axis == 0 else (0, at)
    return left, top, left + size[0], top + size[1]


def _fractions(box: Corners, size: Size) -> tuple[float, float, float, float]:
    return box[0] / size[0], box[1] / size[1], box[2] / size[0], box[3] / size[1]
