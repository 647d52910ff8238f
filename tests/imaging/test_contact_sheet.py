"""The contact sheet: a batch on one page, numbered."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from imaging.darkroom import Darkroom
from tests.imaging import pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "one.jpg"
    path.write_bytes(pictures.jpeg((600, 400)))
    return path


@pytest.mark.parametrize("count", [1, 2, 7, 50])
async def test_any_batch_fits_on_a_page(darkroom: Darkroom, picture: Path, tmp_path: Path, count: int) -> None:
    await darkroom.contact_sheet([(str(place + 1), picture) for place in range(count)], tmp_path / "sheet.jpg")

    with Image.open(tmp_path / "sheet.jpg") as sheet:
        assert (sheet.format, sheet.width) == ("JPEG", 2_000)
        assert sheet.height < 2_400


async def test_every_cell_has_its_own_number(darkroom: Darkroom, picture: Path, tmp_path: Path) -> None:
    await darkroom.contact_sheet([("1", picture), ("2", picture)], tmp_path / "sheet.jpg")

    with Image.open(tmp_path / "sheet.jpg") as sheet:
        left, right = sheet.crop((48, 48, 300, 300)), sheet.crop((1_014, 48, 1_266, 300))
    assert ImageChops.difference(left, right).convert("L").point(lambda level: 255 * (level > 60)).getbbox() is not None


async def test_a_number_is_the_pictures_own_even_where_one_before_it_is_left_out(
    darkroom: Darkroom, picture: Path, tmp_path: Path
) -> None:
    await darkroom.contact_sheet([("1", picture), ("2", picture)], tmp_path / "whole.jpg")
    await darkroom.contact_sheet([("1", picture), ("4", picture)], tmp_path / "gap.jpg")

    with Image.open(tmp_path / "whole.jpg") as whole, Image.open(tmp_path / "gap.jpg") as gap:
        seen = ImageChops.difference(whole, gap).convert("L").point(lambda level: 255 * (level > 60)).getbbox()
    assert seen is not None
    left, top, _, bottom = seen
    assert left > 1_000
    assert top < bottom < 300


async def test_a_name_is_written_under_its_picture(darkroom: Darkroom, picture: Path, tmp_path: Path) -> None:
    await darkroom.contact_sheet([("1", picture)], tmp_path / "bare.jpg")
    await darkroom.contact_sheet([("a very long name " * 20 + "ü.jpg", picture)], tmp_path / "named.jpg")

    with Image.open(tmp_path / "bare.jpg") as bare, Image.open(tmp_path / "named.jpg") as named:
        assert ImageChops.difference(bare, named).convert("L").point(lambda level: 255 * (level > 60)).getbbox()


async def test_a_bad_picture_keeps_its_place(darkroom: Darkroom, picture: Path, tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(pictures.TEXT)

    await darkroom.contact_sheet([("1", picture), ("2", tmp_path / "bad"), ("3", tmp_path / "no")], tmp_path / "s.jpg")

    assert (tmp_path / "s.jpg").exists()


@pytest.mark.parametrize("count", [0, 51])
async def test_a_page_has_its_bounds(darkroom: Darkroom, picture: Path, tmp_path: Path, count: int) -> None:
    with pytest.raises(ValueError, match="1 to 50 pictures"):
        await darkroom.contact_sheet([("x", picture)] * count, tmp_path / "sheet.jpg")
