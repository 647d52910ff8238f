"""The order in which renditions are made, each from the smallest picture already made that is large enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imaging.inside.developing import Size, scaled
from imaging.recipes import Fit, Recipe

SPARE = 1.25  # a smaller picture is made from a larger one at least this many times its size, or it shows
WHOLE = ""  # the decoded picture, as a source


@dataclass(frozen=True, kw_only=True)
class Step:
    """`whole`: what the picture measures at the recipe's scale. `source`: a name, or WHOLE for the decoded picture."""

    recipe: Recipe
    whole: Size
    source: str
    is_source: bool


def scale_of(recipe: Recipe, size: Size) -> float:
    """How much the whole picture is scaled for a recipe; above 1 only where a box must be filled."""
    across, down = recipe.width / size[0], recipe.height / size[1]
    return max(across, down) if recipe.fit is Fit.FILL else min(across, down, 1.0)


def largest(recipes: Sequence[Recipe], size: Size) -> Size:
    """What must be decoded for all of them."""
    return scaled(size, min(1.0, max((scale_of(recipe, size) for recipe in recipes), default=1.0)))


def steps(recipes: Sequence[Recipe], size: Size) -> list[Step]:
    """All that need the decoded picture come first, so that it can be let go; among those, what others are made from
    comes last, so that less is held at once; then larger before smaller.
    """
    wanted = {recipe.name: scaled(size, scale_of(recipe, size)) for recipe in recipes}
    levels = {recipe.name: wanted[recipe.name] for recipe in recipes if recipe.fit is Fit.FIT}
    sources = {name: _source(whole, levels) for name, whole in wanted.items()}
    planned = [
        Step(
            recipe=recipe,
            whole=wanted[recipe.name],
            source=sources[recipe.name],
            is_source=recipe.name in sources.values(),
        )
        for recipe in recipes
    ]
    return sorted(planned, key=_turn)


def _turn(step: Step) -> tuple[int, int, int]:
    stage = 2 if step.source != WHOLE else int(step.is_source)
    return stage, -step.whole[0], -step.whole[1]


def _source(wanted: Size, levels: Mapping[str, Size]) -> str:
    enough = [name for name, size in levels.items() if size[0] >= SPARE * wanted[0] and size[1] >= SPARE * wanted[1]]
    return min(enough, key=lambda name: levels[name], default=WHOLE)
