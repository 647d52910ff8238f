"""Renditions in other colours than sRGB: by a profile or not at all."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from imaging.recipes import DISPLAY_P3, Fit, Format, Recipe
from tests.imaging import pictures, presses

pytestmark = pytest.mark.asyncio(loop_scope="module")


def recipe(name: str, profile: str, format_: Format = Format.TIFF, *, dpi: int | None = None) -> Recipe:
    return Recipe(name=name, format=format_, fit=Fit.FIT, width=400, height=400, quality=95, profile=profile, dpi=dpi)


@pytest.fixture
def press(tmp_path: Path) -> str:
    path = tmp_path / "press.icc"
    path.write_bytes(presses.inks())
    return str(path)


def laid(folder: Path, colour: str, **options: object) -> Path:
    path = folder / "source"
    path.write_bytes(pictures.saved(Image.new("RGB", (60, 40), colour), "PNG", **options))
    return path


async def test_black_is_printed_with_black_ink_and_the_profile_goes_along(
    darkroom: Darkroom, press: str, tmp_path: Path
) -> None:
    tiff, jpeg = await darkroom.render(
        laid(tmp_path, "black"), [recipe("a", press, dpi=300), recipe("b", press, Format.JPEG)], tmp_path
    )

    printed = pictures.opened(tiff.path.read_bytes())
    cyan, magenta, yellow, black = printed.getpixel((30, 20))  # type: ignore[misc]
    assert printed.mode == "CMYK"
    assert max(cyan, magenta, yellow) < 12
    assert black > 240
    assert printed.info["icc_profile"] == presses.inks()
    assert printed.info["dpi"] == (300, 300)
    assert pictures.opened(jpeg.path.read_bytes()).mode == "CMYK"


async def test_the_same_colour_has_other_numbers_in_display_p3(darkroom: Darkroom, tmp_path: Path) -> None:
    (made,) = await darkroom.render(laid(tmp_path, "#ff0000"), [recipe("a", DISPLAY_P3, Format.PNG)], tmp_path)

    wide = pictures.opened(made.path.read_bytes())
    assert wide.getpixel((30, 20)) == pytest.approx((234, 51, 35), abs=2)
    seen = await darkroom.inspect(made.path, name="a.png", preview=tmp_path / "p", thumbnail=tmp_path / "t")
    assert seen.facts.colour_space == "Display P3"
    assert pictures.opened(seen.preview.path.read_bytes()).getpixel((30, 20)) == pytest.approx((254, 0, 0), abs=3)


async def test_wide_colours_stay_wide_where_one_rendition_wants_them(darkroom: Darkroom, tmp_path: Path) -> None:
    (first,) = await darkroom.render(laid(tmp_path, "red"), [recipe("a", DISPLAY_P3, Format.PNG)], tmp_path)
    profile = pictures.opened(first.path.read_bytes()).info["icc_profile"]
    source = laid(tmp_path, "#00ff00", icc_profile=profile)

    wide, usual = await darkroom.render(
        source, [recipe("w", DISPLAY_P3, Format.PNG), recipe("u", "srgb", Format.PNG)], tmp_path
    )

    assert pictures.opened(wide.path.read_bytes()).getpixel((30, 20)) == pytest.approx((0, 255, 0), abs=2)
    tag = pictures.opened(usual.path.read_bytes()).info["icc_profile"]
    assert ImageCms.getProfileName(ImageCms.ImageCmsProfile(io.BytesIO(tag))).strip().startswith("sRGB")


@pytest.mark.parametrize("content", [None, b"no profile", pictures.profile(b"sRGB built-in")[:200]])
async def test_a_profile_that_is_none_is_said(darkroom: Darkroom, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.icc"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(Unreadable, match=r"“print” cannot be made: the colour profile broken\.icc"):
        await darkroom.render(laid(tmp_path, "red"), [recipe("print", str(path))], tmp_path / "out")


async def test_a_padded_picture_lies_on_its_ground(darkroom: Darkroom, tmp_path: Path) -> None:
    padded = Recipe(name="a", format=Format.PNG, fit=Fit.PAD, width=100, height=100, ground="#1f2a44", dpi=144)

    (made,) = await darkroom.render(laid(tmp_path, "red"), [padded], tmp_path)

    picture = pictures.opened(made.path.read_bytes())
    assert picture.getpixel((1, 1)) == (0x1F, 0x2A, 0x44)
    assert picture.info["dpi"] == pytest.approx((144, 144), abs=0.1)
