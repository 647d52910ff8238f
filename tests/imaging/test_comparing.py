"""Two versions side by side: what an encoder did is no change, what a person did is found, and where."""

from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageChops, ImageDraw, ImageFont

from imaging.comparison import Box, Comparison, Exhibit, per_cent, where
from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.inside.aligning import overlay
from imaging.inside.differing import Difference, difference
from imaging.inside.plate import heat_of
from imaging.limits import Limits
from tests.imaging import pictures

PHOTOGRAPHS = sorted(Path("bot/tour/photographs").glob("*.jpg"))
RED, WIDE, LARGE = (200, 30, 40), (600, 400), (1200, 800)
NOISE = 0.005  # of the picture
every_photograph = pytest.mark.parametrize(
    ("path", "size"),
    [*((path, WIDE) for path in PHOTOGRAPHS), (PHOTOGRAPHS[0], LARGE)],
    ids=[*(path.stem for path in PHOTOGRAPHS), "large"],
)
in_loop = pytest.mark.asyncio(loop_scope="module")
Compare = Callable[..., Coroutine[None, None, Comparison]]


@cache
def photograph(path: Path, size: tuple[int, int] = WIDE) -> Image.Image:
    with Image.open(path) as found:
        found.draft("RGB", size)
        return found.convert("RGB").resize(size)


def encoded(picture: Image.Image, quality: int = 85) -> Image.Image:
    return pictures.opened(pictures.saved(picture, "JPEG", quality=quality))


def measured(older: Image.Image, newer: Image.Image) -> Difference:
    both = overlay(older, newer)
    return difference(both.older, both.newer)


def told(found: Difference) -> str:
    return where(found.changed, found.boxes)


def with_logo(corner: tuple[int, int], colour: tuple[int, int, int] = RED) -> Image.Image:
    picture = pictures.scene(WIDE).copy()
    pen = ImageDraw.Draw(picture)
    pen.rectangle((*corner, corner[0] + 74, corner[1] + 44), fill=colour)
    pen.ellipse((corner[0] + 10, corner[1] + 5, corner[0] + 45, corner[1] + 40), fill="white")
    return encoded(picture)


def with_word(word: str) -> Image.Image:
    picture = Image.new("RGB", LARGE, "white")
    ImageDraw.Draw(picture).text((820, 700), word, font=ImageFont.load_default(40), fill="black")
    return encoded(picture)


@every_photograph
def test_saved_again_at_a_lower_quality_is_no_change(path: Path, size: tuple[int, int]) -> None:
    picture = photograph(path, size)

    assert measured(encoded(picture, 95), encoded(picture, 60)).changed < NOISE


@every_photograph
def test_half_the_resolution_is_no_change(path: Path, size: tuple[int, int]) -> None:
    picture = photograph(path, size)
    half = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)

    assert measured(encoded(picture, 95), encoded(half, 75)).changed < NOISE


def test_a_moved_logo_is_found_where_it_was_and_where_it_is() -> None:
    found = measured(with_logo((40, 310)), with_logo((480, 30)))

    assert found.changed == pytest.approx(2 * 75 * 45 / (600 * 400), rel=0.1)
    assert told(found) == "top right and bottom left"


@pytest.mark.parametrize("blue", [47, 54, 80])
def test_another_shade_of_the_brand_colour_is_found(blue: int) -> None:
    area = (350, 250, 599, 399)
    older, newer = pictures.scene(WIDE).copy(), pictures.scene(WIDE).copy()
    ImageDraw.Draw(older).rectangle(area, fill=RED)
    ImageDraw.Draw(newer).rectangle(area, fill=(200, 30, blue))

    found = measured(encoded(older), encoded(newer))

    assert found.changed == pytest.approx(250 * 150 / (600 * 400), rel=0.1)
    assert told(found) == "bottom right"


def test_another_word_is_found() -> None:
    found = measured(with_word("in stores on Monday"), with_word("in stores on Friday"))

    assert 0.0005 < found.changed < 0.01
    assert [box.place for box in found.boxes] == ["bottom right"]


@pytest.mark.parametrize("brighter", [6, 12, 40])
def test_a_brighter_picture_has_changed_everywhere(brighter: int) -> None:
    picture = photograph(PHOTOGRAPHS[0])

    found = measured(encoded(picture), encoded(picture.point(lambda level: level + brighter), 75))

    assert found.changed > 0.95
    assert told(found).endswith("everywhere")


