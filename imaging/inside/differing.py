"""Where two pictures of one size do not look the same, and where only their encoders differ.

Measured on photographs (tests/imaging/test_comparing.py keeps it so): after a blur of 1.5 px the noise of quality 95
against quality 60, or of half the resolution, is 2 levels of 255 in the median and grows with the edges that both
pictures have; less 15 % of those it stays below 7 for 9,999 of 10,000 pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageStat

from imaging.comparison import Box

CELL = 8  # px, as in a JPEG
MOST_BOXES = 6
_BLUR = 1.5  # px
_EDGES = 0.15
_LEAST, _MOST, _TIMES_NOISE = 9, 16, 4.0  # levels: the threshold, as a multiple of the median noise
_TINT = 0.6  # of the threshold, for the mean of an area
_GAP = 4  # px between the strokes of a letter
_FULL = 255
_SPECK = 12  # px: a place with fewer is left out
_SLIGHT = 50  # times smaller than the largest: too slight for a box of its own
_REACH = 2  # cells: what lies no farther apart is one place

Cell = tuple[int, int]  # row, column
Place = dict[Cell, int]  # how many pixels of a cell have changed


@dataclass(frozen=True, kw_only=True)
class Difference:
    """`mask`: 255 where it changed. `strength`: by how many levels, in the most different channel. Both as large as
    the pictures, in mode L.
    """

    mask: Image.Image
    strength: Image.Image
    changed: float
    boxes: tuple[Box, ...]


def difference(older: Image.Image, newer: Image.Image) -> Difference:
    """Of two pictures in RGB of one size. Which of them is the older makes no difference."""
    soft = [one.filter(ImageFilter.GaussianBlur(_BLUR)) for one in (older, newer)]
    strength = _most(ImageChops.difference(*soft))
    rest = ImageChops.subtract(strength, _edges(older, newer))
    threshold = _threshold(*soft)
    seen = ImageChops.darker(_over(rest, threshold), _crisp(strength))
    closed = _closed(ImageChops.lighter(seen, _tinted(older, newer, threshold)))
    places = _places(closed)
    mask = ImageChops.darker(closed, _drawn(places, older.size))
    return Difference(
        mask=mask,
        strength=strength,
        changed=ImageStat.Stat(mask).mean[0] / _FULL,
        boxes=tuple(_boxes(places, older.size)),
    )


def _most(picture: Image.Image) -> Image.Image:
    """The strongest channel."""
    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _edges(older: Image.Image, newer: Image.Image) -> Image.Image:
    """What an encoder may be off by: a part of the edges that both have. A new edge excuses nothing."""
    both = ImageChops.darker(_contrast(older), _contrast(newer))
    return both.point([round(_EDGES * level) for level in range(256)])


def _contrast(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    return ImageChops.subtract(grey.filter(ImageFilter.MaxFilter(5)), grey.filter(ImageFilter.MinFilter(5)))


def _threshold(older: Image.Image, newer: Image.Image) -> float:
    """By the noise of this very pair, within bounds: what differs from the difference around it. A colour that was
    changed all over is none.
    """
    signed = ImageChops.subtract(older, newer, scale=1, offset=128)
    noise = _most(ImageChops.difference(signed, signed.filter(ImageFilter.BoxBlur(CELL))))
    return min(max(_TIMES_NOISE * ImageStat.Stat(noise).median[0], _LEAST), _MOST)


def _over(levels: Image.Image, threshold: float) -> Image.Image:
    return levels.point([_FULL if level > threshold else 0 for level in range(256)])


def _crisp(strength: Image.Image, reach: int = _GAP) -> Image.Image:
    """The blur has spread what differs: it ends where it is half as strong as beside that."""
    half = _spread(strength, reach).point([level // 2 for level in range(256)])
    return _over(ImageChops.subtract(strength, half), 0)


def _tinted(older: Image.Image, newer: Image.Image, threshold: float) -> Image.Image:
    """Where a colour is another one by little, over an area: the means of cells hardly know noise."""
    means = [one.reduce(CELL).filter(ImageFilter.BoxBlur(1)) for one in (older, newer)]
    strength = _most(ImageChops.difference(*means))
    cells = ImageChops.darker(_over(strength, _TINT * threshold), _crisp(strength, reach=2))
    whole = cells.resize((cells.width * CELL, cells.height * CELL), Image.Resampling.NEAREST)
    return whole.crop((0, 0, *older.size))


def _closed(seen: Image.Image) -> Image.Image:
    """What lies between the strokes of a letter belongs to it."""
    return ImageChops.invert(_spread(ImageChops.invert(_spread(seen))))


def _spread(levels: Image.Image, reach: int = _GAP) -> Image.Image:
    """The strongest within that many pixels. Several small filters are quicker than a large one, and the same."""
    for _ in range(reach):
        levels = levels.filter(ImageFilter.MaxFilter(3))
    return levels


def _places(seen: Image.Image) -> list[Place]:
    """Changed cells that hang together, and are more than a speck; the largest first."""
    cells = _cells(seen)
    places = [{cell: cells[cell] for cell in group} for group in _groups(set(cells))]
    kept = [place for place in places if sum(place.values()) >= _SPECK]
    return sorted(kept, key=lambda place: (-sum(place.values()), min(place)))


def _cells(seen: Image.Image) -> Place:
    shares = seen.reduce(CELL)
    levels = enumerate(shares.tobytes())
    return {divmod(number, shares.width): level * CELL * CELL // _FULL for number, level in levels if level}


def _groups(left: set[Cell]) -> Iterator[set[Cell]]:
    while left:
        group: set[Cell] = set()
        edge = [left.pop()]
        while edge:
            group.add(cell := edge.pop())
            near = left.intersection(_around(cell))
            left -= near
            edge += near
        yield group


def _around(cell: Cell) -> Iterator[Cell]:
    reach = range(-_REACH, _REACH + 1)
    return ((cell[0] + down, cell[1] + across) for down in reach for across in reach)


def _drawn(places: Sequence[Place], size: tuple[int, int]) -> Image.Image:
    drawn = Image.new("L", size)
    pen = ImageDraw.Draw(drawn)
    for row, column in (cell for place in places for cell in place):
        left, top = column * CELL, row * CELL
        pen.rectangle((left, top, left + CELL - 1, top + CELL - 1), fill=_FULL)
    return drawn


def _boxes(places: Sequence[Place], size: tuple[int, int]) -> list[Box]:
    """One around each place that is worth a look beside the largest; none within another one."""
    boxes: list[Box] = []
    for place in places:
        box = _around_all(place, size)
        if sum(place.values()) * _SLIGHT >= sum(places[0].values()) and not any(one.holds(box) for one in boxes):
            boxes.append(box)
    return boxes[:MOST_BOXES]


def _around_all(place: Place, size: tuple[int, int]) -> Box:
    rows, columns = [row for row, _ in place], [column for _, column in place]
    return Box(
        left=min(columns) * CELL / size[0],
        top=min(rows) * CELL / size[1],
        right=min(1.0, (max(columns) + 1) * CELL / size[0]),
        bottom=min(1.0, (max(rows) + 1) * CELL / size[1]),
    )
