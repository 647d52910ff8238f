"""What is known of a picture once it has been opened."""

import json

import pytest
from PIL import ExifTags, Image, ImageChops

from imaging.facts import Facts
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("extension", pictures.FORMATS)
async def test_every_format_is_told_by_its_bytes(inspect: Inspect, extension: str) -> None:
    facts = (await inspect(pictures.good(extension), f"photo.{extension}")).facts

    assert facts.format == {"jpg": "JPEG", "webp": "WebP", "tif": "TIFF"}.get(extension, extension.upper())
    assert (facts.width, facts.height, facts.frames, facts.bit_depth) == (320, 200, 1, 8)
    assert (facts.ratio, facts.megapixels) == (1.6, 0.06)


async def test_facts_survive_json(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg(dpi=(300, 300), exif=pictures.with_gps()))).facts

    assert Facts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


async def test_facts_from_bad_json_are_refused() -> None:
    with pytest.raises(ValueError, match="format should be str"):
        Facts.from_json({"format": 3})


async def test_a_picture_lying_on_its_side_is_measured_as_people_see_it(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg((320, 200), exif=pictures.exif(Orientation=6)))).facts

    assert (facts.width, facts.height, facts.orientation) == (200, 320, 6)


@pytest.mark.parametrize("format_", ["PNG", "WEBP", "TIFF", "AVIF"])
async def test_orientation_counts_in_every_format_that_has_it(inspect: Inspect, format_: str) -> None:
    content = pictures.saved(pictures.scene((320, 200)), format_, exif=pictures.exif(Orientation=8))

    seen = await inspect(content, "photo")

    assert (seen.facts.width, seen.facts.height) == (200, 320)
    assert (seen.preview.width, seen.preview.height) == (200, 320)


@pytest.mark.parametrize(
    ("name", "space"),
    [(b"sRGB built-in", "sRGB"), (b"Adobe RGB", "Adobe RGB"), (b"Display P3", "Display P3"), (b"My monitor", "RGB")],
)
async def test_the_profile_names_the_colour_space(inspect: Inspect, name: bytes, space: str) -> None:
    facts = (await inspect(pictures.jpeg(icc_profile=pictures.profile(name)))).facts

    assert facts.colour_space == space
    assert facts.icc_name == name.decode()


async def test_rgb_without_a_profile_counts_as_srgb(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg())).facts

    assert (facts.colour_space, facts.icc_name) == ("sRGB", None)


async def test_a_camera_that_says_not_srgb_is_believed(inspect: Inspect) -> None:
    exif = pictures.exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.ColorSpace] = 0xFFFF

    facts = (await inspect(pictures.jpeg(exif=exif))).facts

    assert facts.colour_space == "RGB (untagged)"


async def test_a_profile_of_garbage_counts_as_none(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg(icc_profile=b"garbage" * 40))).facts

    assert (facts.colour_space, facts.icc_name) == ("sRGB", None)


async def test_print_and_grey_pictures_say_so(inspect: Inspect) -> None:
    ink = (await inspect(pictures.saved(pictures.cmyk(), "JPEG"))).facts
    grey = (await inspect(pictures.saved(pictures.scene().convert("L"), "PNG"), "a.png")).facts

    assert (ink.mode, ink.colour_space) == ("CMYK", "CMYK")
    assert (grey.mode, grey.colour_space) == ("L", "Grey")


async def test_sixteen_bits_are_seen_though_eight_are_shown(inspect: Inspect) -> None:
    png = (await inspect(pictures.png((40, 30), depth=16), "a.png")).facts
    tiff = (await inspect(pictures.saved(pictures.scene().convert("I;16"), "TIFF"), "a.tif")).facts

    assert (png.bit_depth, tiff.bit_depth) == (16, 16)


async def test_transparency_is_seen_in_a_palette_too(inspect: Inspect) -> None:
    palette = pictures.saved(pictures.scene().quantize(16), "PNG", transparency=0)

    assert (await inspect(palette, "a.png")).facts.has_alpha
    assert not (await inspect(pictures.saved(pictures.scene(), "PNG"), "a.png")).facts.has_alpha


async def test_exif_is_read_as_clean_text(inspect: Inspect) -> None:
    exif = pictures.exif(
        Artist="Zo\u00eb\u202e\x07  B".encode(), Copyright="© 2026 Zoë".encode(), XPTitle="Dawn\0".encode("utf-16-le")
    )
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:03 06:12:09"
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+01:00"

    facts = (await inspect(pictures.jpeg(exif=exif))).facts

    assert facts.fields == {
        "title": ("Dawn",),
        "creator": ("Zoë B",),
        "copyright_notice": ("© 2026 Zoë",),
        "captured_at": ("2026-11-03T06:12:09+01:00",),
    }


async def test_an_endless_text_is_cut(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg(exif=pictures.exif(Artist="a" * 40_000)))).facts

    assert facts.fields["creator"] == ("a" * 500,)


