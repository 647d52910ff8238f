"""What people and programs write into a picture (XMP, IPTC, EXIF) is read as far as it goes, and never expanded."""

import hashlib
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from imaging.facts import Facts
from imaging.fields import BY_NAME, FIELDS
from imaging.inside.captions import read
from imaging.inside.moments import moment
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRITTEN = pictures.xmp(
    '<rdf:Description photoshop:Credit="Ana Foto"><dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>sand</rdf:li>'
    "<rdf:li>sea</rdf:li></rdf:Bag></dc:subject><dc:description><rdf:Alt><rdf:li xml:lang='de'>Ein Strand</rdf:li>"
    "<rdf:li xml:lang='x-default'>A beach</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>Ana</rdf:li>"
    "<rdf:li>Bo</rdf:li></rdf:Seq></dc:creator></rdf:Description><rdf:Description><xmpRights:UsageTerms><rdf:Alt>"
    "<rdf:li>Web only</rdf:li></rdf:Alt></xmpRights:UsageTerms>"
    "<xmpRights:WebStatement>https://acme.example/l</xmpRights:WebStatement></rdf:Description>"
)
SAID = {
    "keywords": ("sea", "sand"),
    "description": ("A beach",),
    "creator": ("Ana", "Bo"),
    "credit_line": ("Ana Foto",),
    "usage_terms": ("Web only",),
    "rights_url": ("https://acme.example/l",),
}
IPTC = ((25, "old"), (25, "words"), (110, "Agency \u202e Müller"), (116, "© Ana"))
CREDIT = '<rdf:Description photoshop:Credit="Ana"/>'


async def test_xmp_is_read_whether_written_as_attributes_or_elements(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg(xmp=WRITTEN))).facts

    assert facts.fields == SAID
    assert Facts.from_json(facts.to_json()) == facts


@pytest.mark.parametrize("extension", ["png", "webp", "avif", "tif", "gif"])
async def test_every_format_says_the_same(inspect: Inspect, extension: str) -> None:
    facts = (await inspect(_holding_xmp(extension, WRITTEN), f"photo.{extension}")).facts

    assert facts.fields == SAID


async def test_what_does_not_fit_into_one_segment_of_a_jpeg_is_put_together(inspect: Inspect) -> None:
    extension = pictures.xmp('<rdf:Description photoshop:Headline="Far out"/>')
    guid = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper()
    note = f'<rdf:Description xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="{guid}"/>'
    packet = pictures.xmp(CREDIT + note)

    whole = (await inspect(pictures.with_extended_xmp(pictures.jpeg(xmp=packet), extension))).facts
    torn = (await inspect(pictures.with_extended_xmp(pictures.jpeg(xmp=packet), extension[:-9]))).facts

    assert whole.fields == {"headline": ("Far out",), "credit_line": ("Ana",)}
    assert torn.fields == {"credit_line": ("Ana",)}


async def test_xmp_counts_then_iptc_then_exif(inspect: Inspect) -> None:
    exif = pictures.exif(Copyright="EXIF", ImageDescription="EXIF", Artist="Cy; Di")
    alone = (await inspect(pictures.with_iptc(pictures.jpeg(exif=exif), *IPTC))).facts.fields
    both = (await inspect(pictures.with_iptc(pictures.jpeg(xmp=WRITTEN), *IPTC))).facts.fields

    assert (alone["keywords"], alone["credit_line"]) == (("old", "words"), ("Agency Müller",))
    assert (alone["copyright_notice"], alone["description"]) == (("© Ana",), ("EXIF",))
    assert alone["creator"] == ("Cy", "Di")
    assert (both["keywords"], both["credit_line"], both["copyright_notice"]) == (
        ("sea", "sand"),
        ("Ana Foto",),
        ("© Ana",),
    )


async def test_iptc_that_was_changed_since_its_digest_was_noted_counts_first() -> None:
    block = pictures.iptc((110, "Newer"))
    same, other = hashlib.md5(block, usedforsecurity=False).digest(), bytes(range(16))

    def credit(digest: bytes) -> tuple[str, ...]:
        return read(_holding(xmp=WRITTEN, photoshop={0x0404: block, 0x0425: digest}))["credit_line"]

    assert (credit(same), credit(bytes(16)), credit(other)) == (("Ana Foto",), ("Ana Foto",), ("Newer",))


async def test_what_a_camera_knows_best_is_asked_of_exif_first(inspect: Inspect) -> None:
    exif = pictures.exif(Make="Canon", ImageDescription="OLYMPUS DIGITAL CAMERA         ")
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:03 06:12:09"
    packet = pictures.xmp('<rdf:Description photoshop:DateCreated="2026-11-03" photoshop:City="Wien"/>')

    found = (await inspect(pictures.jpeg(exif=exif, xmp=packet))).facts.fields

    assert found == {"camera_make": ("Canon",), "captured_at": ("2026-11-03T06:12:09",), "city": ("Wien",)}


