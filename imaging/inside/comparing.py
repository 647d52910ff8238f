"""Two files in, one picture out: what differs between them, measured and shown."""

from pathlib import Path

from PIL import Image

from imaging.comparison import Box, Comparison, Exhibit, per_cent, where
from imaging.inside import printing
from imaging.inside.aligning import Overlay, overlay
from imaging.inside.developing import develop, negative, scaled
from imaging.inside.differing import Difference, difference
from imaging.inside.opening import opened
from imaging.inside.plate import Told, heated, plate
from imaging.limits import Limits
from imaging.recipes import Format

ENOUGH = 1200  # px: the longest edge that is decoded, as large as a preview
_QUALITY = 88


def compare(older: Exhibit, newer: Exhibit, target: Path, limits: Limits) -> Comparison:
    """Of files as they come. Raises Unreadable, by the label of the one that cannot be opened."""
    first, second = (_seen(one, limits) for one in (older, newer))
    both = overlay(first, second)
    found = difference(both.older, both.newer)
    boxes = tuple(_of_the_newer(box, both) for box in found.boxes)
    told = Told(
        older=older.label,
        newer=newer.label,
        figure=per_cent(found.changed),
        meaning=_meaning(found.changed, where(found.changed, boxes), is_same_shape=both.is_same_shape),
    )
    drawn = plate(first, second, _heated(both, found, second), boxes, told, both=both.is_same_shape)
    content = printing.encode(drawn, Format.JPEG, quality=_QUALITY)
    return Comparison(
        plate=printing.saved(content, target, name="comparison", format_=Format.JPEG, size=drawn.size),
        changed=found.changed,
        boxes=boxes,
        is_same_shape=both.is_same_shape,
    )


def _seen(exhibit: Exhibit, limits: Limits) -> Image.Image:
    with opened(exhibit.path, limits=limits, announced=exhibit.label) as found:
        one = negative(found)
        enough = scaled(one.size, min(1.0, ENOUGH / max(one.size)))
        return printing.flattened(develop(one, enough=enough))


def _of_the_newer(box: Box, both: Overlay) -> Box:
    """From a part of what both show to a part of the newer picture."""
    left, top, right, bottom = both.part
    across, down = right - left, bottom - top
    return Box(
        left=left + box.left * across,
        top=top + box.top * down,
        right=left + box.right * across,
        bottom=top + box.bottom * down,
    )


def _heated(both: Overlay, found: Difference, newer: Image.Image) -> Image.Image:
    """The whole newer picture; what the older one does not show of it stays grey."""
    left, top, right, bottom = both.part
    across, down = both.newer.size
    whole = round(across / (right - left)), round(down / (bottom - top))
    corner = round(left * whole[0]), round(top * whole[1])
    mask, strength = Image.new("L", whole), Image.new("L", whole)
    mask.paste(found.mask, corner)
    strength.paste(found.strength, corner)
    return heated(newer.resize(whole, Image.Resampling.LANCZOS, reducing_gap=3.0), mask, strength)


def _meaning(changed: float, places: str, *, is_same_shape: bool) -> str:
    what = "the picture" if is_same_shape else "what both show"
    return f"of {what} changed, {places}" if changed else f"no visible change in {what}"
