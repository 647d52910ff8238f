"""A contact sheet: every picture of a batch on one page, numbered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from imaging.errors import Unreadable
from imaging.inside import printing
from imaging.inside.developing import Size, develop, negative, scaled
from imaging.inside.lettering import font
from imaging.inside.opening import opened
from imaging.limits import Limits
from imaging.recipes import Format

MOST = 50
WIDTH = 2000
_GROUND, _FRAME, _INK, _FAINT, _BADGE = "#f3f3f1", "#ffffff", "#1f2328", "#8a8f98", "#2b2f36"
_FLATTEST, _TALLEST = 0.6, 1.25
_MARGIN, _GAP = 48, 28
_DIGITS = 3  # of a number in a badge


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """Pixels: every cell is a frame `width` x `height` with a caption line under it."""

    columns: int
    rows: int
    width: int
    height: int
    caption: int

    @property
    def size(self) -> Size:
        down = self.rows * (self.height + self.caption + _GAP) - _GAP + 2 * _MARGIN
        return WIDTH, down

    def corner(self, place: int) -> Size:
        row, column = divmod(place, self.columns)
        return _MARGIN + column * (self.width + _GAP), _MARGIN + row * (self.height + self.caption + _GAP)


def contact_sheet(pictures: Sequence[tuple[str, Path]], target: Path, limits: Limits) -> None:
    """Pictures of (label, file), numbered by their labels; a label that is no number is written under its picture.

    A picture that cannot be opened keeps its place as an empty frame. Raises ValueError on none or more than fifty.
    """
    if not 1 <= len(pictures) <= MOST:
        raise ValueError(f"a contact sheet shows 1 to {MOST} pictures, not {len(pictures)}")
    prints = [_small(path, limits) for _, path in pictures]
    grid = _grid(prints)
    sheet = Image.new("RGB", grid.size, _GROUND)
    draw = ImageDraw.Draw(sheet)
    for place, ((label, _), picture) in enumerate(zip(pictures, prints, strict=True)):
        _framed(sheet, draw, grid, place, picture)
        _numbered(draw, grid, place, label)
        _captioned(draw, grid, place, label)
    printing.save(printing.encode(sheet, Format.JPEG, quality=88), target)


def _small(path: Path, limits: Limits) -> Image.Image | None:
    try:
        with opened(path, limits=limits, announced=None) as found:
            one = negative(found)
            scale = min(1.0, 900 / max(one.size))
            return printing.flattened(develop(one, enough=scaled(one.size, scale)))
    except Unreadable:
        return None


def _grid(prints: Sequence[Image.Image | None]) -> _Grid:
    columns = math.ceil(math.sqrt(len(prints)))
    width = (WIDTH - 2 * _MARGIN - (columns - 1) * _GAP) // columns
    tallest = max((one.height / one.width for one in prints if one), default=_FLATTEST)
    height = round(width * min(max(tallest, _FLATTEST), _TALLEST))
    rows = math.ceil(len(prints) / columns)
    return _Grid(columns=columns, rows=rows, width=width, height=height, caption=max(30, width // 10))


def _framed(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, grid: _Grid, place: int, picture: Image.Image | None
) -> None:
    left, top = grid.corner(place)
    draw.rounded_rectangle((left, top, left + grid.width, top + grid.height), radius=8, fill=_FRAME)
    if picture is None:
        middle = (left + grid.width / 2, top + grid.height / 2)
        draw.text(middle, "no preview", font=font(max(16, grid.width // 14)), fill=_FAINT, anchor="mm")
        return
    inset = max(6, grid.width // 60)
    room = (grid.width - 2 * inset, grid.height - 2 * inset)
    scale = min(room[0] / picture.width, room[1] / picture.height)
    fitted = picture.resize(scaled(picture.size, scale), Image.Resampling.LANCZOS, reducing_gap=2.0)
    sheet.paste(fitted, (left + (grid.width - fitted.width) // 2, top + (grid.height - fitted.height) // 2))


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdecimal() and len(label) <= _DIGITS


def _numbered(draw: ImageDraw.ImageDraw, grid: _Grid, place: int, label: str) -> None:
    """A dark badge with a white number in the corner, large enough to be read in a message."""
    left, top = grid.corner(place)
    edge = max(44, min(110, grid.width // 6))
    said = label if _is_number(label) else str(place + 1)
    inset = edge // 5
    box = (left + inset, top + inset, left + inset + max(edge, edge * len(said) * 2 // 3), top + inset + edge)
    draw.rounded_rectangle(box, radius=edge // 4, fill=_BADGE, outline=_FRAME, width=3)
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    draw.text(middle, said, font=font(edge * 2 // 3), fill=_FRAME, anchor="mm")


def _captioned(draw: ImageDraw.ImageDraw, grid: _Grid, place: int, label: str) -> None:
    if _is_number(label):
        return
    left, top = grid.corner(place)
    letters = font(grid.caption * 11 // 20)
    line = _shortened(label, letters, grid.width)
    draw.text((left + 2, top + grid.height + grid.caption * 3 // 5), line, font=letters, fill=_INK, anchor="lm")


def _shortened(label: str, letters: ImageFont.FreeTypeFont, room: int) -> str:
    """The label on one line; too long, it keeps its beginning and its end."""
    line = "".join(letter for letter in label if letter.isprintable())[:200]
    kept = line
    while letters.getlength(kept) > room and len(line) > 3:  # noqa: PLR2004 - two ends and a middle
        line = line[: len(line) // 2] + line[len(line) // 2 + 1 :]
        kept = f"{line[: len(line) // 2]}…{line[len(line) // 2 :]}"
    return kept
