"""Several renditions from one decode: each from the smallest picture already made that is large enough."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image

from imaging import sentences
from imaging.inscription import NOTHING, Inscription
from imaging.inside import printing
from imaging.inside.developing import Negative, Size, develop, scaled
from imaging.inside.inscribing import Inscribed, Wish, inscribed
from imaging.recipes import Fit, Recipe, Rendition

SPARE = 1.4  # a smaller picture is made from a larger one at least this many times its size, or it shows


def render(
    negative: Negative, recipes: Sequence[Recipe], paths: Mapping[str, Path], inscription: Inscription = NOTHING
) -> tuple[Rendition, ...]:
    """Every recipe's rendition, in the order of the recipes."""
    notes = {recipe.name: inscribed(negative, _wish(negative, recipe, inscription)) for recipe in recipes}
    return tuple(
        _saved(negative, recipe, picture, paths[recipe.name], notes[recipe.name])
        for recipe, picture in pictures(negative, recipes)
    )


def _wish(negative: Negative, recipe: Recipe, inscription: Inscription) -> Wish:
    is_recomposed = negative.turn != 1 or recipe.fit is not Fit.FIT
    return Wish(keep=recipe.metadata, inscription=inscription, is_recomposed=is_recomposed)


def pictures(negative: Negative, recipes: Sequence[Recipe]) -> list[tuple[Recipe, Image.Image]]:
    """Every recipe with its pixels, from one decode; largest first is made, the order of the recipes is kept."""
    scales = {recipe.name: scale_of(recipe, negative.size) for recipe in recipes}
    whole = develop(negative, enough=scaled(negative.size, min(1.0, max(scales.values(), default=1.0))))
    levels = [whole]
    made: dict[str, Image.Image] = {}
    for recipe in sorted(recipes, key=lambda recipe: -scales[recipe.name]):
        wanted = scaled(negative.size, scales[recipe.name])
        level = min((one for one in levels if one.width >= SPARE * wanted[0]), key=lambda one: one.width, default=whole)
        made[recipe.name] = picture = _fitted(level, recipe, wanted)
        if recipe.fit is Fit.FIT:
            levels.append(picture)
    return [(recipe, made[recipe.name]) for recipe in recipes]


def scale_of(recipe: Recipe, size: Size) -> float:
    """How much the whole picture is scaled for a recipe; above 1 only where a box must be filled."""
    across, down = recipe.width / size[0], recipe.height / size[1]
    return max(across, down) if recipe.fit is Fit.FILL else min(across, down, 1.0)


def _fitted(level: Image.Image, recipe: Recipe, wanted: Size) -> Image.Image:
    match recipe.fit:
        case Fit.FIT:
            return _resized(level, wanted)
        case Fit.PAD:
            return _padded(_resized(level, wanted), (recipe.width, recipe.height))
        case Fit.FILL:
            return _filled(level, (recipe.width, recipe.height))


def _resized(picture: Image.Image, size: Size) -> Image.Image:
    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)


def _padded(picture: Image.Image, box: Size) -> Image.Image:
    canvas = Image.new(picture.mode, box, (255, 255, 255, 0) if picture.mode == "RGBA" else "white")
    canvas.paste(picture, ((box[0] - picture.width) // 2, (box[1] - picture.height) // 2))
    return canvas


def _filled(picture: Image.Image, box: Size) -> Image.Image:
    """The largest part of the picture's middle that has the box's ratio, scaled to the box."""
    cover = max(box[0] / picture.width, box[1] / picture.height)
    width, height = min(picture.width, box[0] / cover), min(picture.height, box[1] / cover)
    left, top = (picture.width - width) / 2, (picture.height - height) / 2
    part = (left, top, min(picture.width, left + width), min(picture.height, top + height))
    return picture.resize(box, Image.Resampling.LANCZOS, box=part)


def _saved(negative: Negative, recipe: Recipe, picture: Image.Image, path: Path, notes: Inscribed) -> Rendition:
    content = _content(recipe, picture, notes)
    if recipe.max_bytes is not None and len(content) > recipe.max_bytes:
        raise sentences.rendition_too_heavy(
            negative.opened.name, rendition=recipe.name, size=len(content), limit=recipe.max_bytes
        )
    return printing.saved(content, path, name=recipe.name, format_=recipe.format, size=picture.size)


def _content(recipe: Recipe, picture: Image.Image, notes: Inscribed) -> bytes:
    def attempt(quality: int) -> bytes:
        return printing.encode(picture, recipe.format, quality=quality, notes=notes)

    if recipe.max_bytes is None or not recipe.format.has_quality:
        return attempt(recipe.quality)
    return printing.lightest_enough(attempt, quality=recipe.quality, max_bytes=recipe.max_bytes)[1]