async def test_broken_exif_does_not_make_a_picture_unreadable(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg(exif=b"Exif\0\0MM\0*\0\0\xff\xff" + b"\xff" * 90))).facts

    assert (facts.orientation, facts.fields, facts.width) == (1, {}, 320)


async def test_the_place_is_noticed_in_exif_and_in_xmp(inspect: Inspect) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf exif:GPSLatitude="48,12.5N"/></x:xmpmeta>'

    assert (await inspect(pictures.jpeg(exif=pictures.with_gps()))).facts.has_gps
    assert (await inspect(pictures.jpeg(xmp=xmp))).facts.has_gps
    assert not (await inspect(pictures.jpeg())).facts.has_gps


async def test_resolution_is_told_when_believable(inspect: Inspect) -> None:
    assert (await inspect(pictures.jpeg(dpi=(300, 300)))).facts.dpi == 300
    assert (await inspect(pictures.saved(pictures.scene(), "PNG", dpi=(300, 300)), "a.png")).facts.dpi == 300
    assert (await inspect(pictures.jpeg())).facts.dpi is None


async def test_a_phone_s_further_pictures_are_no_frames(inspect: Inspect) -> None:
    phone = pictures.saved(pictures.scene(), "MPO", save_all=True, append_images=[pictures.scene((64, 40))])

    facts = (await inspect(phone)).facts

    assert (facts.format, facts.frames, facts.width) == ("JPEG", 1, 320)


async def test_frames_and_pages_are_counted(inspect: Inspect) -> None:
    assert (await inspect(pictures.gif(40), "a.gif")).facts.frames == 40
    assert (await inspect(pictures.tiff(3), "a.tif")).facts.frames == 3
    assert (await inspect(pictures.tiff_biting_its_tail(), "a.tif")).facts.frames == 1


async def test_dominant_colours_have_shares_and_plain_words(inspect: Inspect) -> None:
    flag = Image.new("RGB", (300, 300), (0, 36, 125))
    flag.paste((205, 20, 30), (0, 0, 300, 100))
    flag.paste((208, 22, 33), (0, 0, 300, 50))  # nobody would call this another colour

    colours = (await inspect(pictures.saved(flag, "PNG"), "a.png")).facts.colours

    assert [(one.word, round(one.share, 1)) for one in colours] == [("blue", 0.7), ("red", 0.3)]
    assert colours[0].hex.startswith("#00")


async def test_what_is_transparent_has_no_colour(inspect: Inspect) -> None:
    logo = Image.new("RGBA", (80, 80))
    logo.paste((255, 255, 0, 255), (0, 0, 40, 40))
    nothing = Image.new("RGBA", (80, 80))

    assert [one.word for one in (await inspect(pictures.saved(logo, "PNG"), "a.png")).facts.colours] == ["yellow"]
    assert (await inspect(pictures.saved(nothing, "PNG"), "a.png")).facts.colours == ()


async def test_the_same_picture_has_the_same_colours_however_large(inspect: Inspect) -> None:
    grain = Image.effect_noise((960, 600), 20).convert("RGB")
    beach = Image.new("RGB", grain.size, (90, 160, 235))
    beach.paste((226, 202, 160), (0, 400, 960, 600))
    beach.paste((20, 60, 120), (0, 300, 960, 400))
    beach = ImageChops.overlay(beach, grain)
    large = (await inspect(pictures.saved(beach, "JPEG"))).facts.colours
    small = (await inspect(pictures.saved(beach.resize((480, 300)), "JPEG"))).facts.colours

    assert [one.word for one in large] == [one.word for one in small]
    assert [one.word for one in large] == ["blue", "beige", "blue"]
    assert [round(one.share, 1) for one in large] == [round(one.share, 1) for one in small] == [0.5, 0.3, 0.2]
    assert [one.share for one in large] == sorted((one.share for one in large), reverse=True)


@pytest.mark.parametrize("size", [(320, 200), (200, 320), (201, 200), (400, 200)])
async def test_a_picture_has_a_shape(inspect: Inspect, size: tuple[int, int]) -> None:
    shapes = {(320, 200): "landscape", (200, 320): "portrait", (201, 200): "square", (400, 200): "panorama"}

    assert (await inspect(pictures.jpeg(size))).facts.to_json()["shape"] == shapes[size]


async def test_look_alikes_have_near_hashes(inspect: Inspect) -> None:
    original = (await inspect(pictures.jpeg((640, 400)))).facts.dhash
    smaller = (
        await inspect(pictures.saved(pictures.scene((640, 400)).resize((300, 188)), "WEBP"), "b.webp")
    ).facts.dhash
    other = (await inspect(pictures.saved(pictures.scene((640, 400), seed=99), "JPEG"))).facts.dhash

    assert len(original) == 16
    assert (int(original, 16) ^ int(smaller, 16)).bit_count() <= 2
    assert (int(original, 16) ^ int(other, 16)).bit_count() > 10
