"""One look at a picture: its facts, a preview and a thumbnail, from one decode."""

from pathlib import Path

from PIL import Image

from imaging.facts import Facts, Inspection
from imaging.inside import colour, palette, printing, quantisation, rendering
from imaging.inside.developing import Negative
from imaging.inside.letters import clean
from imaging.recipes import Fit, Format, Recipe, Rendition

PREVIEW = Recipe(name="preview", format=Format.JPEG, fit=Fit.FIT, width=1200, height=1200, quality=82)
THUMBNAIL = Recipe(name="thumbnail", format=Format.JPEG, fit=Fit.FIT, width=200, height=200, quality=80)


def inspect(negative: Negative, *, preview: Path, thumbnail: Path) -> Inspection:
    """The facts of the picture; the preview and the thumbnail are written to the two paths."""
    made = {recipe.name: picture for recipe, picture in rendering.pictures(negative, (PREVIEW, THUMBNAIL))}
    large, small = made[PREVIEW.name], made[THUMBNAIL.name]
    return Inspection(
        facts=_facts(negative, small),
        preview=proof(PREVIEW, large, preview),
        thumbnail=proof(THUMBNAIL, small, thumbnail),
    )


def dhash(picture: Image.Image) -> str:
    """64 bits, a bit for each pixel brighter than the one to its left, on 9 x 8 grey pixels; 16 hex digits."""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = (grey[row * 9 + column] < grey[row * 9 + column + 1] for row in range(8) for column in range(8))
    return f"{sum(bit << (63 - place) for place, bit in enumerate(bits)):016x}"


def proof(recipe: Recipe, picture: Image.Image, path: Path) -> Rendition:
    """The pixels as the file that is shown."""
    content = printing.encode(picture, recipe.format, quality=recipe.quality)
    return printing.saved(content, path, name=recipe.name, format_=recipe.format, size=picture.size)


def _facts(negative: Negative, small: Image.Image) -> Facts:
    opened, notes = negative.opened, negative.notes
    return Facts(
        format=opened.kind.label,
        media_type=opened.kind.media_type,
        width=negative.size[0],
        height=negative.size[1],
        mode=negative.mode,
        colour_space=negative.space,
        icc_name=clean(colour.profile_name(negative.profile) or ""),
        bit_depth=negative.bit_depth,
        frames=opened.frames,
        orientation=notes.orientation,
        dpi=negative.dpi,
        has_alpha=negative.has_alpha,
        has_gps=notes.has_gps,
        dhash=dhash(printing.flattened(small)),
        fields=negative.fields,
        colours=palette.dominant(small),
        quality=quantisation.quality(opened.image),
    )
