"""The fields of a picture's metadata: our name for each, and where it stands in XMP and in IPTC.

The names are the standard's (https://www.iptc.org/std/photometadata/specification/), in our letters. What EXIF says
of them stands in imaging/inside/exif.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from imaging import plain

Fields = Mapping[str, tuple[str, ...]]

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "x": "adobe:ns:meta/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "cc": "http://creativecommons.org/ns#",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "galley": "urn:galley:xmp:1.0:",
}


class Shape(StrEnum):
    """How XMP holds a value: plainly, as alternatives by language, in an order, or in a heap."""

    TEXT = ""
    ALTERNATIVES = "Alt"
    ORDERED = "Seq"
    HEAP = "Bag"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field. A path such as `plus:Licensor/plus:LicensorURL` leads into a structure.

    xmp: its properties; each is written, the first that says something is read. also: properties that are only read,
    after those. iim: its data set in record 2 of IPTC-IIM, and how many bytes fit into that. longest: letters of a
    value; most: how many values are kept. is_moment: a day or a moment. is_cameras: a camera knows it best.
    """

    name: str
    xmp: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    shape: Shape = Shape.TEXT
    iim: int | None = None
    iim_bytes: int = 32
    longest: int = 500
    most: int = 1
    is_moment: bool = False
    is_cameras: bool = False


LONG = 2_000
_CORE, _EXT = "Iptc4xmpCore", "Iptc4xmpExt"
_TEXT, _ALT, _SEQ, _BAG = Shape.TEXT, Shape.ALTERNATIVES, Shape.ORDERED, Shape.HEAP

WHAT_IT_SHOWS = (
    Field(name="title", xmp=("dc:title",), shape=_ALT, iim=5, iim_bytes=64),
    Field(name="headline", xmp=("photoshop:Headline",), iim=105, iim_bytes=256),
    Field(
        name="description",
        xmp=("dc:description",),
        also=("tiff:ImageDescription", "exif:UserComment"),
        shape=_ALT,
        iim=120,
        iim_bytes=2_000,
        longest=LONG,
    ),
    Field(name="alt_text", xmp=(f"{_CORE}:AltTextAccessibility",), shape=_ALT, longest=LONG),
    Field(name="extended_description", xmp=(f"{_CORE}:ExtDescrAccessibility",), shape=_ALT, longest=LONG),
    Field(name="keywords", xmp=("dc:subject",), shape=_BAG, iim=25, iim_bytes=64, longest=100, most=100),
    Field(name="persons", xmp=(f"{_EXT}:PersonInImage",), shape=_BAG, longest=100, most=30),
    Field(name="event", xmp=(f"{_EXT}:Event",), shape=_ALT),
    Field(name="language", xmp=("dc:language",), shape=_BAG, longest=20, most=10),
    Field(
        name="sublocation",
        xmp=(f"{_CORE}:Location",),
        also=(f"{_EXT}:LocationShown/{_EXT}:Sublocation", f"{_EXT}:LocationCreated/{_EXT}:Sublocation"),
        iim=92,
    ),
    Field(
        name="city",
        xmp=("photoshop:City",),
        also=(f"{_EXT}:LocationShown/{_EXT}:City", f"{_EXT}:LocationCreated/{_EXT}:City"),
        iim=90,
    ),
    Field(
        name="state",
        xmp=("photoshop:State",),
        also=(f"{_EXT}:LocationShown/{_EXT}:ProvinceState", f"{_EXT}:LocationCreated/{_EXT}:ProvinceState"),
        iim=95,
    ),
    Field(
        name="country",
        xmp=("photoshop:Country",),
        also=(f"{_EXT}:LocationShown/{_EXT}:CountryName", f"{_EXT}:LocationCreated/{_EXT}:CountryName"),
        iim=101,
        iim_bytes=64,
    ),
    Field(name="country_code", xmp=(f"{_CORE}:CountryCode",), iim=100, iim_bytes=3),
    Field(name="rating", xmp=("xmp:Rating",), longest=8),
    Field(name="label", xmp=("xmp:Label",), longest=100),
)

