"""Presets of galley.yml: what they stand for, what may differ, and where they are written down."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.distribution.rendering import _recipe
from bot.policy_presets import SHAPES, WHOLE, Preset
from bot.policy_renditions import RenditionPolicy
from imaging.recipes import Format
from tests.house.sizes import ROOT

ROW = re.compile(r"^\| (\w+) \| (as it is|\d+ x \d+) \| (fit|fill) \| (\w+)", re.MULTILINE)


def read(**said: object) -> RenditionPolicy:
    return RenditionPolicy.model_validate(said)


def test_every_preset_has_its_row_in_the_document() -> None:
    rows = ROW.findall((ROOT / "docs" / "policy.md").read_text(encoding="utf-8"))

    assert rows == [(str(one), *_shown(read(preset=one))) for one in Preset]
    assert list(SHAPES) == list(Preset)


def _shown(made: RenditionPolicy) -> tuple[str, str, str]:
    box = "as it is" if made.width == WHOLE else f"{made.width} x {made.height}"
    return box, str(made.fit), made.format


def test_a_preset_is_enough_and_every_key_may_differ() -> None:
    portrait = read(preset="ig_portrait")
    mine = read(preset="ig_portrait", name="mine", quality=90, format="WEBP")

    assert (portrait.name, portrait.width, portrait.height, portrait.quality) == ("ig_portrait", 1080, 1350, 82)
    assert (mine.name, mine.width, mine.quality, mine.format) == ("mine", 1080, 90, "WEBP")


@pytest.mark.parametrize(
    "said",
    [
        {"preset": "ig_potrait"},
        {"name": "web", "width": 10},
        {"preset": "thumb", "profile": "../../etc/x.icc"},
        {"preset": "thumb", "profile": "/etc/x.icc"},
        {"preset": "thumb", "profile": "inks/x.icc"},  # WebP carries no ink
        {"preset": "thumb", "background": "nice"},
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read(**said)


def test_ink_is_off_until_it_has_a_profile() -> None:
    assert read(preset="print_cmyk_300").is_off
    assert not read(preset="print_cmyk_300", profile="inks/FOGRA39.icc").is_off
    assert not read(preset="print_rgb_300").is_off


def test_the_recipe_says_what_the_policy_says(tmp_path: Path) -> None:
    made = _recipe(read(preset="print_cmyk_300", profile="inks/F39.icc", max_kilobytes=900), tmp_path)

    assert (made.format, made.dpi, made.max_bytes) == (Format.TIFF, 300, 900_000)
    assert made.profile == str(tmp_path / "inks" / "F39.icc")
    assert _recipe(read(preset="thumb"), tmp_path).profile == "srgb"
