"""Colours by their words, and the quality of a JPEG by its tables."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from imaging.colours import lab, word
from imaging.inside.palette import MOST, dominant
from imaging.inside.quantisation import quality
from tests.imaging import pictures

CHANNEL = st.integers(0, 255)


@pytest.mark.parametrize(
    ("shades", "meant"),
    [
        ("000000 101418", "black"),
        ("ffffff fafafa", "white"),
        ("808080 d0d0d0 303338 7a8288", "grey"),
        ("ff0000 b22222 8b0000 dc143c", "red"),
        ("ff8c00 ffa500 ff7f50", "orange"),
        ("ffd700 ffff00 f4d03f", "yellow"),
        ("008000 00ff00 556b2f 9acd32 2e8b57 c0e8c0", "green"),
        ("40e0d0 008080 00ffff", "turquoise"),
        ("0000ff 1e90ff 87ceeb 000080 4682b4", "blue"),
        ("800080 8a2be2 9370db 4b0082", "purple"),
        ("ff69b4 ffc0cb ff1493 c71585", "pink"),
        ("8b4513 a0522d 654321 5c4033 835349 845244", "brown"),
        ("f5f5dc d2b48c e8d8c0 f5deb3", "beige"),
    ],
)
def test_a_colour_has_the_word_that_people_use(shades: str, meant: str) -> None:
    assert {word(lab((int(one[:2], 16), int(one[2:4], 16), int(one[4:], 16)))) for one in shades.split()} == {meant}


@given(CHANNEL, CHANNEL, CHANNEL)
def test_every_colour_has_a_word(red: int, green: int, blue: int) -> None:
    assert word(lab((red, green, blue))).isalpha()


def test_there_are_few_colours_and_their_shares_are_of_one_whole() -> None:
    colours = dominant(pictures.scene())

    assert 1 < len(colours) <= MOST
    assert sum(one.share for one in colours) <= 1.001
    assert len({one.hex for one in colours}) == len(colours)


@pytest.mark.parametrize("setting", [1, 5, 20, 49, 50, 75, 82, 90, 95, 100])
def test_the_quality_of_a_jpeg_is_the_one_it_was_saved_at(setting: int) -> None:
    for picture in (pictures.scene((32, 20)), pictures.scene((32, 20)).convert("L")):
        saved = Image.open(io.BytesIO(pictures.saved(picture, "JPEG", quality=setting)))

        assert quality(saved) == setting


def test_other_formats_have_no_such_quality() -> None:
    assert quality(pictures.scene()) is None
