"""Every bad file gets a typed refusal with a sentence, and the next good one still opens."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.limits import Limits
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def refused(inspect: Inspect, content: bytes, name: str = "photo.jpg", **options: Darkroom) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        await inspect(content, name, **options)
    return refusal.value


BAD: dict[str, tuple[Callable[[], bytes], str, Reason]] = {
    "an empty file": (lambda: b"", "photo.jpg", Reason.EMPTY),
    "text named .jpg": (lambda: pictures.TEXT, "photo.jpg", Reason.NOT_A_PICTURE),
    "an archive named .png": (lambda: pictures.with_zip_behind(b""), "photo.png", Reason.NOT_A_PICTURE),
    "one byte": (lambda: b"\xff", "photo.jpg", Reason.NOT_A_PICTURE),
    "PNG named .jpg": (lambda: pictures.saved(pictures.scene(), "PNG"), "photo.jpg", Reason.MISLABELLED),
    "JPEG named .txt": (pictures.jpeg, "photo.txt", Reason.MISLABELLED),
    "EPS named .jpg": (lambda: pictures.EPS, "photo.jpg", Reason.MISLABELLED),
    "EPS in a DOS wrapper": (lambda: b"\xc5\xd0\xd3\xc6" + bytes(26) + pictures.EPS, "photo.jpg", Reason.MISLABELLED),
    "PDF named .jpg": (lambda: pictures.PDF, "photo.jpg", Reason.MISLABELLED),
    "a header and nothing behind it": (lambda: b"\xff\xd8\xff\xe0", "photo.jpg", Reason.TRUNCATED),
    "a picture without height": (lambda: pictures.png((100, 0)), "photo.png", Reason.DAMAGED),
    "a text bomb": (
        lambda: pictures.png((9, 9), chunks=pictures.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(90_000_000)))),
        "photo.png",
        Reason.DAMAGED,
    ),
    "a tower of pixels": (lambda: pictures.png((12_000, 12_000), colour=0), "photo.png", Reason.TOO_MANY_PIXELS),
    "a header of four billion pixels": (
        lambda: pictures.png((65_000, 65_000), rows=b""),
        "a.png",
        Reason.TOO_MANY_PIXELS,
    ),
    "a WebP canvas without end": (lambda: pictures.webp_saying((16_000_000, 16_000)), "a.webp", Reason.TOO_MANY_PIXELS),
    "an animation without end": (lambda: pictures.gif(20_000), "photo.gif", Reason.TOO_MANY_FRAMES),
    "a document of 100 pages": (lambda: pictures.tiff(100), "scan.tiff", Reason.TOO_MANY_FRAMES),
}


@pytest.mark.parametrize("what", BAD)
async def test_a_bad_file_is_refused_and_the_next_one_opens(inspect: Inspect, what: str) -> None:
    content, name, reason = BAD[what]

    refusal = await refused(inspect, content(), name)

    assert refusal.reason is reason, refusal.sentence
    assert refusal.sentence.startswith(name)
    assert refusal.sentence.endswith(".")
    assert (await inspect(pictures.jpeg())).facts.width == 320


async def test_the_sentence_tells_the_numbers(inspect: Inspect) -> None:
    bomb = await refused(inspect, pictures.png((12_000, 12_000), colour=0), "wall.png")
    scan = await refused(inspect, pictures.tiff(100), "scan.tif")

    assert "pixels (144.0 megapixels); at most 110 megapixels" in bomb.sentence
    assert "has 100 pages; at most 8" in scan.sentence


async def test_a_lying_extension_is_told_its_right_one(inspect: Inspect) -> None:
    refusal = await refused(inspect, pictures.saved(pictures.scene(), "WEBP"), "photo.jpg")

    assert refusal.sentence == (
        "photo.jpg is a WebP picture inside, although its name ends in .jpg. "
        "Rename it to end in .webp, or export it as the format that you meant, and upload it again."
    )


@pytest.mark.parametrize("name", ["photo", "photo.final", "IMG.2026-11", "PHOTO.JPEG", "photo.jfif"])
async def test_a_name_that_promises_nothing_else_does_not_lie(inspect: Inspect, name: str) -> None:
    assert (await inspect(pictures.jpeg(), name)).facts.format == "JPEG"


@pytest.mark.parametrize("extension", pictures.FORMATS)
@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
async def test_a_file_cut_off_says_so(inspect: Inspect, extension: str, share: float) -> None:
    whole = pictures.good(extension)

    refusal = await refused(inspect, whole[: int(len(whole) * share)], f"photo.{extension}")

    assert refusal.reason is Reason.TRUNCATED, refusal.sentence


@pytest.mark.parametrize("extension", sorted(pictures.FORMATS.keys() - {"bmp"}))  # a BMP's pixels may be anything
async def test_a_file_with_garbage_inside_never_crashes(inspect: Inspect, extension: str) -> None:
    whole = pictures.good(extension)

    refusal = await refused(inspect, whole[:40] + b"\xa5" * (len(whole) - 80) + whole[-40:], f"photo.{extension}")

    assert refusal.reason in {Reason.DAMAGED, Reason.TRUNCATED, Reason.TOO_MANY_PIXELS}


async def test_a_profile_bomb_opens_no_bomb(inspect: Inspect) -> None:
    bomb = pictures.chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(90_000_000)))

    refusal = await refused(inspect, pictures.png((9, 9), chunks=bomb), "photo.png")

    assert refusal.reason is Reason.DAMAGED


async def test_a_directory_that_points_nowhere_is_refused(inspect: Inspect) -> None:
    refusal = await refused(inspect, b"II*\0" + struct.pack("<I", 0xFFFFFFF0) + bytes(200), "photo.tif")

    assert refusal.reason is Reason.TRUNCATED


async def test_a_missing_file_is_gone(darkroom: Darkroom, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        await darkroom.inspect(tmp_path / "no", name="a.jpg", preview=tmp_path / "p", thumbnail=tmp_path / "t")

    assert refusal.value.reason is Reason.GONE


async def test_a_folder_is_not_a_picture(darkroom: Darkroom, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        await darkroom.inspect(tmp_path, name="a.jpg", preview=tmp_path / "p", thumbnail=tmp_path / "t")

    assert refusal.value.reason is Reason.NOT_A_PICTURE


async def test_a_heavy_file_is_not_even_opened(inspect: Inspect) -> None:
    async with Darkroom(Limits(max_bytes=1_000)) as room:
        refusal = await refused(inspect, pictures.jpeg(), room=room)

    assert refusal.reason is Reason.TOO_HEAVY
    assert "at most 0.0 MB" in refusal.sentence


async def test_a_picture_that_needs_too_much_memory_is_refused(inspect: Inspect) -> None:
    async with Darkroom(Limits(memory_bytes=192 * 1024 * 1024)) as room:
        refusal = await refused(inspect, pictures.png((8_000, 8_000)), "photo.png", room=room)
        seen = await inspect(pictures.jpeg(), room=room)

    assert refusal.reason is Reason.TOO_MUCH_MEMORY
    assert seen.facts.width == 320


async def test_a_progressive_picture_without_room_is_not_called_damaged(inspect: Inspect) -> None:
    async with Darkroom(Limits(memory_bytes=256 * 1024 * 1024)) as room:
        refusal = await refused(inspect, pictures.jpeg((4_000, 4_000), progressive=True), room=room)

    assert refusal.reason is Reason.TOO_MUCH_MEMORY


async def test_a_refused_picture_leaves_no_file_behind(inspect: Inspect, tmp_path: Path) -> None:
    await refused(inspect, pictures.jpeg()[:3_000])

    assert [path.name for path in tmp_path.iterdir()] == ["blob"]


async def test_a_name_of_control_characters_stays_out_of_the_sentence(inspect: Inspect) -> None:
    refusal = await refused(inspect, pictures.TEXT, "a\x1b[31m\u202eb" + "c" * 200 + ".jpg")

    assert refusal.sentence.startswith("a[31mbccc")
    assert "…" in refusal.sentence
