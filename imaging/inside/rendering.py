"""Several renditions from one decode: each from the smallest picture already made that is large enough."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from imaging import sentences
from imaging.inscription import NOTHING, Inscription
from imaging.inside import inks, printing
from imaging.inside.developing import Negative, Size, develop, let_go
from imaging.inside.inscribing import Inscribed, Wish, inscribed
from imaging.inside.pyramid import WHOLE, Step, largest, steps
from imaging.inside.saliency import MIDDLE, Point, point_of_interest
from imaging.inside.scaling import resized
from imaging.inside.watermarking import marked
from imaging.recipes import SRGB, Fit, Recipe, Rendition

ROOM = 2.0  # up to so much too large, scaling the whole first costs more than it saves


def render(
    negative: Negative, recipes: Sequence[Recipe], paths: Mapping[str, Path], inscription: Inscription = NOTHING
) -> tuple[Rendition, ...]:
    """Every recipe's rendition, in the order of the recipes."""
    notes = _notes(negative, recipes, inscription)
    source = negative.profile if _keeps_colours(negative, recipes) else None
    made: dict[str, Rendition] = {}
    for recipe, picture in pictures(negative, recipes):
        printed, profile = inks.coloured(picture, recipe, source)
        printed = marked(printed, recipe, negative.opened.limits)
        content = _content(negative, recipe, printed, notes=notes[recipe.name], profile=profile)
        made[recipe.name] = _kept(content, recipe, printed.size, paths[recipe.name])
        del picture, printed  # before the next one is made
    return tuple(made[recipe.name] for recipe in recipes)


def _notes(negative: Negative, recipes: Sequence[Recipe], inscription: Inscription) -> Mapping[str, Inscribed]:
    """By recipe; those that wish for the same share what was written once."""
    wishes = {recipe.name: _wish(negative, recipe, inscription) for recipe in recipes}
    written: list[tuple[Wish, Inscribed]] = []
    for wish in wishes.values():
        if wish not in (known for known, _ in written):
            written.append((wish, inscribed(negative, wish)))
    return {name: next(one for known, one in written if known == wish) for name, wish in wishes.items()}


def _wish(negative: Negative, recipe: Recipe, inscription: Inscription) -> Wish:
    is_recomposed = negative.turn != 1 or recipe.fit is not Fit.FIT
    is_srgb = recipe.profile == SRGB
    return Wish(keep=recipe.metadata, inscription=inscription, is_srgb=is_srgb, is_recomposed=is_recomposed)


def pictures(negative: Negative, recipes: Sequence[Recipe]) -> Iterator[tuple[Recipe, Image.Image]]:
    """Every recipe with its pixels, from one decode, in the order in which they are made. Nothing is kept that is not
    needed any more: after the last that comes from the decoded picture, the negative has no pixels.
    """
    enough, keeps = largest(recipes, negative.size), _keeps_colours(negative, recipes)
    levels = {WHOLE: develop(negative, enough=enough, spare=ROOM, keep_colours=keeps)}
    focus = _focus(levels[WHOLE], recipes)
    planned = steps(recipes, negative.size)
    of_the_whole = sum(step.source == WHOLE for step in planned)
    for place, step in enumerate(planned, start=1):
        picture = _fitted(levels[step.source], step, focus)
        if place == of_the_whole:
            del levels[WHOLE]
            let_go(negative)
        if step.is_source:
            levels[step.recipe.name] = picture
        yield step.recipe, picture
        del picture


def _keeps_colours(negative: Negative, recipes: Sequence[Recipe]) -> bool:
    """Where all leave in sRGB, the conversion is done once. Otherwise it comes last, or wide colours would be lost."""
    return negative.mode in {"RGB", "RGBA"} and any(recipe.profile != SRGB for recipe in recipes)


def _focus(whole: Image.Image, recipes: Sequence[Recipe]) -> Point:
    """Where those look that are cut and say nothing about it."""
    is_asked = any(recipe.fit is Fit.FILL and recipe.focus is None for recipe in recipes)
    return point_of_interest(whole) if is_asked else MIDDLE


def _fitted(level: Image.Image, step: Step, focus: Point) -> Image.Image:
    box = (step.recipe.width, step.recipe.height)
    match step.recipe.fit:
        case Fit.FIT:
            return _scaled(level, step.whole)
        case Fit.PAD:
            return _padded(_scaled(level, step.whole), box, step.recipe.ground)
        case Fit.FILL:
            return _filled(level, box, step.recipe.focus or focus)


def _scaled(picture: Image.Image, size: Size) -> Image.Image:
    return picture.copy() if picture.size == size else resized(picture, size)


def _padded(picture: Image.Image, box: Size, ground: str) -> Image.Image:
    canvas = Image.new(picture.mode, box, (255, 255, 255, 0) if picture.mode == "RGBA" else ground)
    canvas.paste(picture, ((box[0] - picture.width) // 2, (box[1] - picture.height) // 2))
    return canvas


def _filled(picture: Image.Image, box: Size, focus: Point) -> Image.Image:
    """The largest part that has the box's ratio, as near to the focus as the edges let it be, scaled to the box."""
    cover = max(box[0] / picture.width, box[1] / picture.height)
    width, height = min(picture.width, box[0] / cover), min(picture.height, box[1] / cover)
    left = min(max(focus[0] * picture.width - width / 2, 0.0), picture.width - width)
    top = min(max(focus[1] * picture.height - height / 2, 0.0), picture.height - height)
    part = (left, top, min(picture.width, left + width), min(picture.height, top + height))
    return resized(picture, box, part)


def _content(
    negative: Negative, recipe: Recipe, picture: Image.Image, *, notes: Inscribed, profile: bytes | None
) -> bytes:
    def attempt(quality: int) -> bytes:
        return printing.encode(picture, recipe.format, quality=quality, notes=notes, profile=profile, dpi=recipe.dpi)

    if recipe.max_bytes is None:
        return attempt(recipe.quality)
    content = _lightest(attempt, recipe, recipe.max_bytes)
    if len(content) > recipe.max_bytes:
        raise sentences.rendition_too_heavy(
            negative.opened.name, rendition=recipe.name, size=len(content), limit=recipe.max_bytes
        )
    return content


def _lightest(attempt: Callable[[int], bytes], recipe: Recipe, max_bytes: int) -> bytes:
    if not recipe.format.has_quality:
        return attempt(recipe.quality)
    return printing.lightest_enough(attempt, quality=recipe.quality, max_bytes=max_bytes)[1]


def _kept(content: bytes, recipe: Recipe, size: Size, path: Path) -> Rendition:
    return printing.saved(content, path, name=recipe.name, format_=recipe.format, size=size)
