"""What editors write into a picture (XMP, IPTC) is read as far as it goes, and never expanded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from imaging.facts import Facts
from imaging.inside.captions import Caption, read
from tests.imaging import pictures
from tests.imaging.conftest import Inspect

pytestmark = pytest.mark.asyncio(loop_scope="module")

WRITTEN = pictures.xmp(
    '<rdf:Description photoshop:Credit="Ana Foto"><dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>sand</rdf:li>'
    "<rdf:li>sea</rdf:li></rdf:Bag></dc:subject><dc:description><rdf:Alt><rdf:li>A beach</rdf:li><rdf:li>Ein Strand"
    "</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>Ana</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq>"
    "</dc:creator></rdf:Description><rdf:Description><xmpRights:UsageTerms><rdf:Alt><rdf:li>Web only</rdf:li></rdf:Alt>"
    "</xmpRights:UsageTerms><xmpRights:WebStatement>https://acme.example/l</xmpRights:WebStatement></rdf:Description>"
)
IPTC = ((25, "old"), (25, "words"), (110, "Agency \u202e Müller"), (116, "© Ana"))


def said(facts: Facts) -> dict[str, object]:
    names = ("creator", "credit", "description", "usage", "licence", "keywords")
    return {name: getattr(facts, name) for name in names}


async def test_xmp_is_read_whether_written_as_attributes_or_elements(inspect: Inspect) -> None:
    facts = (await inspect(pictures.jpeg(xmp=WRITTEN))).facts

    assert said(facts) == {
        "creator": "Ana, Bo",
        "credit": "Ana Foto",
        "description": "A beach",
        "usage": "Web only",
        "licence": "https://acme.example/l",
        "keywords": ("sea", "sand"),
    }
    assert Facts.from_json(facts.to_json()) == facts


async def test_a_png_says_the_same(inspect: Inspect) -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", WRITTEN.decode())

    facts = (await inspect(pictures.saved(pictures.scene(), "PNG", pnginfo=notes), "photo.png")).facts

    assert (facts.keywords, facts.credit) == (("sea", "sand"), "Ana Foto")


async def test_iptc_counts_where_xmp_says_nothing_and_exif_before_both(inspect: Inspect) -> None:
    content = pictures.with_iptc(pictures.jpeg(exif=pictures.exif(Copyright="EXIF")), *IPTC)

    facts = (await inspect(content)).facts

    assert (facts.keywords, facts.credit, facts.copyright) == (("old", "words"), "Agency Müller", "EXIF")
    both = (await inspect(pictures.with_iptc(pictures.jpeg(xmp=WRITTEN), *IPTC))).facts
    assert (both.keywords, both.credit, both.copyright) == (("sea", "sand"), "Ana Foto", "© Ana")


@pytest.mark.parametrize(
    "packet",
    [
        pictures.xmp('<rdf:Description photoshop:Credit="&a;"/>', before='<!DOCTYPE x [<!ENTITY a "aaaa">]>'),
        pictures.xmp('<rdf:Description photoshop:Credit="Ana"/>', before="<!DOCTYPE x>").decode().encode("utf-16"),
        pictures.xmp('<rdf:Description photoshop:Credit="Ana">'),
        pictures.xmp('<rdf:Description photoshop:Credit="Ana"/>' + "<rdf:x/>" * 50_000),
    ],
    ids=["entities", "another encoding", "torn", "endless"],
)
async def test_what_is_broken_or_declares_entities_is_not_read_and_the_picture_is(packet: bytes) -> None:
    assert read(_holding(xmp=packet)) == Caption()


@given(st.binary(max_size=200))
async def test_whatever_bytes_stand_there_something_is_answered(raw: bytes) -> None:
    found = read(_holding(xmp=raw, photoshop={0x0404: raw}))

    assert all(one and "\n" not in one for one in found.keywords)


def _holding(**notes: object) -> Image.Image:
    picture = Image.new("RGB", (1, 1))
    picture.info |= notes
    return picture