WHOSE_IT_IS = (
    Field(
        name="creator",
        xmp=("dc:creator",),
        also=("tiff:Artist",),
        shape=_SEQ,
        iim=80,
        most=10,
    ),
    Field(name="creator_title", xmp=("photoshop:AuthorsPosition",), iim=85),
    Field(name="credit_line", xmp=("photoshop:Credit",), iim=110),
    Field(name="source", xmp=("photoshop:Source",), iim=115),
    Field(name="copyright_notice", xmp=("dc:rights",), also=("tiff:Copyright",), shape=_ALT, iim=116, iim_bytes=128),
    Field(name="usage_terms", xmp=("xmpRights:UsageTerms",), shape=_ALT, longest=LONG),
    Field(name="rights_url", xmp=("xmpRights:WebStatement",), also=("cc:license",)),
    Field(name="licensor", also=("plus:Licensor/plus:LicensorName",)),
    Field(name="licensor_url", xmp=("plus:Licensor/plus:LicensorURL",)),
    Field(name="licence_start", xmp=("plus:LicenseStartDate",), is_moment=True),
    Field(name="licence_end", xmp=("plus:LicenseEndDate", "prism:expirationDate"), is_moment=True),
    Field(name="embargo", xmp=("prism:embargoDate",), iim=30, is_moment=True),
    Field(name="expiry", iim=37, is_moment=True),
    Field(name="model_release", xmp=("plus:ModelReleaseStatus",)),
    Field(name="property_release", xmp=("plus:PropertyReleaseStatus",)),
    Field(name="source_type", xmp=(f"{_EXT}:DigitalSourceType",)),
    Field(name="data_mining", xmp=("plus:DataMining",)),
    Field(name="ai_system", xmp=(f"{_EXT}:AISystemUsed",)),
    Field(name="ai_system_version", xmp=(f"{_EXT}:AISystemVersionUsed",)),
    Field(name="ai_prompt", xmp=(f"{_EXT}:AIPromptInformation",), longest=LONG),
    Field(name="ai_prompt_writer", xmp=(f"{_EXT}:AIPromptWriterName",)),
)

HOW_IT_CAME = (
    Field(name="camera_make", xmp=("tiff:Make",), longest=100, is_cameras=True),
    Field(name="camera_model", xmp=("tiff:Model",), longest=100, is_cameras=True),
    Field(name="lens", xmp=("exifEX:LensModel",), also=("aux:Lens",), longest=200, is_cameras=True),
    Field(
        name="captured_at",
        xmp=("exif:DateTimeOriginal", "photoshop:DateCreated"),
        iim=55,
        is_moment=True,
        is_cameras=True,
    ),
    Field(name="software", xmp=("xmp:CreatorTool",), longest=200),
    Field(name="instructions", xmp=("photoshop:Instructions",), iim=40, iim_bytes=256, longest=LONG),
    Field(name="job", xmp=("photoshop:TransmissionReference",), iim=103, longest=200),
    Field(name="caption_writer", xmp=("photoshop:CaptionWriter",), iim=122),
)

OUR_OWN = tuple(
    Field(
        name=name,
        xmp=(f"galley:{''.join(part.capitalize() for part in name.split('_'))}",),
        shape=shape,
        longest=100,
        most=most,
    )
    for name, shape, most in (
        ("asset_id", _TEXT, 1),
        ("campaign", _BAG, 20),
        ("brand", _BAG, 20),
        ("product", _BAG, 50),
        ("region", _BAG, 50),
        ("channel", _BAG, 20),
        ("asset_type", _TEXT, 1),
    )
)
"""What no standard names: written under a namespace of our own."""

FIELDS = (*WHAT_IT_SHOWS, *WHOSE_IT_IS, *HOW_IT_CAME, *OUR_OWN)
BY_NAME = {field.name: field for field in FIELDS}


def fields_to_json(fields: Fields) -> dict[str, list[str]]:
    return {name: list(values) for name, values in fields.items()}


def fields_from_json(raw: plain.Plain) -> Fields:
    """Fields from the lists of `fields_to_json`. Raises ValueError on anything else."""
    return {name: plain.texts(raw, name) for name in raw}
