"""A crop looks where it is told to, and otherwise at what stands out."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from imaging.darkroom import Darkroom
from imaging.recipes import Fit, Format, Recipe
from tests.imaging import pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")


def crop(name: str, box: tuple[int, int], focus: tuple[float, float] | None) -> Recipe:
    return Recipe(name=name, format=Format.PNG, fit=Fit.FILL, width=box[0], height=box[1], focus=focus)


async def test_a_face_at_the_edge_stays_within_every_social_crop(darkroom: Darkroom, tmp_path: Path) -> None:
    scene = Image.new("RGB", (1_200, 800), "navy")
    ImageDraw.Draw(scene).ellipse((960, 280, 1_080, 440), fill="yellow")
    source = tmp_path / "source"
    source.write_bytes(pictures.saved(scene, "PNG"))
    boxes = {"portrait": (270, 338), "square": (270, 270), "story": (270, 480), "og": (300, 157)}

    told = await darkroom.render(source, [crop(name, box, (0.85, 0.45)) for name, box in boxes.items()], tmp_path / "a")
    untold = await darkroom.render(source, [crop(name, box, None) for name, box in boxes.items()], tmp_path / "b")
    elsewhere = await darkroom.render(source, [crop("story", boxes["story"], (0.5, 0.5))], tmp_path / "c")

    assert [_yellow(one.path) for one in told] == pytest.approx([1.0] * 4, abs=0.05)
    assert [_yellow(one.path) for one in untold] == pytest.approx([1.0] * 4, abs=0.05)
    assert _yellow(elsewhere[0].path) == 0


def _yellow(path: Path) -> float:
    """How much of the face is seen, of what a crop of that scale can show."""
    picture = pictures.opened(path.read_bytes())
    red = picture.getchannel("R").histogram()
    scale = max(picture.width / 1_200, picture.height / 800)
    return sum(red[128:]) / (3.1416 * 60 * 80 * scale * scale)