@pytest.mark.parametrize("part", [(150, 0, 470, 400), (0, 75, 600, 300)])
def test_a_cropped_picture_is_found_in_the_whole_one(part: tuple[int, int, int, int]) -> None:
    whole = photograph(PHOTOGRAPHS[0])
    both = overlay(encoded(whole), encoded(whole.crop(part)))

    assert not both.is_same_shape
    assert difference(both.older, both.newer).changed < NOISE
    assert overlay(encoded(whole.crop(part)), encoded(whole)).part == pytest.approx(
        (part[0] / 600, part[1] / 400, part[2] / 600, part[3] / 400), abs=0.01
    )


def half(picture: Image.Image) -> Image.Image:
    smaller = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)
    return pictures.opened(pictures.saved(smaller, "WEBP", quality=75))


def with_line(word: str) -> Image.Image:
    picture = photograph(PHOTOGRAPHS[0]).copy()
    ImageDraw.Draw(picture).text((60, 340), f"Sale ends on {word}", font=ImageFont.load_default(24), fill="white")
    return picture


@pytest.mark.parametrize("part", [(9, 6, 591, 394), (18, 12, 600, 400), (0, 0, 582, 388), (5, 10, 585, 398)])
@pytest.mark.parametrize("path", PHOTOGRAPHS[:2], ids=lambda path: path.stem)
def test_a_slight_crop_is_no_change_of_what_both_show(path: Path, part: tuple[int, int, int, int]) -> None:
    whole = photograph(path)
    both = overlay(encoded(whole, 95), half(whole.crop(part)))

    assert not both.is_same_shape
    assert difference(both.older, both.newer).changed < NOISE
    assert overlay(encoded(whole.crop(part)), encoded(whole)).part == pytest.approx(
        (part[0] / 600, part[1] / 400, part[2] / 600, part[3] / 400), abs=0.005
    )


@pytest.mark.parametrize("by", [(2, 1), (-3, 4), (8, -6)])
def test_a_picture_that_was_moved_by_some_pixels_is_laid_where_it_fits(by: tuple[int, int]) -> None:
    older, newer = with_line("Monday"), ImageChops.offset(with_line("Friday"), *by)

    assert measured(encoded(older), encoded(ImageChops.offset(older, *by))).changed < NOISE
    found = measured(encoded(older), encoded(newer, 75))
    assert 0.001 < found.changed < 0.02
    assert len(found.boxes) == 1


SMALL = st.tuples(st.integers(1, 90), st.integers(1, 90))


@st.composite
def drawings(draw: st.DrawFn, size: tuple[int, int] | None = None) -> Image.Image:
    size = size or draw(SMALL)
    picture = Image.new("RGB", size, draw(st.sampled_from(["white", "black", "#c81e28"])))
    for _ in range(draw(st.integers(0, 3))):
        left, top = draw(st.integers(0, size[0] - 1)), draw(st.integers(0, size[1] - 1))
        right, bottom = draw(st.integers(left, size[0])), draw(st.integers(top, size[1]))
        ImageDraw.Draw(picture).rectangle((left, top, right, bottom), fill=draw(st.sampled_from(["red", "blue"])))
    return picture


@given(drawings())
def test_the_same_picture_has_not_changed(picture: Image.Image) -> None:
    found = measured(picture, picture)

    assert (found.changed, found.boxes) == (0, ())


@given(SMALL.flatmap(lambda size: st.tuples(drawings(size), drawings(size))))
def test_who_is_the_older_makes_no_difference(pair: tuple[Image.Image, Image.Image]) -> None:
    there, back = measured(*pair), measured(*reversed(pair))

    assert (there.changed, there.boxes) == (back.changed, back.boxes)


def test_nor_where_they_are_laid_over_one_another() -> None:
    older, newer = encoded(with_line("Monday")), half(with_line("Friday").crop((9, 6, 591, 394)))

    there, back = measured(older, newer), measured(newer, older)

    assert (there.changed, there.boxes) == (back.changed, back.boxes)


@pytest.fixture
def compare(darkroom: Darkroom, tmp_path: Path) -> Compare:
    async def compared(older: bytes, newer: bytes, *, room: Darkroom = darkroom) -> Comparison:
        for name, content in (("older", older), ("newer", newer)):
            (tmp_path / name).write_bytes(content)
        first, second = Exhibit("Version 1", tmp_path / "older"), Exhibit("Version 2", tmp_path / "newer")
        return await room.compare(first, second, tmp_path / "comparison.jpg")

    return compared


