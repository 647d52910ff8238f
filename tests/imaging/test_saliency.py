"""Without a word about it, a crop finds what stands out; and where nothing does, it keeps the middle."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from imaging.inside.saliency import MIDDLE, point_of_interest

SIZE = (600, 400)
SKIN, HAIR, EYE = (224, 172, 138), (66, 42, 30), (40, 30, 30)


def meadow() -> Image.Image:
    """A soft sky above a soft green: much of everything, and nothing that stands out."""
    return _gradient((150, 180, 205), (110, 150, 100), vertical=True)


def with_face(centre: tuple[int, int]) -> Image.Image:
    picture, (x, y) = meadow(), centre
    pen = ImageDraw.Draw(picture)
    pen.ellipse((x - 36, y - 48, x + 36, y + 44), fill=HAIR)
    pen.ellipse((x - 29, y - 36, x + 29, y + 42), fill=SKIN)
    for eye in (-11, 11):
        pen.ellipse((x + eye - 4, y - 7, x + eye + 4, y - 1), fill=EYE)
    return picture


def with_lamp(centre: tuple[int, int]) -> Image.Image:
    picture, (x, y) = Image.new("RGB", SIZE, "navy"), centre
    ImageDraw.Draw(picture).ellipse((x - 30, y - 40, x + 30, y + 40), fill="yellow")
    return picture


def _gradient(first: tuple[int, int, int], last: tuple[int, int, int], *, vertical: bool) -> Image.Image:
    ends = Image.new("RGB", (1, 2) if vertical else (2, 1))
    ends.putdata([first, last])
    return ends.resize(SIZE, Image.Resampling.BILINEAR)


@pytest.mark.parametrize("box", [(216, 270), (216, 216), (240, 126), (216, 384)], ids=str)
@pytest.mark.parametrize("centre", [(500, 160), (90, 230), (300, 200), (420, 330)], ids=str)
@pytest.mark.parametrize("scene", [with_face, with_lamp])
def test_a_subject_off_the_middle_stays_within_every_social_crop(
    scene: Callable[[tuple[int, int]], Image.Image], centre: tuple[int, int], box: tuple[int, int]
) -> None:
    found = point_of_interest(scene(centre))

    cover = max(box[0] / SIZE[0], box[1] / SIZE[1])
    for axis, reach in enumerate((30, 40)):
        window = box[axis] / cover
        start = min(max(found[axis] * SIZE[axis] - window / 2, 0), SIZE[axis] - window)
        assert start <= centre[axis] - reach
        assert centre[axis] + reach <= start + window


@pytest.mark.parametrize("vertical", [True, False])
def test_a_gradient_is_cut_in_the_middle(*, vertical: bool) -> None:
    assert point_of_interest(_gradient((20, 30, 90), (240, 220, 200), vertical=vertical)) == MIDDLE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGB", "RGBA"])
def test_a_plain_picture_is_cut_in_the_middle(mode: str) -> None:
    assert point_of_interest(Image.new(mode, (3, 500))) == MIDDLE


def test_grain_is_no_subject() -> None:
    assert point_of_interest(Image.effect_noise(SIZE, 40)) == MIDDLE
