"""A calm plate in the place of a preview that nobody here can make: what kind of file it is, its name, its weight."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from imaging.facts import UNKNOWN, Facts, Inspection
from imaging.inside import inspecting
from imaging.inside.lettering import font, wrapped
from imaging.inside.opening import NoPreview
from imaging.recipes import Recipe
from imaging.sentences import MEGA, called

SIZE = (1200, 800)
_GROUND, _SHEET, _EDGE, _FOLD, _INK, _FAINT = "#f3f3f1", "#ffffff", "#d9d9d5", "#e7e7e3", "#1f2328", "#5d646e"
_LEFT, _TOP, _RIGHT, _BOTTOM, _CORNER = 60, 60, 1140, 740, 120  # the sheet, and its folded corner, in pixels
_MIDDLE = SIZE[0] // 2
_ROOM = _RIGHT - _LEFT - 160
_LETTERS = 0x250  # beyond these the font has none


def inspect(unseen: NoPreview, *, preview: Path, thumbnail: Path) -> Inspection:
    """What is known without opening it, and the plate in two sizes."""
    plate = drawn(unseen)
    small = plate.resize(_inside(inspecting.THUMBNAIL), Image.Resampling.LANCZOS)
    return Inspection(
        facts=_facts(unseen),
        preview=inspecting.proof(inspecting.PREVIEW, plate, preview),
        thumbnail=inspecting.proof(inspecting.THUMBNAIL, small, thumbnail),
    )


def drawn(unseen: NoPreview) -> Image.Image:
    """1200 x 800, the same for the same file: read at a glance, even as a thumbnail."""
    plate = Image.new("RGB", SIZE, _GROUND)
    pen = ImageDraw.Draw(plate)
    _sheet(pen)
    pen.text((_MIDDLE, 270), unseen.kind.label, font=_large(unseen.kind.label), fill=_INK, anchor="mm")
    pen.rounded_rectangle((_MIDDLE - 60, 382, _MIDDLE + 60, 387), radius=2, fill=_EDGE)
    pen.text((_MIDDLE, 446), _name(unseen), font=font(46), fill=_INK, anchor="mm")
    pen.text((_MIDDLE, 506), _weight(unseen.size_bytes), font=font(38), fill=_FAINT, anchor="mm")
    pen.text((_MIDDLE, 590), "No preview: open the original", font=font(38), fill=_INK, anchor="mm")
    why = unseen.why[:1].upper() + unseen.why[1:].replace("“", '"').replace("”", '"')
    for number, line in enumerate(wrapped(why, font(30), _ROOM)[:2]):
        pen.text((_MIDDLE, 646 + 42 * number), line, font=font(30), fill=_FAINT, anchor="mm")
    return plate


def _weight(size_bytes: int) -> str:
    if size_bytes < MEGA // 10:
        return f"{max(1, round(size_bytes / 1000))} kB"
    return f"{size_bytes / MEGA:,.1f} MB"


def _sheet(pen: ImageDraw.ImageDraw) -> None:
    """White, with one corner folded: a document, and no picture that failed."""
    fold = ((_RIGHT - _CORNER, _TOP), (_RIGHT - _CORNER, _TOP + _CORNER), (_RIGHT, _TOP + _CORNER))
    outline = ((_LEFT, _TOP), fold[0], fold[2], (_RIGHT, _BOTTOM), (_LEFT, _BOTTOM), (_LEFT, _TOP))
    pen.polygon(outline, fill=_SHEET)
    pen.line(outline, fill=_EDGE, width=3, joint="curve")
    pen.polygon(fold, fill=_FOLD)
    pen.line((*fold, fold[0]), fill=_EDGE, width=3, joint="curve")


def _large(label: str) -> ImageFont.FreeTypeFont:
    return font(next((size for size in (210, 170, 130, 90) if font(size).getlength(label) <= _ROOM), 60))


def _name(unseen: NoPreview) -> str:
    """On one line; one that the font has no letters for stays outside."""
    name = called(unseen.name)
    if any(ord(letter) >= _LETTERS and letter != "…" for letter in name):
        return f"Its name ends in .{unseen.kind.extensions[0]}"
    while font(46).getlength(name) > _ROOM:
        name = f"{name[: len(name) // 2 - 1]}…{name[len(name) // 2 + 2 :]}"
    return name


def _inside(box: Recipe) -> tuple[int, int]:
    return box.width, box.width * SIZE[1] // SIZE[0]


def _facts(unseen: NoPreview) -> Facts:
    return Facts(
        format=unseen.kind.label,
        media_type=unseen.kind.media_type,
        width=None,
        height=None,
        mode=UNKNOWN,
        colour_space=UNKNOWN,
        icc_name=None,
        bit_depth=None,
        frames=1,
        orientation=1,
        dpi=None,
        has_alpha=False,
        has_gps=False,
        dhash=None,
        no_preview=unseen.why,
    )
