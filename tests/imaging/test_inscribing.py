"""What leaves says of itself what it should: written by us, read by ExifTool; written by ExifTool, kept by us."""

import struct
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imaging.darkroom import Darkroom
from imaging.facts import Facts
from imaging.inscription import Inscription, Keep
from imaging.inside import directories, iim, inscribing, opening, rdf, xmp
from imaging.inside.developing import negative
from imaging.inside.packets import Packets
from imaging.limits import Limits
from imaging.recipes import Fit, Format, Recipe
from imaging.repairs import ChangeFormat, ConvertToSrgb, Repair, StripGps
from tests.imaging import exiftool, pictures
from tests.imaging.exiftool import needs_exiftool

pytestmark = pytest.mark.asyncio(loop_scope="module")

APPROVED = Inscription(
    fields={
        "title": ("Autumn & <more>",),
        "description": ("Leaves\u202e on a\nroad",),
        "alt_text": ("A road full of leaves",),
        "keywords": ("leaf", "rust"),
        "creator": ("Zoë Müller", "Bo"),
        "copyright_notice": ("© 2026 Acme",),
        "usage_terms": ("Web only",),
        "licence_start": ("2026-01-01",),
        "licence_end": ("2027-01-31",),
        "licensor_url": ("https://acme.example",),
        "campaign": ("Autumn",),
        "asset_id": ("01J0HERO",),
    }
)
BY_EXIFTOOL = (
    "-IFD0:Artist=Ana", "-Make=Canon", "-ExposureTime=0.008", "-DateTimeOriginal=2026:11:03 06:12:09", "-Orientation=6",
    "-UserComment=Grüße", "-GPSLatitude=48.2", "-GPSLatitudeRef=N", "-GPSLongitude=16.3", "-GPSLongitudeRef=E",
    "-CodedCharacterSet=UTF8", "-IPTC:Headline=Die Größe", "-IPTC:Keywords=sea", "-IPTC:Contact=Ana Foto",
    "-XMP-dc:Title=Dawn", "-XMP-dc:Title-de=Morgenröte", "-XMP-xmpMM:DocumentID=xmp.did:1", "-XMP-xmp:Rating=4",
    "-XMP-exif:GPSLatitude=48.2", "-XMP-exif:GPSLongitude=16.3", "-XMP-plus:LicensorName=Acme",
    "-XMP-tiff:Orientation=6", "-XMP-iptcExt:LocationShown={City=Wien,GPSLatitude=48.2}",
)  # fmt: skip


def _torn(place: int, instead: bytes) -> bytes:
    """A packet with some bytes of it changed."""
    whole = pictures.xmp(
        '<rdf:Description xmlns:other0="urn:a" xmlns:b="urn:b&amp;c" other0:x="1" b:y="2" photoshop:Credit="Ana">'
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Dawn</rdf:li></rdf:Alt></dc:title></rdf:Description>'
    )
    return whole[:place] + instead + whole[place + len(instead) :]


class Desk:
    def __init__(self, room: Darkroom, place: Path) -> None:
        self.room, self.place, self.source = room, place, place / "source.jpg"

    def lay(self, content: bytes) -> None:
        self.source.write_bytes(content)

    async def render(self, inscription: Inscription, keep: Keep = Keep.KEEP, *formats: Format) -> list[Path]:
        recipes = [
            Recipe(name=one.value, format=one, fit=Fit.FIT, width=60, height=60, metadata=keep)
            for one in formats or (Format.JPEG,)
        ]
        made = await self.room.render(self.source, recipes, self.place / "out", inscription=inscription)
        return [one.path for one in made]

    async def repair(self, *wanted: Repair) -> Path:
        return (await self.room.repair(self.source, wanted, self.place / "repaired")).path

    async def facts(self, file: Path) -> Facts:
        seen = await self.room.inspect(file, name="x", preview=self.place / "preview", thumbnail=self.place / "thumb")
        return seen.facts


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photograph") / "photograph.jpg"
    path.write_bytes(pictures.jpeg((16, 10)))
    return path


