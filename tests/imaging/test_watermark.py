"""A watermark lies where it is asked for, as large and as faint as asked, and nowhere else."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from imaging.recipes import Fit, Format, Recipe
from imaging.watermark import Position, Watermark
from tests.imaging import pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")

SIZE = (400, 300)
Box = tuple[int, int, int, int]


def recipe(name: str, watermark: Watermark | None, format_: Format = Format.PNG) -> Recipe:
    return Recipe(name=name, format=format_, fit=Fit.FIT, width=400, height=400, watermark=watermark)


def laid(folder: Path, name: str, picture: Image.Image) -> Path:
    path = folder / name
    path.write_bytes(pictures.saved(picture, "PNG"))
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return laid(tmp_path, "source", Image.new("RGB", SIZE, "#808080"))


@pytest.fixture
def logo(tmp_path: Path) -> str:
    """A red square with a clear frame."""
    picture = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    picture.paste((255, 0, 0, 255), (10, 10, 30, 30))
    return str(laid(tmp_path, "logo.png", picture))


def changed(path: Path) -> Box | None:
    picture = pictures.opened(path.read_bytes()).convert("RGB")
    return ImageChops.difference(picture, Image.new("RGB", picture.size, "#808080")).getbbox()


async def test_each_position_has_its_place(darkroom: Darkroom, source: Path, logo: str, tmp_path: Path) -> None:
    marks = [recipe(one, Watermark(picture=logo, position=one, opacity=100, width=20)) for one in Position]

    made = await darkroom.render(source, marks, tmp_path / "out")

    starts = {Position(one.name): (changed(one.path) or (0, 0, 0, 0))[:2] for one in made}
    rows = {"top": 9 + 20, "middle": 110 + 20, "bottom": 300 - 80 - 9 + 20}
    columns = {"left": 9 + 20, "middle": 160 + 20, "right": 400 - 80 - 9 + 20}
    for position, (left, top) in starts.items():
        words = position.split("_")
        assert left == pytest.approx(
            next((columns[word] for word in words if word in columns), 180), abs=7
        )  # LANCZOS rings a little
        assert top == pytest.approx(
            next((rows[word] for word in words if word in rows), 130), abs=7
        )  # LANCZOS rings a little


async def test_half_as_opaque_is_half_as_red(darkroom: Darkroom, source: Path, logo: str, tmp_path: Path) -> None:
    mark = Watermark(picture=logo, position=Position.MIDDLE, opacity=50)
    (made,) = await darkroom.render(source, [recipe("one", mark)], tmp_path / "out")

    assert pictures.opened(made.path.read_bytes()).getpixel((200, 150)) == pytest.approx((192, 64, 64), abs=2)


async def test_a_text_is_as_wide_as_asked_and_the_same_each_time(
    darkroom: Darkroom, source: Path, tmp_path: Path
) -> None:
    marks = [recipe(name, Watermark(text="© Galley Foods", width=40, opacity=100)) for name in ("a", "b")]

    one, other = await darkroom.render(source, marks, tmp_path / "out")

    left, _, right, bottom = changed(one.path) or (0, 0, 0, 0)
    assert right - left == pytest.approx(160, abs=2)
    assert (400 - right, 300 - bottom) == pytest.approx((9, 9), abs=2)
    assert one.sha256 == other.sha256


@pytest.mark.parametrize("format_", Format)
async def test_what_is_made_from_a_marked_rendition_bears_no_mark_of_it(
    darkroom: Darkroom, source: Path, logo: str, tmp_path: Path, format_: Format
) -> None:
    small = Recipe(name="small", format=Format.PNG, fit=Fit.FIT, width=100, height=100)
    marked, plain = await darkroom.render(
        source, [recipe("marked", Watermark(picture=logo), format_), small], tmp_path / "out"
    )

    assert changed(marked.path)
    assert changed(plain.path) is None


async def test_a_mark_that_is_not_there_is_refused_by_name(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"“one” cannot be made: its watermark mark\.png is missing"):
        await darkroom.render(source, [recipe("one", Watermark(picture=str(tmp_path / "mark.png")))], tmp_path / "out")


async def test_a_mark_that_is_no_picture_is_refused_too(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    (tmp_path / "mark.png").write_text("not a picture", encoding="ascii")

    with pytest.raises(Unreadable, match="or is no picture that can be opened"):
        await darkroom.render(source, [recipe("one", Watermark(picture=str(tmp_path / "mark.png")))], tmp_path / "out")


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (2_000, 2)], ids=str)
async def test_the_smallest_rendition_can_bear_one(
    darkroom: Darkroom, logo: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    source = laid(tmp_path, "sliver", Image.new("RGB", size))
    marks = [recipe("a", Watermark(picture=logo)), recipe("b", Watermark(text="©"))]

    made = await darkroom.render(source, marks, tmp_path / "out")

    assert len(made) == len(marks)
