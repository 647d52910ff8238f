"""One click puts a picture right, and says in words what was done."""

from pathlib import Path

import pytest
from PIL import Image

from imaging import repairs
from imaging.darkroom import Darkroom
from imaging.errors import Reason, Unreadable
from imaging.facts import Facts
from imaging.recipes import Format
from imaging.repairs import ChangeFormat, ConvertToSrgb, Lighten, Repair, Repaired, Shrink, StripGps
from tests.imaging import pictures

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Bench:
    """A source on the table, and the facts of what came of it."""

    def __init__(self, room: Darkroom, place: Path) -> None:
        self.room, self.place = room, place

    async def repair(self, content: bytes, *wanted: Repair) -> tuple[Repaired, Facts]:
        source, target = self.place / "source", self.place / "target"
        source.write_bytes(content)
        done = await self.room.repair(source, wanted, target)
        seen = await self.room.inspect(
            target, name="x", preview=self.place / "preview.jpg", thumbnail=self.place / "thumbnail.jpg"
        )
        return done, seen.facts


@pytest.fixture
def bench(darkroom: Darkroom, tmp_path: Path) -> Bench:
    return Bench(darkroom, tmp_path)


async def test_colours_become_srgb(bench: Bench) -> None:
    done, facts = await bench.repair(pictures.jpeg(icc_profile=pictures.profile(b"Adobe RGB")), ConvertToSrgb())

    assert done.lines == ("Converted the colours from Adobe RGB to sRGB.",)
    assert facts.colour_space == "sRGB"
    assert facts.icc_name == "sRGB built-in"


async def test_ink_becomes_srgb(bench: Bench) -> None:
    done, facts = await bench.repair(pictures.saved(pictures.cmyk(), "JPEG"), ConvertToSrgb())

    assert done.lines == ("Converted the colours from CMYK to sRGB.",)
    assert facts.mode == "RGB"


async def test_colours_stay_when_nobody_asks(bench: Bench) -> None:
    profile = pictures.profile(b"Adobe RGB")
    _, wide = await bench.repair(pictures.jpeg(icc_profile=profile), Shrink(100, 100))
    _, ink = await bench.repair(pictures.saved(pictures.cmyk(), "JPEG"), Shrink(50, 50))

    assert (wide.colour_space, wide.width) == ("Adobe RGB", 100)
    assert (ink.colour_space, ink.width) == ("CMYK", 50)


async def test_ink_cannot_stay_in_a_web_format(bench: Bench) -> None:
    done, facts = await bench.repair(pictures.saved(pictures.cmyk(), "JPEG"), ChangeFormat(Format.WEBP))

    assert done.lines == ("Converted the colours from CMYK to sRGB.", "Saved as WebP instead of JPEG.")
    assert facts.format == "WebP"


async def test_a_large_picture_is_scaled_down_and_never_up(bench: Bench) -> None:
    smaller, facts = await bench.repair(pictures.jpeg((1_600, 1_000)), Shrink(800, 800))
    same, _ = await bench.repair(pictures.jpeg((320, 200)), Shrink(800, 800))

    assert smaller.lines == ("Scaled down from 1,600 × 1,000 to 800 × 500 pixels.",)  # noqa: RUF001 - what a person reads
    assert (facts.width, facts.height) == (800, 500)
    assert same.lines == ("Saved again; nothing else had to be changed.",)


async def test_the_place_goes_and_the_owner_stays(bench: Bench) -> None:
    done, facts = await bench.repair(pictures.jpeg(exif=pictures.with_gps()), StripGps())

    assert done.lines == ("Removed the place where it was taken (GPS).",)
    assert not facts.has_gps
    assert facts.fields == {"creator": ("Ana",), "copyright_notice": ("© Ana",)}


async def test_the_place_stays_when_nobody_asks(bench: Bench) -> None:
    _, facts = await bench.repair(pictures.jpeg(exif=pictures.with_gps()), Shrink(100, 100))

    assert facts.has_gps


async def test_weight_goes_by_quality_first_then_by_size(bench: Bench) -> None:
    heavy = pictures.jpeg((1_600, 1_000), quality=100)
    lighter, same_size = await bench.repair(heavy, Lighten(80_000))
    lightest, smaller = await bench.repair(heavy, Lighten(8_000))

    assert lighter.size_bytes <= 80_000
    assert same_size.width == 1_600
    assert lightest.size_bytes <= 8_000
    assert smaller.width < 1_600
    assert lighter.lines[0].startswith("Saved lighter at quality")


async def test_weight_of_a_format_without_quality_goes_by_size(bench: Bench) -> None:
    done, facts = await bench.repair(pictures.saved(pictures.scene((800, 500)), "PNG"), Lighten(60_000))

    assert done.size_bytes <= 60_000
    assert facts.format == "PNG"


async def test_a_picture_too_long_for_a_format_is_scaled_to_it(bench: Bench) -> None:
    banner = pictures.saved(Image.new("RGB", (20_000, 10), "red"), "PNG")

    done, facts = await bench.repair(banner, ChangeFormat(Format.WEBP))

    assert facts.width == 16_383
    assert done.lines[0] == "Scaled down from 20,000 × 10 to 16,383 × 8 pixels."  # noqa: RUF001 - as people read it


async def test_a_weight_of_nothing_is_refused(bench: Bench) -> None:
    with pytest.raises(Unreadable) as refusal:
        await bench.repair(pictures.jpeg(), Lighten(20))

    assert refusal.value.reason is Reason.TOO_HEAVY


async def test_losses_are_told(bench: Bench) -> None:
    clear = pictures.saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")

    flat, _ = await bench.repair(clear, ChangeFormat(Format.JPEG))
    eight, _ = await bench.repair(pictures.png((40, 30), depth=16), StripGps())
    first, facts = await bench.repair(pictures.gif(3), StripGps())

    assert "Put on white where it was transparent." in flat.lines
    assert eight.lines == ("Reduced from 16 to 8 bits a channel.",)
    assert first.lines == ("Saved as PNG instead of GIF.", "Kept the first of 3 frames.")
    assert (first.format, facts.format) == (Format.PNG, "PNG")


async def test_a_picture_on_its_side_stays_upright(bench: Bench) -> None:
    done, facts = await bench.repair(pictures.jpeg(exif=pictures.exif(Orientation=6)), StripGps())

    assert done.lines == ("Turned upright.",)
    assert (facts.width, facts.height, facts.orientation) == (200, 320, 1)


async def test_resolution_for_print_stays(bench: Bench) -> None:
    _, facts = await bench.repair(pictures.jpeg(dpi=(300, 300)), ChangeFormat(Format.TIFF))

    assert facts.dpi == 300


async def test_what_hid_behind_or_inside_does_not_leave(bench: Bench) -> None:
    await bench.repair(pictures.with_zip_behind(pictures.jpeg(comment=b"hidden")), StripGps())

    written = (bench.place / "target").read_bytes()
    assert b"evil.html" not in written
    assert b"hidden" not in written


async def test_the_original_is_kept(bench: Bench) -> None:
    content = pictures.jpeg(exif=pictures.with_gps())

    await bench.repair(content, StripGps(), Shrink(50, 50))

    assert (bench.place / "source").read_bytes() == content


@pytest.mark.parametrize(
    "one", [ConvertToSrgb(), Shrink(800, 600), StripGps(), Lighten(2_000_000), ChangeFormat(Format.WEBP)]
)
async def test_a_repair_survives_json(one: Repair) -> None:
    assert repairs.from_json(repairs.to_json(one)) == one
