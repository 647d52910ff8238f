"""Where a crop looks when nobody has said: what stands out by its edges and its colours, on a copy of 64 pixels.

The same picture gives the same place. Where nothing stands out, a gradient, a texture, it is the middle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist, hypot

from PIL import Image, ImageChops, ImageFilter

Point = tuple[float, float]
Size = tuple[int, int]
MIDDLE = (0.5, 0.5)
_EDGE = 64  # px: a face that is smaller than a 20th of the picture is not its subject
_SAMPLES = 4  # of each of those pixels, and of as many rows, so that grain is averaged and nothing else read
_SUBJECT = 5.0  # px: heat that lies so close together is one subject
_STANDS_OUT = 2.0  # so many times the mean heat
_NOTICEABLE = 6.0  # of 255 levels: less is grain, and banding of a gradient
_PULL = 0.25  # what lies in a corner counts so much less than in the middle
_STEPS = 4  # from the hottest place to the middle of what is hot around it


@dataclass(frozen=True, kw_only=True)
class _Heat:
    size: Size
    levels: Sequence[float]

    def place(self, index: int) -> Point:
        return index % self.size[0] + 0.5, index // self.size[0] + 0.5


def point_of_interest(picture: Image.Image) -> Point:
    """Shares of its width and height, from the left and the top. Of a picture in any mode that leaves in sRGB."""
    heat = _heat(_small(picture))
    hottest = max(range(len(heat.levels)), key=lambda index: (_pulled(heat, index), -index))
    mean = sum(heat.levels) / len(heat.levels)
    if heat.levels[hottest] < max(_NOTICEABLE, _STANDS_OUT * mean):
        return MIDDLE
    across, down = _settled(heat, heat.place(hottest))
    return across / heat.size[0], down / heat.size[1]


def _small(picture: Image.Image) -> Image.Image:
    scale = _EDGE / max(picture.size)
    width, height = (max(1, round(edge * scale)) for edge in picture.size)
    samples = picture.resize((width * _SAMPLES, height * _SAMPLES), Image.Resampling.NEAREST).convert("RGBA")
    ground = Image.new("RGBA", samples.size, "white")
    return Image.alpha_composite(ground, samples).convert("RGB").resize((width, height), Image.Resampling.BOX)


def _heat(small: Image.Image) -> _Heat:
    """Edges, and how far each colour is from what a plane through all of them has there; then spread over a subject."""
    grey = small.convert("L")
    edges = ImageChops.difference(grey, grey.filter(ImageFilter.GaussianBlur(2))).tobytes()
    bands = [_off_plane(band.tobytes(), small.size) for band in small.split()]
    raw = [edge + dist((0, 0, 0), colour) / 2 for edge, colour in zip(edges, zip(*bands, strict=True), strict=True)]
    spread = Image.new("L", small.size)
    spread.putdata([min(255, round(level)) for level in raw])
    return _Heat(size=small.size, levels=spread.filter(ImageFilter.GaussianBlur(_SUBJECT / 2)).tobytes())


def _off_plane(levels: Sequence[int], size: Size) -> list[float]:
    """What is left when the slope of a sky or a studio's light is taken away (least squares)."""
    width, height = size
    mean = sum(levels) / len(levels)
    columns = [sum(levels[left::width]) / height - mean for left in range(width)]
    rows = [sum(levels[top * width : (top + 1) * width]) / width - mean for top in range(height)]
    across, down = _slope(columns), _slope(rows)
    return [
        level - mean - across * (index % width - (width - 1) / 2) - down * (index // width - (height - 1) / 2)
        for index, level in enumerate(levels)
    ]


def _slope(means: Sequence[float]) -> float:
    offsets = [place - (len(means) - 1) / 2 for place in range(len(means))]
    return sum(a * b for a, b in zip(offsets, means, strict=True)) / (sum(a * a for a in offsets) or 1.0)


def _pulled(heat: _Heat, index: int) -> float:
    across, down = heat.place(index)
    off = hypot(across / heat.size[0] - 0.5, down / heat.size[1] - 0.5) / hypot(0.5, 0.5)
    return heat.levels[index] * (1 - _PULL * off * off)


def _settled(heat: _Heat, start: Point) -> Point:
    """The middle of the heat around, step by step: a subject's middle rather than its brightest edge."""
    place = start
    for _ in range(_STEPS):
        near = [(heat.place(index), level) for index, level in enumerate(heat.levels)]
        near = [(there, level) for there, level in near if dist(there, place) <= 2 * _SUBJECT]
        weight = sum(level for _, level in near)
        place = (
            sum(there[0] * level for there, level in near) / weight,
            sum(there[1] * level for there, level in near) / weight,
        )
    return place