@in_loop
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(older=drawings(), newer=drawings())
async def test_any_two_pictures_make_one(compare: Compare, older: Image.Image, newer: Image.Image) -> None:
    found = await compare(pictures.saved(older, "PNG"), pictures.saved(newer, "PNG"))

    assert found.plate.width == 1600
    assert 0 <= found.changed <= 1
    assert all(0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1 for box in found.boxes)


@in_loop
async def test_how_a_file_lies_and_how_it_is_saved_is_no_change(compare: Compare) -> None:
    picture = photograph(PHOTOGRAPHS[0])
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    turned = picture.transpose(Image.Transpose.ROTATE_90)
    smaller = turned.resize((turned.width // 2, turned.height // 2), Image.Resampling.LANCZOS)

    found = await compare(
        pictures.saved(picture, "JPEG", quality=95, icc_profile=pictures.profile(b"Camera")),
        pictures.saved(smaller, "WEBP", quality=75, exif=exif),
    )

    assert found.changed < NOISE
    assert found.is_same_shape


@in_loop
async def test_the_same_two_give_the_same_bytes(compare: Compare, tmp_path: Path) -> None:
    older, newer = pictures.jpeg(quality=95), pictures.saved(pictures.scene(seed=8), "PNG")

    first, second = await compare(older, newer), await compare(older, newer)

    assert first == second
    with Image.open(tmp_path / "comparison.jpg") as plate:
        assert (plate.format, plate.size) == ("JPEG", (first.plate.width, first.plate.height))
        assert "icc_profile" in plate.info


@in_loop
@pytest.mark.parametrize("size", [(450, 300), (300, 450), (300, 300), (500, 150), (100, 450)])
async def test_any_shape_stays_readable_in_a_thread(compare: Compare, size: tuple[int, int]) -> None:
    """Slack shows it 360 px wide and no higher than about 480."""
    found = await compare(pictures.jpeg(size, quality=95), pictures.jpeg(size, quality=50))

    assert found.changed < NOISE
    assert found.is_same_shape
    assert 0.4 < found.plate.height / found.plate.width < 1.2


@in_loop
async def test_a_broken_picture_is_called_by_its_label(compare: Compare) -> None:
    with pytest.raises(Unreadable) as refused:
        await compare(pictures.jpeg(), pictures.jpeg()[:2_000])

    assert refused.value.reason is Reason.TRUNCATED
    assert refused.value.sentence.startswith("Version 2 is cut off")


@in_loop
async def test_a_picture_that_is_too_large_is_called_by_its_label(compare: Compare) -> None:
    async with Darkroom(Limits(max_pixels=50_000)) as small:
        with pytest.raises(Unreadable, match=r"^Version 1 has 320 × 200 pixels"):  # noqa: RUF001
            await compare(pictures.jpeg(), pictures.jpeg((120, 80)), room=small)


def test_the_heat_map_is_told_by_lightness_alone() -> None:
    levels = [Image.new("RGB", (1, 1), heat_of(level)).convert("L").getpixel((0, 0)) for level in range(0, 256, 8)]

    assert levels == sorted(set(levels))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (0, "0 %"),
        (0.00004, "under 0.1 %"),
        (0.0412, "4.1 %"),
        (0.09999, "10.0 %"),
        (0.37, "37 %"),
        (0.999, "99 %"),
        (1, "100 %"),
    ],
)
def test_a_figure_is_as_exact_as_it_helps(changed: float, said: str) -> None:
    assert per_cent(changed) == said


@pytest.mark.parametrize(
    ("corners", "place"),
    [
        ((0.7, 0.0, 0.9, 0.2), "top right"),
        ((0.4, 0.4, 0.6, 0.6), "in the middle"),
        ((0.0, 0.4, 0.1, 0.5), "left"),
        ((0.1, 0.9, 0.9, 1.0), "along the bottom"),
        ((0.1, 0.4, 0.9, 0.6), "across the middle"),
        ((0.45, 0.1, 0.55, 0.9), "down the middle"),
        ((0.0, 0.0, 0.2, 1.0), "along the left"),
        ((0.1, 0.1, 0.9, 0.9), "across the picture"),
    ],
)
def test_a_place_has_a_name(corners: tuple[float, float, float, float], place: str) -> None:
    left, top, right, bottom = corners

    assert Box(left=left, top=top, right=right, bottom=bottom).place == place


@given(st.floats(0, 1), st.lists(st.builds(Box, **dict.fromkeys(("left", "top", "right", "bottom"), st.floats(0, 1)))))
def test_places_are_a_few_words(changed: float, boxes: list[Box]) -> None:
    said = where(changed, boxes)

    assert (said == "") is (not boxes)
    assert len(said) < 60
