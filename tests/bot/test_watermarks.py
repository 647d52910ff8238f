"""`watermark` in galley.yml: one of two kinds, below the data folder, in sRGB."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.distribution.rendering import _recipe
from bot.policy_renditions import RenditionPolicy
from imaging.recipes import Recipe
from imaging.watermark import Position


def read(**watermark: object) -> RenditionPolicy:
    return RenditionPolicy.model_validate({"preset": "ig_square", "watermark": watermark})


def test_its_picture_lies_below_the_data_folder(tmp_path: Path) -> None:
    mark = _recipe(read(picture="brand/mark.png", position="top_left", opacity=40, width=15), tmp_path).watermark

    assert mark is not None
    assert (mark.picture, mark.text) == (str(tmp_path / "brand" / "mark.png"), "")
    assert (mark.position, mark.opacity, mark.width) == (Position.TOP_LEFT, 40, 15)


def test_it_reaches_the_darkroom_as_it_is_written(tmp_path: Path) -> None:
    recipe = _recipe(read(text="© Galley Foods"), tmp_path)

    assert Recipe.from_json(recipe.to_json()) == recipe


@pytest.mark.parametrize("position", Position)
def test_every_position_of_the_darkroom_can_be_asked_for(position: Position, tmp_path: Path) -> None:
    mark = _recipe(read(text="mine", position=position.value), tmp_path).watermark

    assert mark is not None
    assert mark.position is position


@pytest.mark.parametrize(
    ("watermark", "sentence"),
    [
        ({}, "write either text or picture"),
        ({"text": "mine", "picture": "mark.png"}, "write either text or picture"),
        ({"picture": "../mark.png"}, "below GALLEY_DATA"),
        ({"picture": "/etc/mark.png"}, "below GALLEY_DATA"),
        ({"picture": "mark.svg"}, "PNG, WebP or JPEG"),
        ({"text": " "}, "pattern"),
        ({"text": "mine", "opacity": 0}, "greater than or equal to 1"),
        ({"text": "mine", "position": "beside"}, "top_left"),
    ],
)
def test_what_cannot_be_meant_is_refused(watermark: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        read(**watermark)


def test_it_is_laid_over_srgb_only() -> None:
    with pytest.raises(ValidationError, match="leave out either watermark or profile"):
        RenditionPolicy.model_validate({"preset": "ig_square", "profile": "display_p3", "watermark": {"text": "mine"}})