@pytest.fixture(scope="module")
def by_exiftool(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A photograph lying on its side, with what ExifTool wrote into it."""
    path = tmp_path_factory.mktemp("by_exiftool") / "photograph.jpg"
    path.write_bytes(pictures.jpeg((120, 80)))
    exiftool.write(path, *BY_EXIFTOOL)
    return path.read_bytes()


@pytest.fixture
def desk(darkroom: Darkroom, tmp_path: Path) -> Desk:
    desk = Desk(darkroom, tmp_path)
    desk.lay(pictures.jpeg((120, 80)))
    return desk


@needs_exiftool
async def test_exiftool_reads_what_is_inscribed_in_every_format(desk: Desk) -> None:
    files = await desk.render(APPROVED, Keep.KEEP, *Format)

    for said in exiftool.read(*files):
        assert said["XMP-dc:Title"] == "Autumn & <more>"
        assert said["XMP-dc:Description"] == said["IFD0:ImageDescription"] == "Leaves on a road"
        assert said["XMP-dc:Subject"] == ["leaf", "rust"]
        assert said["XMP-dc:Creator"] == ["Zoë Müller", "Bo"]
        assert said["XMP-dc:Rights"] == said["IFD0:Copyright"] == "© 2026 Acme"
        assert said["IFD0:Artist"] == "Zoë Müller; Bo"
        assert said["XMP-xmpRights:UsageTerms"] == "Web only"
        assert said["XMP-iptcCore:AltTextAccessibility"] == "A road full of leaves"
        assert (said["XMP-plus:LicenseStartDate"], said["XMP-plus:LicenseEndDate"]) == ("2026:01:01", "2027:01:31")
        assert said["XMP-prism:ExpirationDate"] == "2027-01-31"
        assert said["XMP-plus:Licensor"] == [{"LicensorURL": "https://acme.example"}]
        assert (said["XMP-galley:AssetId"], said["XMP-galley:Campaign"]) == ("01J0HERO", ["Autumn"])
        if said["File:FileType"] in {"JPEG", "TIFF"}:
            assert (said["IPTC:By-line"], said["IPTC:Keywords"]) == (["Zoë Müller", "Bo"], ["leaf", "rust"])
            assert (said["IPTC:ObjectName"], said["IPTC:CodedCharacterSet"]) == ("Autumn & <more>", "\x1b%G")
    assert exiftool.complaints(*files) == []


@pytest.mark.parametrize("format_", Format)
async def test_we_read_again_what_we_wrote_in_every_format(desk: Desk, format_: Format) -> None:
    (file,) = await desk.render(APPROVED, Keep.KEEP, format_)

    said = {**APPROVED.fields, "description": ("Leaves on a road",)}
    assert (await desk.facts(file)).fields == said


@needs_exiftool
async def test_a_repair_keeps_what_exiftool_wrote_and_is_upright(desk: Desk, by_exiftool: bytes) -> None:
    desk.lay(by_exiftool)

    before, after, tiff = exiftool.read(
        desk.source,
        (await desk.repair(ConvertToSrgb())).rename(desk.place / "same.jpg"),
        await desk.repair(ChangeFormat(Format.TIFF)),
    )

    turned = {"IFD0:Orientation", "XMP-tiff:Orientation", "ExifIFD:ColorSpace"}
    for said in (after, tiff):
        assert {name: said.get(name) for name in _told(before) - turned} == {
            name: before[name] for name in _told(before) - turned
        }
        assert said["IFD0:Orientation"] == 1
        assert "XMP-tiff:Orientation" not in said
    assert (after["ExifIFD:ExifImageWidth"], after["ExifIFD:ExifImageHeight"]) == (80, 120)


@needs_exiftool
async def test_the_place_goes_from_exif_and_xmp_and_nothing_else_does(desk: Desk, by_exiftool: bytes) -> None:
    desk.lay(by_exiftool)
    kept, stripped = (
        (await desk.repair(ConvertToSrgb())).rename(desk.place / "kept.jpg"),
        (await desk.repair(ConvertToSrgb(), StripGps())).rename(desk.place / "stripped.jpg"),
    )

    before, after = exiftool.read(kept, stripped)

    gone = _told(before) - _told(after)
    assert {name for name in gone if "GPS" not in name} == set()
    assert [name for name in _told(after) if "GPS" in name] == []
    assert after["XMP-iptcExt:LocationShown"] == [{"City": "Wien"}]
    assert before["XMP-iptcExt:LocationShown"][0].keys() == {"City", "GPSLatitude"}
    assert not (await desk.facts(stripped)).has_gps


@needs_exiftool
async def test_we_read_what_exiftool_wrote(desk: Desk, by_exiftool: bytes) -> None:
    desk.lay(by_exiftool)

    assert (await desk.facts(desk.source)).fields == {
        "title": ("Dawn",),
        "headline": ("Die Größe",),
        "description": ("Grüße",),
        "keywords": ("sea",),
        "city": ("Wien",),
        "rating": ("4",),
        "creator": ("Ana",),
        "licensor": ("Acme",),
        "camera_make": ("Canon",),
        "captured_at": ("2026-11-03T06:12:09",),
    }


@needs_exiftool
async def test_a_recipe_says_how_much_is_kept(desk: Desk, by_exiftool: bytes) -> None:
    desk.lay(by_exiftool)
    (whole,) = [one.rename(desk.place / "whole.jpg") for one in await desk.render(APPROVED, Keep.KEEP)]
    (reduced,) = [one.rename(desk.place / "reduced.jpg") for one in await desk.render(APPROVED, Keep.REDUCED)]
    (bare,) = await desk.render(APPROVED, Keep.STRIP)

    everything, some, nothing = map(_told, exiftool.read(whole, reduced, bare))

    assert {"XMP-xmpMM:DocumentID", "ExifIFD:ExposureTime", "IPTC:Contact", "IPTC:Headline"} <= everything
    assert [name for name in everything if "GPS" in name] == []  # in a rendition the place never stays
    assert (await desk.facts(reduced)).fields.keys() == APPROVED.fields.keys() - {
        "description", "keywords", "licensor_url", "campaign",
    }  # fmt: skip
    assert "ExifIFD:ExposureTime" not in some
    assert nothing == set()


async def test_only_what_is_in_srgb_says_so(desk: Desk) -> None:
    recipe = Recipe(name="wide", format=Format.JPEG, fit=Fit.FIT, width=60, height=60, profile="display_p3")
    (made,) = await desk.room.render(desk.source, [recipe], desk.place / "out", inscription=APPROVED)
    (plain,) = await desk.render(APPROVED)

    said = [directories.read(pictures.opened(one.read_bytes()).info["exif"], heaviest=99) for one in (made.path, plain)]
    assert [one[directories.EXIF][0xA001] for one in said] == [directories.short(0xFFFF), directories.short(1)]


async def test_equal_inscriptions_give_equal_bytes(desk: Desk) -> None:
    first = [file.read_bytes() for file in await desk.render(APPROVED, Keep.KEEP, *Format)]
    second = [file.read_bytes() for file in await desk.render(APPROVED, Keep.KEEP, *Format)]

    assert first == second


async def test_what_is_inscribed_as_nothing_is_taken_out(desk: Desk) -> None:
    packet = pictures.xmp('<rdf:Description photoshop:Credit="Ana" photoshop:City="Wien"/>')
    desk.lay(pictures.with_iptc(pictures.jpeg((120, 80), xmp=packet), (110, "Ana"), (118, "Contact")))

    (file,) = await desk.render(Inscription(fields={"credit_line": (), "licence_end": ("soon",)}))

    assert (await desk.facts(file)).fields == {"city": ("Wien",)}
    assert b"Contact" in file.read_bytes()


async def test_a_name_that_is_no_field_is_refused() -> None:
    with pytest.raises(ValueError, match="no such field: colour_of_the_cat"):
        Inscription(fields={"colour_of_the_cat": ("grey",)})


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
@settings(max_examples=60)
async def test_whatever_people_type_stays_a_value(typed: list[str]) -> None:
    values = tuple(one for one in (" ".join(pictures.printable(text).split()) for text in typed) if one) or ("a",)

    packet = rdf.packet(rdf.inscribed({"keywords": values}))

    assert xmp.read(xmp.parsed(packet)) == {"keywords": list(values)}


async def test_what_is_too_heavy_for_a_jpeg_leaves_the_heaviest_behind(desk: Desk) -> None:
    history = f"<photoshop:DocumentAncestors>{'<rdf:li>a</rdf:li>' * 5_000}</photoshop:DocumentAncestors>"
    packet = pictures.xmp(f'<rdf:Description photoshop:Credit="Ana">{history}</rdf:Description>')
    desk.source.write_bytes(pictures.saved(pictures.scene((40, 30)), "WEBP", xmp=packet))

    (file,) = await desk.render(Inscription(fields={"title": ("Dawn",)}))

    assert (await desk.facts(file)).fields == {"title": ("Dawn",), "credit_line": ("Ana",)}
    assert b"DocumentAncestors" not in file.read_bytes()


async def test_strange_prefixes_cannot_take_the_place_of_known_ones() -> None:
    packet = pictures.xmp('<rdf:Description xmlns:xmp="urn:evil" xmlns:my="urn:mine" xmp:Rating="9" my:note="hi"/>')
    tree = xmp.parsed(packet)

    written = rdf.packet(rdf.told(tree), packet).decode()

    assert 'xmlns:my="urn:mine"' in written
    assert 'xmlns:xmp="urn:evil"' not in written
    assert xmp.read(xmp.parsed(written.encode())) == {}


async def test_iptc_is_cut_between_letters_as_the_standard_bounds_it() -> None:
    (entry,) = iim.inscribed("title", ["ü" * 100])

    assert (len(entry.content), entry.content.decode()) == (64, "ü" * 32)
    assert [len(one.content) for one in iim.inscribed("captured_at", ["2026-11-03T06:12:09+01:00"])] == [8, 11]


@given(st.binary(max_size=300))
@settings(max_examples=80)
async def test_directories_are_read_as_far_as_they_go(raw: bytes) -> None:
    for order in (b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"):
        found = directories.read(order + raw, heaviest=100)

        assert directories.read(directories.written(found), heaviest=100) in ({}, _without_empty(found))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # Pillow warns of what is torn; a child lets it
@given(
    xmp_=st.binary(max_size=60) | st.builds(_torn, st.integers(0, 900), st.binary(max_size=6)),
    exif=st.binary(max_size=120).map(lambda raw: b"Exif\0\0II*\0\x08\0\0\0" + raw),
    iptc=st.binary(max_size=60).map(lambda raw: pictures.iptc((80, "Ana")) + raw),
)
@settings(max_examples=60, deadline=None)
async def test_whatever_a_source_says_what_leaves_can_be_read(
    photograph: Path, xmp_: bytes, exif: bytes, iptc: bytes
) -> None:
    with opening.opened(photograph, limits=Limits(), announced=None) as found:
        found.image.info |= {"exif": exif}
        source = replace(negative(found), packets=Packets(xmp=xmp_, iptc=iptc))
        said = inscribing.inscribed(source, inscribing.Wish(inscription=APPROVED, with_place=True))

    assert xmp.read(xmp.parsed(said.xmp))["title"] == ["Autumn & <more>"]
    assert iim.read(iim.sets(said.iptc))["creator"] == ["Zoë Müller", "Bo"]
    assert directories.read(directories.written(said.exif), heaviest=2_000)[0][0x0112] == directories.short(1)
    assert len(said.resources) < 65_000


async def test_the_other_order_of_bytes_says_the_same() -> None:
    entry = struct.pack(">HHI", 0x0112, 3, 1) + b"\0\x06\0\0"
    raw = b"MM\0*\0\0\0\x08" + struct.pack(">H", 1) + entry + bytes(4)

    assert directories.read(raw, heaviest=100)[0] == {0x0112: directories.Entry(3, 1, b"\x06\0")}


def _told(said: dict[str, object]) -> set[str]:
    """Names in XMP, IPTC and EXIF, without those that tell how a file is built."""
    built = {"IFD0:YCbCrPositioning", "IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit"}
    groups = ("XMP-", "IPTC:", "IFD0:", "ExifIFD:", "GPS:")
    return {name for name in said if name.startswith(groups) and name not in built and "XMPToolkit" not in name}


def _without_empty(found: dict[int, directories.Directory]) -> dict[int, directories.Directory]:
    return {tag: entries for tag, entries in found.items() if entries or not tag}
