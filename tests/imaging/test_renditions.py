"""Renditions: several from one decode, exact boxes, equal bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.recipes import Fit, Format, Recipe
from tests.imaging import pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")


def recipe(
    name: str = "one",
    format_: Format = Format.JPEG,
    fit: Fit = Fit.FIT,
    *,
    box: tuple[int, int] = (400, 400),
    quality: int = 82,
    max_bytes: int | None = None,
) -> Recipe:
    return Recipe(name=name, format=format_, fit=fit, width=box[0], height=box[1], quality=quality, max_bytes=max_bytes)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(pictures.jpeg((1_600, 1_000), quality=92, exif=pictures.with_gps()))
    return path


async def test_each_fit_meets_its_box(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    made = await darkroom.render(source, [recipe(fit.value, fit=fit) for fit in Fit], tmp_path / "out")

    sizes = {one.name: (one.width, one.height) for one in made}
    assert sizes == {"fit": (400, 250), "fill": (400, 400), "pad": (400, 400)}
    for one in made:
        assert pictures.opened(one.path.read_bytes()).size == (one.width, one.height)


async def test_padding_is_white_and_filling_cuts(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    padded, filled = await darkroom.render(source, [recipe("p", fit=Fit.PAD), recipe("f", fit=Fit.FILL)], tmp_path)

    assert pictures.opened(padded.path.read_bytes()).getpixel((2, 2)) == (255, 255, 255)
    assert pictures.opened(filled.path.read_bytes()).getpixel((2, 2)) != (255, 255, 255)


async def test_only_filling_enlarges(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    box = (2_000, 2_000)
    fit, fill = await darkroom.render(source, [recipe("a", box=box), recipe("b", fit=Fit.FILL, box=box)], tmp_path)

    assert (fit.width, fit.height) == (1_600, 1_000)
    assert (fill.width, fill.height) == (2_000, 2_000)


@pytest.mark.parametrize("format_", Format)
async def test_every_format_can_be_written(darkroom: Darkroom, source: Path, tmp_path: Path, format_: Format) -> None:
    (made,) = await darkroom.render(source, [recipe("hero", format_)], tmp_path)

    assert made.path == tmp_path / f"hero.{format_.extension}"
    assert pictures.opened(made.path.read_bytes()).format == format_.name
    assert made.media_type == f"image/{format_}"


async def test_equal_input_gives_equal_bytes(source: Path, tmp_path: Path) -> None:
    recipes = [recipe(format_.value, format_) for format_ in Format]
    async with Darkroom() as one, Darkroom() as other:
        first = await one.render(source, recipes, tmp_path / "a")
        second = await other.render(source, recipes, tmp_path / "b")

    assert [made.sha256 for made in first] == [made.sha256 for made in second]


async def test_order_and_company_of_recipes_do_not_matter_to_their_sizes(
    darkroom: Darkroom, source: Path, tmp_path: Path
) -> None:
    recipes = [recipe("small", box=(80, 80)), recipe("large", box=(1_200, 1_200)), recipe("mid")]

    made = await darkroom.render(source, recipes, tmp_path)

    assert [(one.name, one.width) for one in made] == [("small", 80), ("large", 1_200), ("mid", 400)]


async def test_company_hardly_changes_a_picture(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    many = [recipe(f"r{edge}", Format.PNG, box=(edge, edge)) for edge in (1_500, 900, 400, 250, 120)]
    together = await darkroom.render(source, many, tmp_path / "together")
    alone = await darkroom.render(source, many[-1:], tmp_path / "alone")

    difference = ImageChops.difference(Image.open(together[-1].path), Image.open(alone[0].path))
    assert max(ImageStat.Stat(difference).mean) < 1.5


async def test_creator_and_copyright_stay_and_the_place_goes(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    (made,) = await darkroom.render(source, [recipe()], tmp_path)

    seen = await darkroom.inspect(made.path, name="a.jpg", preview=tmp_path / "p", thumbnail=tmp_path / "t")
    assert seen.facts.fields == {"creator": ("Ana",), "copyright_notice": ("© Ana",)}
    assert not seen.facts.has_gps
    assert seen.facts.colour_space == "sRGB"


async def test_a_weight_is_kept_by_lowering_the_quality(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    free, light = await darkroom.render(
        source, [recipe("a", quality=95), recipe("b", quality=95, max_bytes=9_000)], tmp_path
    )

    assert free.size_bytes > 9_000 >= light.size_bytes > 5_000
    assert (light.width, light.height) == (free.width, free.height)


@pytest.mark.parametrize("format_", [Format.JPEG, Format.PNG])
async def test_a_weight_that_cannot_be_kept_is_said(
    darkroom: Darkroom, source: Path, tmp_path: Path, format_: Format
) -> None:
    with pytest.raises(Unreadable, match="cannot be made into “feed”") as refusal:
        await darkroom.render(source, [recipe("feed", format_, max_bytes=500)], tmp_path / "out")

    assert refusal.value.reason is Reason.TOO_HEAVY


async def test_transparency_stays_where_the_format_has_it(darkroom: Darkroom, tmp_path: Path) -> None:
    clear = tmp_path / "clear.png"
    clear.write_bytes(pictures.saved(Image.new("RGBA", (60, 40), (0, 0, 0, 0)), "PNG"))

    webp, jpeg = await darkroom.render(clear, [recipe("a", Format.WEBP), recipe("b")], tmp_path)

    assert pictures.opened(webp.path.read_bytes()).mode == "RGBA"
    assert pictures.opened(jpeg.path.read_bytes()).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


async def test_two_recipes_of_one_name_are_refused(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a name each"):
        await darkroom.render(source, [recipe(), recipe()], tmp_path)


async def test_a_half_written_file_is_never_found(darkroom: Darkroom, source: Path, tmp_path: Path) -> None:
    await darkroom.render(source, [recipe()], tmp_path / "out")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["one.jpg"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: recipe("../evil"),
        lambda: recipe(""),
        lambda: recipe(box=(0, 9)),
        lambda: recipe(box=(9, 20_000)),
        lambda: recipe(quality=101),
        lambda: recipe(max_bytes=0),
    ],
)
async def test_a_recipe_that_cannot_be_made_is_refused_at_once(make: Callable[[], Recipe]) -> None:
    with pytest.raises(ValueError, match=r"name is|width and height|quality|max_bytes"):
        make()
