"""Photoshop, HEIC, PDF and video: what is seen of them, and what is said where their reader is not installed."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Callable
from pathlib import Path

import PIL
import pytest
from PIL import Image

from imaging.assistant import Assistant
from imaging.errors import Reason, Unreadable
from imaging.facts import Inspection
from imaging.limits import Limits
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("document", "name", "why"),
    [
        (pictures.psd(pictures.scene(), bits=32), "flyer.psd", "32 bits a channel"),
        (
            pictures.psd(pictures.scene(), resources=pictures.resource(1057, bytes(5))),
            "a.psd",
            "Maximize Compatibility",
        ),
        (pictures.grey_of_sixteen_bits_with_alpha(), "scan.tif", "2 channels of 16 bits"),
    ],
)
async def test_a_good_file_with_nothing_to_show_says_why(
    inspect: Inspect, document: bytes, name: str, why: str
) -> None:
    with pytest.raises(Unreadable) as refusal:
        await inspect(document, name)

    assert refusal.value.reason is Reason.UNSUPPORTED
    assert why in refusal.value.sentence


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


@pytest.mark.parametrize(
    ("content", "name", "extra"),
    [
        (pictures.heic, "IMG_0001.heic", "galley[heif]"),
        (pictures.pdf, "flyer.pdf", "galley[pdf]"),
        (pictures.video, "spot.mp4", "galley[video]"),
    ],
)
async def test_without_its_extra_a_file_is_answered_with_the_extras_name(
    tmp_path: Path, content: Callable[[], bytes], name: str, extra: str
) -> None:
    (tmp_path / "blob").write_bytes(content())
    child = await child_with_pillow_alone(tmp_path)

    job = {"do": "inspect", "source": str(tmp_path / "blob"), "name": name}
    answer = await child.ask({**job, "preview": str(tmp_path / "p"), "thumbnail": str(tmp_path / "t")})

    await child.end()
    assert extra in answer["refused"]["sentence"]  # type: ignore[index]


async def child_with_pillow_alone(folder: Path) -> Assistant:
    """A child in an environment where nothing else is installed."""
    packages = folder / "packages"
    packages.mkdir()
    for name in ("PIL", "pillow.libs"):
        (packages / name).symlink_to(Path(PIL.__file__).parents[1] / name)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-S", "-m", "imaging.inside"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        env={"PYTHONPATH": f"{ROOT}:{packages}"},
    )
    child = Assistant(process)
    await child.ask({"limits": Limits().to_json()})
    return child