async def test_a_licence_ends_by_either_name_and_structures_are_entered() -> None:
    licensor = "<plus:Licensor><rdf:Seq><rdf:li><rdf:Description plus:LicensorURL='https://a.example'/></rdf:li></rdf:Seq></plus:Licensor>"
    names = f'xmlns:plus="{pictures.PLUS}" xmlns:prism="{pictures.PRISM}"'
    packet = pictures.xmp(
        f'<rdf:Description {names} prism:expirationDate="2027-01-31T00:00:00Z">{licensor}'
        "<dc:title><rdf:Alt><rdf:li>Outside</rdf:li></rdf:Alt></dc:title>"
        "<plus:Owner><rdf:Description><dc:creator>Inside</dc:creator></rdf:Description></plus:Owner></rdf:Description>"
    )

    assert read(_holding(xmp=packet)) == {
        "title": ("Outside",),
        "licensor_url": ("https://a.example",),
        "licence_end": ("2027-01-31T00:00:00+00:00",),
    }


@pytest.mark.parametrize(
    ("content", "is_utf8", "said"),
    [("Müller".encode(), True, "Müller"), (b"M\xfcller", False, "Müller"), ("Müller".encode(), False, "Müller")],
    ids=["UTF-8", "Latin-1", "UTF-8 that does not say so"],
)
async def test_iptc_is_read_in_the_letters_it_is_written_in(content: bytes, is_utf8: bool, said: str) -> None:
    flag = b"\x1c\x01\x5a\0\x03\x1b%G" if is_utf8 else b""
    block = flag + b"\x1c\x02\x50" + struct.pack(">H", len(content)) + content

    assert read(_holding(photoshop={0x0404: block})) == {"creator": (said,)}


async def test_days_of_iptc_come_with_their_time() -> None:
    block = pictures.iptc((55, "20261103"), (60, "061209+0100"), (30, "20261201"), (37, "not yet"))

    assert read(_holding(photoshop={0x0404: block})) == {
        "captured_at": ("2026-11-03T06:12:09+01:00",),
        "embargo": ("2026-12-01",),
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-03", "2026-11-03"),
        ("2026:11:03 06:12:09", "2026-11-03T06:12:09"),
        ("2026-11-03T06:12Z", "2026-11-03T06:12:00+00:00"),
        ("2026-11-03T06:12:09.250-0330", "2026-11-03T06:12:09-03:30"),
        *((wrong, None) for wrong in ("2026", "2026-02-30", "2026-11-03T25:00", "2026-11-03 soon", "0000:00:00", "")),
    ],
)
async def test_a_moment_is_kept_as_far_as_it_was_told(written: str, meant: str | None) -> None:
    assert moment(written) == meant


@pytest.mark.parametrize(
    "packet",
    [
        pictures.xmp('<rdf:Description photoshop:Credit="&a;"/>', before='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        pictures.xmp(CREDIT, before="<!DOCTYPE x>").decode().encode("utf-16"),
        pictures.xmp(CREDIT, before='<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
        pictures.xmp('<rdf:Description photoshop:Credit="Ana">'),
        pictures.xmp(CREDIT + "<rdf:x/>" * 50_000),
        pictures.xmp(CREDIT + "<rdf:x>" * 90 + "</rdf:x>" * 90),
        pictures.xmp(CREDIT) + b" " * 1_000_000,
    ],
    ids=["entities", "another encoding", "another file", "torn", "endless", "deep", "heavy"],
)
async def test_what_is_broken_or_declares_entities_is_not_read_and_the_picture_is(packet: bytes) -> None:
    assert read(_holding(xmp=packet)) == {}


async def test_values_are_bounded_in_length_and_in_number() -> None:
    words = "".join(f"<rdf:li>{number}{'a' * 999}</rdf:li>" for number in range(300))
    packet = pictures.xmp(f"<rdf:Description><dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject></rdf:Description>")

    keywords = read(_holding(xmp=packet))["keywords"]

    assert (len(keywords), {len(one) for one in keywords}) == (100, {100})


async def test_all_that_can_be_said_fits_into_a_message() -> None:
    assert sum(field.longest * field.most for field in FIELDS) * len(r"\ud83d\ude00") < 1_000_000


@given(st.binary(max_size=200))
@settings(max_examples=60)
async def test_whatever_bytes_stand_there_something_is_answered(raw: bytes) -> None:
    found = read(_holding(xmp=raw, photoshop={0x0404: raw, 0x0425: raw}, exif=raw))

    assert found.keys() <= BY_NAME.keys()
    assert all(one and "\n" not in one for values in found.values() for one in values)


def _holding(**notes: object) -> Image.Image:
    picture = Image.new("RGB", (1, 1))
    picture.info |= notes
    return picture


def _holding_xmp(extension: str, packet: bytes) -> bytes:
    if extension == "gif":
        trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
        return pictures.good("gif")[:-1] + b"\x21\xff\x0bXMP DataXMP" + packet + trailer + b"\x3b"
    if extension == "png":
        notes = PngImagePlugin.PngInfo()
        notes.add_itxt("XML:com.adobe.xmp", packet.decode())
        return pictures.saved(pictures.scene(), "PNG", pnginfo=notes)
    if extension == "tif":
        return pictures.saved(pictures.scene(), "TIFF", tiffinfo={700: packet})
    return pictures.saved(pictures.scene(), extension.upper(), xmp=packet)
