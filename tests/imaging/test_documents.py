"""Photoshop, HEIC, PDF and video: what is seen of them."""

import pytest
from PIL import Image

from imaging.errors import Reason, Unreadable
from imaging.facts import Inspection
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")


def shows_the_scene(seen: Inspection, *, near: int = 12) -> bool:
    """Whether the proof looks like the scene: no channel swapped, nothing turned, cut or inverted."""
    proof = Image.open(seen.preview.path).convert("RGB")
    wanted = pictures.scene().resize((16, 10)).tobytes()
    found = proof.resize((16, 10)).tobytes()
    return sum(abs(one - other) for one, other in zip(wanted, found, strict=True)) / len(wanted) < near


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK"])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
async def test_a_photoshop_document_shows_its_merged_picture(
    inspect: Inspect, mode: str, packed: bool, bits: int
) -> None:
    document = pictures.psd(pictures.scene().convert(mode), packed=packed, bits=bits)

    seen = await inspect(document, "flyer.psd")

    facts = seen.facts
    assert (facts.format, facts.width, facts.height, facts.bit_depth, facts.frames) == ("PSD", 320, 200, bits, 1)
    assert shows_the_scene(seen)


async def test_a_phone_picture_is_opened(inspect: Inspect) -> None:
    seen = await inspect(pictures.heic(quality=90), "IMG_0001.HEIC")

    assert (seen.facts.format, seen.facts.media_type, seen.facts.bit_depth) == ("HEIC", "image/heic", 8)
    assert shows_the_scene(seen)


async def test_of_a_pdf_the_first_page_is_seen_as_sharp_as_print(inspect: Inspect) -> None:
    seen = await inspect(pictures.pdf((320, 200), (50, 90), (9, 9)), "flyer.pdf")

    assert (seen.facts.width, seen.facts.height) == (1334, 834)  # 320 x 200 points at 300 an inch
    assert (seen.facts.dpi, seen.facts.frames, seen.preview.width) == (300, 3, 1200)
    assert shows_the_scene(seen)


async def test_a_page_as_large_as_a_wall_is_drawn_smaller(inspect: Inspect) -> None:
    seen = await inspect(
        pictures.pdf_of("/MediaBox [0 0 14400 14400]", content="1 0 0 rg 0 0 14400 14400 re f"), "a.pdf"
    )

    assert seen.facts.width == seen.facts.height == 4899
    assert Image.open(seen.preview.path).getpixel((600, 600)) == (254, 0, 0)


async def test_a_pdf_with_a_password_is_refused(inspect: Inspect) -> None:
    with pytest.raises(Unreadable) as refusal:
        await inspect(pictures.LOCKED_PDF, "offer.pdf")

    assert refusal.value.reason is Reason.LOCKED


@pytest.mark.parametrize("extension", pictures.VIDEOS)
async def test_of_a_video_a_good_frame_near_the_start_is_seen(inspect: Inspect, extension: str) -> None:
    seen = await inspect(pictures.video(extension), f"spot.{extension}")

    assert (seen.facts.width, seen.facts.height) == (160, 96)
    assert shows_the_scene(seen, near=20)


async def test_a_video_filmed_upright_is_seen_upright(inspect: Inspect) -> None:
    seen = await inspect(pictures.video(turned=-90), "spot.mp4")

    assert (seen.facts.width, seen.facts.height) == (96, 160)
    red, green, _ = Image.open(seen.preview.path).getpixel((90, 5))  # the scene's red corner, turned clockwise
    assert (red > 180, green > 80) == (True, False)


async def test_a_dark_video_is_seen_dark(inspect: Inspect) -> None:
    seen = await inspect(pictures.video(dark=12), "night.mp4")

    assert Image.open(seen.preview.path).getextrema() == ((0, 0), (0, 0), (0, 0))
