"""The picture that shows two versions: the older, the newer, the heat map over the newer one, and the figure.

It is seen 360 px wide in a thread, so nothing in it is written smaller than a thirtieth of its width, and no word
covers a picture. The heat map goes from dark magenta to light yellow on dimmed grey: strength is told by lightness, for
every kind of colour vision; and each place is framed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from imaging.comparison import Box
from imaging.inside.developing import Size, scaled
from imaging.inside.lettering import Corners, font, wrapped

WIDTH = 1600
_GROUND, _FRAME, _INK, _FAINT, _DARK = "#f3f3f1", "#ffffff", "#1f2328", "#4d545e", "#1f2328"
_MARGIN, _GAP, _RADIUS, _AIR = 24, 24, 14, 10
_LETTERS, _LINE = 58, 70
_CAPTION = 86  # px above each picture
_UPRIGHT = 0.9  # width by height: from here down three stand in a row
_FLATTEST, _TALLEST, _TALLEST_UPRIGHT = 0.55, 0.9, 1.6  # height by width of a frame
_STRIP = 250  # px: the figure below three in a row
_HEAT = ((0, (150, 20, 95)), (90, (225, 70, 70)), (170, (250, 155, 45)), (255, (255, 236, 140)))
_STRONG = 80  # levels: what differs by so much is as light as can be
_COVERING = 0.9  # of the picture: a box as large as that marks nothing


@dataclass(frozen=True, kw_only=True)
class Told:
    """The words: what the two are called, the figure, and in a line or two what it means."""

    older: str
    newer: str
    figure: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class _Layout:
    size: Size
    panes: tuple[Corners, Corners, Corners]
    figure: Corners


def plate(
    older: Image.Image, newer: Image.Image, heat: Image.Image, boxes: Sequence[Box], told: Told, *, both: bool
) -> Image.Image:
    """All in RGB; `heat` is the newer one, `heated`. Boxes are marked on the newer one, and where they mean the same
    part of the older one on both.
    """
    layout = _layout(older.size, newer.size)
    ground = Image.new("RGB", layout.size, _GROUND)
    marked = [box for box in boxes if box.area < _COVERING]
    panes = ((told.older, older, marked if both else []), (told.newer, newer, marked), ("What changed", heat, marked))
    for (caption, picture, marks), pane in zip(panes, layout.panes, strict=True):
        ImageDraw.Draw(ground).text((pane[0], pane[1] - 16), caption, font=font(_LETTERS), fill=_INK, anchor="ls")
        _hang(ground, picture, pane, marks)
    _write(ground, layout.figure, told, has_legend=bool(boxes))
    return ground


def heated(newer: Image.Image, mask: Image.Image, strength: Image.Image) -> Image.Image:
    """The newer picture in dimmed grey; what changed glows in it, the more it differs the lighter."""
    grey = newer.convert("L")
    dimmed = grey.point([34 + level * 92 // 255 for level in range(256)]).convert("RGB")
    glow = _glowing(strength.point([min(255, 255 * level // _STRONG) for level in range(256)]))
    lit = Image.blend(glow, ImageChops.multiply(glow, grey.convert("RGB")), 0.2)
    soft = mask.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.GaussianBlur(1.5))
    return Image.composite(lit, dimmed, soft)


def _glowing(levels: Image.Image) -> Image.Image:
    return Image.merge("RGB", [levels.point([heat_of(level)[channel] for level in range(256)]) for channel in range(3)])


def heat_of(level: int) -> tuple[int, ...]:
    """Red, green and blue of a level, 0 to 255: the higher, the lighter."""
    (low, below), (high, above) = next(pair for pair in pairwise(_HEAT) if level <= pair[1][0])
    return tuple(start + (end - start) * (level - low) // (high - low) for start, end in zip(below, above, strict=True))


def _layout(older: Size, newer: Size) -> _Layout:
    """Upright pictures stand three in a row above the figure; others two by two, with the figure as the fourth."""
    is_upright = max(older[0] / older[1], newer[0] / newer[1]) < _UPRIGHT
    columns = 3 if is_upright else 2
    wide = (WIDTH - 2 * _MARGIN - (columns - 1) * _GAP) // columns
    tallest = max(older[1] / older[0], newer[1] / newer[0])
    high = round(wide * min(max(tallest, _FLATTEST), _TALLEST_UPRIGHT if is_upright else _TALLEST))
    lefts = [_MARGIN + column * (wide + _GAP) for column in range(columns)]
    first, second = _CAPTION, _CAPTION + high + _CAPTION
    top = [(left, first, left + wide, first + high) for left in lefts]
    if is_upright:
        under = (_MARGIN, first + high + _GAP, WIDTH - _MARGIN, first + high + _GAP + _STRIP)
        return _Layout(size=(WIDTH, under[3] + _MARGIN), panes=(top[0], top[1], top[2]), figure=under)
    low = [(left, second, left + wide, second + high) for left in lefts]
    return _Layout(size=(WIDTH, second + high + _MARGIN), panes=(top[0], top[1], low[0]), figure=low[1])


def _hang(ground: Image.Image, picture: Image.Image, pane: Corners, boxes: Sequence[Box]) -> None:
    left, top, right, bottom = pane
    scale = min((right - left) / picture.width, (bottom - top) / picture.height)
    fitted = picture.resize(scaled(picture.size, scale), Image.Resampling.LANCZOS, reducing_gap=3.0)
    ground.paste(fitted, (left, top), _rounded(fitted.size))
    for box in boxes:
        _mark(ImageDraw.Draw(ground), box, (left, top, left + fitted.width, top + fitted.height))


def _rounded(size: Size) -> Image.Image:
    shape = Image.new("L", size)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius=_RADIUS, fill=255)
    return shape


def _mark(pen: ImageDraw.ImageDraw, box: Box, inside: Corners) -> None:
    """White within dark, so that it is seen on anything."""
    left, top, right, bottom = inside
    across, down = right - left, bottom - top
    outer = (
        max(left, left + round(box.left * across) - _AIR),
        max(top, top + round(box.top * down) - _AIR),
        min(right - 1, left + round(box.right * across) + _AIR),
        min(bottom - 1, top + round(box.bottom * down) + _AIR),
    )
    if min(outer[2] - outer[0], outer[3] - outer[1]) < 3 * _AIR:
        return  # a picture as thin as a line
    pen.rounded_rectangle(outer, radius=8, outline=_DARK, width=9)
    inner = (outer[0] + 2, outer[1] + 2, outer[2] - 2, outer[3] - 2)
    pen.rounded_rectangle(inner, radius=6, outline=_FRAME, width=5)


def _write(ground: Image.Image, frame: Corners, told: Told, *, has_legend: bool) -> None:
    """The figure large; what it means beside it where there is room, else below."""
    pen = ImageDraw.Draw(ground)
    pen.rounded_rectangle(frame, radius=_RADIUS, fill=_FRAME)
    left, top, right, bottom = frame
    is_strip = right - left > 2 * (bottom - top) + _STRIP
    large = font(150 if is_strip else 176)
    figure = round(large.getlength(told.figure))
    start = left + 60 + (figure + 60 if is_strip else 0)
    lines = wrapped(told.meaning, font(_LETTERS), right - 40 - start)[:3]
    block = len(lines) * _LINE + (90 if has_legend else 0)
    below = top + (bottom - top - block) // 2 + (0 if is_strip else 80)
    place = (left + 60, (top + bottom) // 2) if is_strip else (left + 54, below - 80)
    pen.text(place, told.figure, font=large, fill=_INK, anchor="lm")
    for number, line in enumerate(lines):
        pen.text((start, below + number * _LINE + _LINE // 2), line, font=font(_LETTERS), fill=_FAINT, anchor="lm")
    if has_legend:
        _legend(ground, (start, below + len(lines) * _LINE + 26))


def _legend(ground: Image.Image, corner: Size) -> None:
    """From a little to a lot."""
    ramp = _glowing(Image.linear_gradient("L").rotate(90).resize((260, 44)))
    letters, pen = font(46), ImageDraw.Draw(ground)
    pen.text((corner[0], corner[1] + 22), "a little", font=letters, fill=_FAINT, anchor="lm")
    left = corner[0] + round(letters.getlength("a little")) + 22
    ground.paste(ramp, (left, corner[1]), _rounded(ramp.size))
    pen.text((left + ramp.width + 22, corner[1] + 22), "a lot", font=letters, fill=_FAINT, anchor="lm")
