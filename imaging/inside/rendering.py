"""Several renditions from one decode: each from the smallest picture already made that is large enough."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from imaging import sentences
from imaging.inscription import NOTHING, Inscription
from imaging.inside import printing
from imaging.inside.developing import Negative, Size, develop, let_go
from imaging.inside.inscribing import Inscribed, Wish, inscribed
from imaging.inside.pyramid import WHOLE, Step, largest, steps
from imaging.inside.scaling import resized
from imaging.recipes import Fit, Recipe, Rendition

ROOM = 2.0  # up to so much too large, scaling the whole first costs more than it saves


def render(
    negative: Negative, recipes: Sequence[Recipe], paths: Mapping[str, Path], inscription: Inscription = NOTHING
) -> tuple[Rendition, ...]:
    """Every recipe's rendition, in the order of the recipes."""
    notes = {recipe.name: inscribed(negative, _wish(negative, recipe, inscription)) for recipe in recipes}
    made: dict[str, Rendition] = {}
    for recipe, picture in pictures(negative, recipes):
        made[recipe.name] = _saved(negative, recipe, picture, paths[recipe.name], notes[recipe.name])
        del picture  # before the next one is made
    return tuple(made[recipe.name] for recipe in recipes)


def _wish(negative: Negative, recipe: Recipe, inscription: Inscription) -> Wish:
    is_recomposed = negative.turn != 1 or recipe.fit is not Fit.FIT
    return Wish(keep=recipe.metadata, inscription=inscription, is_recomposed=is_recomposed)


def pictures(negative: Negative, recipes: Sequence[Recipe]) -> Iterator[tuple[Recipe, Image.Image]]:
    """Every recipe with its pixels, from one decode, in the order in which they are made. Nothing is kept that is not
    needed any more: after the last that comes from the decoded picture, the negative has no pixels.
    """
    levels = {WHOLE: develop(negative, enough=largest(recipes, negative.size), spare=ROOM)}
    for step in steps(recipes, negative.size):
        if step.source != WHOLE and WHOLE in levels:
            del levels[WHOLE]
            let_go(negative)
        picture = _fitted(levels[step.source], step)
        if step.is_source:
            levels[step.recipe.name] = picture
        yield step.recipe, picture
        del picture


def _fitted(level: Image.Image, step: Step) -> Image.Image:
    box = (step.recipe.width, step.recipe.height)
    match step.recipe.fit:
        case Fit.FIT:
            return _scaled(level, step.whole)
        case Fit.PAD:
            return _padded(_scaled(level, step.whole), box)
        case Fit.FILL:
            return _filled(level, box)


def _scaled(picture: Image.Image, size: Size) -> Image.Image:
    return picture.copy() if picture.size == size else resized(picture, size)


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
    return resized(picture, box, part)


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
