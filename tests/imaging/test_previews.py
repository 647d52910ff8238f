"""What people are shown: upright, sRGB, the right size, whatever came in."""

from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageStat

from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")


def colour_at(path: Path, place: tuple[float, float]) -> tuple[int, ...]:
    """The mean colour of a small square; the place as shares of width and height."""
    with Image.open(path) as picture:
        left, top = round(place[0] * picture.width), round(place[1] * picture.height)
        return tuple(round(part) for part in ImageStat.Stat(picture.crop((left, top, left + 4, top + 4))).mean)


def is_red(colour: tuple[int, ...]) -> bool:
    return colour[0] > 180 and max(colour[1:3]) < 90


async def test_preview_and_thumbnail_have_their_sizes(inspect: Inspect) -> None:
    seen = await inspect(pictures.jpeg((3_000, 2_000)))

    assert (seen.preview.width, seen.preview.height) == (1_200, 800)
    assert (seen.thumbnail.width, seen.thumbnail.height) == (200, 133)
    assert seen.preview.size_bytes == seen.preview.path.stat().st_size


async def test_a_small_picture_is_not_enlarged(inspect: Inspect) -> None:
    seen = await inspect(pictures.jpeg((150, 100)))

    assert (seen.preview.width, seen.thumbnail.width) == (150, 150)


@pytest.mark.parametrize("size", [(5_000, 1), (1, 5_000), (1, 1)])
async def test_a_thread_of_pixels_has_a_preview(inspect: Inspect, size: tuple[int, int]) -> None:
    seen = await inspect(pictures.saved(Image.new("RGB", size), "PNG"), "line.png")

    assert (seen.facts.width, seen.facts.height) == size
    assert min(seen.thumbnail.width, seen.thumbnail.height) == 1


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, (0.1, 0.1)), (2, (0.9, 0.1)), (3, (0.9, 0.9)), (4, (0.1, 0.9)), (6, (0.9, 0.1)), (8, (0.1, 0.9))],
)
async def test_the_preview_stands_upright(inspect: Inspect, orientation: int, corner: tuple[float, float]) -> None:
    seen = await inspect(pictures.jpeg(exif=pictures.exif(Orientation=orientation)))

    assert is_red(colour_at(seen.preview.path, corner))
    assert "exif" not in pictures.opened(seen.preview.path.read_bytes()).info


async def test_the_preview_is_tagged_srgb_and_says_nothing_else(inspect: Inspect) -> None:
    seen = await inspect(pictures.jpeg(comment=b"evil", exif=pictures.with_gps()))

    info = pictures.opened(seen.preview.path.read_bytes()).info
    assert not {"exif", "comment", "xmp"} & info.keys()
    assert b"sRGB" in info["icc_profile"].replace(b"\0", b"")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "I;16", "CMYK", "LAB", "F", "I"])
async def test_every_mode_has_a_preview(inspect: Inspect, mode: str) -> None:
    source = pictures.scene()
    match mode:
        case "LAB":
            lab = ImageCms.createProfile("LAB")
            picture = ImageCms.profileToProfile(source, ImageCms.createProfile("sRGB"), lab, outputMode="LAB")
            assert picture is not None
        case "P":
            picture = source.quantize(32)
        case "PA":
            picture = source.convert("RGBA").convert("PA")
        case "I;16":
            picture = source.convert("L").convert("I").point(lambda level: level * 257).convert("I;16")
        case _:
            picture = source.convert(mode)
    format_ = "PNG" if mode in {"1", "L", "LA", "P", "RGBA", "I;16"} else "TIFF"

    seen = await inspect(pictures.saved(picture, format_), "a")

    red, elsewhere = colour_at(seen.preview.path, (0.1, 0.1)), colour_at(seen.preview.path, (0.3, 0.9))
    assert red != elsewhere
    assert pictures.opened(seen.preview.path.read_bytes()).mode == "RGB"


async def test_sixteen_grey_bits_keep_their_tones(inspect: Inspect) -> None:
    grey = Image.new("I;16", (60, 40), 128 * 257)

    seen = await inspect(pictures.saved(grey, "PNG"), "a.png")

    assert colour_at(seen.preview.path, (0.5, 0.5)) == (128, 128, 128)


async def test_sixteen_colour_bits_keep_their_tones(inspect: Inspect) -> None:
    row = b"\0" + (b"\xff\xff" + b"\x80\x80" + b"\0\0") * 40

    seen = await inspect(pictures.png((40, 30), depth=16, rows=row * 30), "a.png")

    assert colour_at(seen.preview.path, (0.5, 0.5)) == pytest.approx((255, 128, 0), abs=3)


async def test_what_is_clear_becomes_white(inspect: Inspect) -> None:
    palette = Image.new("P", (60, 40), 0)
    palette.putpalette([200, 0, 0, 0, 0, 200])

    seen = await inspect(pictures.saved(palette, "PNG", transparency=0), "a.png")

    assert colour_at(seen.preview.path, (0.5, 0.5)) == (255, 255, 255)


async def test_ink_without_a_profile_looks_as_in_every_viewer(inspect: Inspect) -> None:
    seen = await inspect(pictures.saved(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG"))

    assert is_red(colour_at(seen.preview.path, (0.5, 0.5)))


async def test_ink_in_a_tiff_looks_the_same(inspect: Inspect) -> None:
    ink = Image.new("CMYK", (60, 40), (0, 255, 255, 0))

    seen = await inspect(pictures.saved(ink, "TIFF", compression="tiff_lzw"), "a.tif")

    assert is_red(colour_at(seen.preview.path, (0.5, 0.5)))


async def test_another_profile_is_turned_into_srgb(inspect: Inspect) -> None:
    lab_like = pictures.swapped_profile()

    seen = await inspect(pictures.jpeg(icc_profile=lab_like))

    assert not is_red(colour_at(seen.preview.path, (0.1, 0.1)))


async def test_an_animation_shows_its_first_frame(inspect: Inspect) -> None:
    blue = Image.new("RGB", (40, 30), "blue")
    content = pictures.saved(
        Image.new("RGB", (40, 30), "red"), "WEBP", save_all=True, append_images=[blue], lossless=True
    )

    seen = await inspect(content, "a.webp")

    assert seen.facts.frames == 2
    assert is_red(colour_at(seen.preview.path, (0.5, 0.5)))


async def test_what_hid_behind_the_picture_does_not_leave(inspect: Inspect) -> None:
    seen = await inspect(pictures.with_zip_behind(pictures.jpeg()))

    assert b"evil.html" not in seen.preview.path.read_bytes() + seen.thumbnail.path.read_bytes()
