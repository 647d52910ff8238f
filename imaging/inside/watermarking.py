"""A rendition with its watermark: the same pixels and mark give the same pixels."""

from pathlib import Path

from PIL import Image, ImageDraw

from imaging import sentences
from imaging.errors import Unreadable
from imaging.inside import letters, opening
from imaging.inside.developing import develop, negative, scaled
from imaging.inside.lettering import font
from imaging.inside.scaling import resized
from imaging.limits import Limits
from imaging.recipes import Recipe
from imaging.watermark import Watermark

Size = tuple[int, int]
_EDGE = 0.03  # of the shorter edge: the room around a mark
_TALLEST = 0.5  # of the rendition's height, however wide the mark may be
_DRAWN = 200  # px: letters are drawn so high at least, and then scaled
_OUTLINE = 0.04  # of the letters' size, in black: white letters are read on white too


def marked(picture: Image.Image, recipe: Recipe, limits: Limits) -> Image.Image:
    """A picture of its own where the recipe has a mark, in sRGB, RGB or RGBA. Raises Unreadable when the mark's own
    picture is missing or cannot be read.
    """
    if recipe.watermark is None:
        return picture
    mark = _mark(recipe.watermark, picture.size, recipe.name, limits)
    place = _place(picture.size, mark.size, recipe.watermark)
    under = picture.crop((*place, place[0] + mark.width, place[1] + mark.height)).convert("RGBA")
    result = picture.copy()
    result.paste(Image.alpha_composite(under, mark).convert(picture.mode), place)
    return result


def _mark(watermark: Watermark, size: Size, rendition: str, limits: Limits) -> Image.Image:
    """As large as it is to lie there, RGBA, as faint as it is to be."""
    drawn = _written(watermark.text) if watermark.text else _opened(Path(watermark.picture), rendition, limits)
    scale = min(watermark.width / 100 * size[0] / drawn.width, _TALLEST * size[1] / drawn.height)
    mark = resized(drawn, scaled(drawn.size, scale))
    mark.putalpha(mark.getchannel("A").point([round(level * watermark.opacity / 100) for level in range(256)]))
    return mark


def _written(text: str) -> Image.Image:
    words, face, outline = letters.clean(text) or " ", font(_DRAWN), round(_DRAWN * _OUTLINE)
    left, top, right, bottom = face.getbbox(words, stroke_width=outline)
    drawn = Image.new("RGBA", (max(1, round(right - left)), max(1, round(bottom - top))), (0, 0, 0, 0))
    pen = ImageDraw.Draw(drawn)
    pen.text((-left, -top), words, font=face, fill="white", stroke_width=outline, stroke_fill="black")
    return drawn


def _opened(path: Path, rendition: str, limits: Limits) -> Image.Image:
    """With the same walls around it as around any other picture."""
    try:
        with opening.opened(path, limits=limits, announced=None) as found:
            own = negative(found)
            return develop(own, enough=own.size).convert("RGBA")
    except Unreadable as refusal:
        raise sentences.watermark_of_no_use(rendition, picture=path.name) from refusal


def _place(size: Size, mark: Size, watermark: Watermark) -> Size:
    across, down = watermark.position.shares
    edge = round(_EDGE * min(size))
    return _beside(size[0] - mark[0], edge, across), _beside(size[1] - mark[1], edge, down)


def _beside(room: int, edge: int, share: float) -> int:
    """Not nearer to either side than `edge`, as far as there is room."""
    kept = min(edge, room // 2)
    return kept + round(share * (room - 2 * kept))
