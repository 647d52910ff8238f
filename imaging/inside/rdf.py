"""XMP, written: what the source says and what is inscribed, as one description, by the standard library's own writer.

XMP Part 1 (ISO 16684-1), clause 7, says how a value lies in RDF.
"""

import io
import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from imaging.fields import BY_NAME, NAMESPACES, Field, Fields, Shape
from imaging.inside import xmp
from imaging.inside.xmp import qualified

HEAVIEST = 60_000  # bytes: one segment of a JPEG
_BEGIN, _END = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="w"?>'
_PREFIX = re.compile(rb"xmlns:([A-Za-z_][\w.-]{0,40})\s*=\s*[\"']([^\"'<&]{1,200})[\"']")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PARSE_TYPE = qualified("rdf:parseType")
_NOT_TOLD = (f"{{{NAMESPACES['rdf']}}}", "{http://www.w3.org/XML/1998/namespace}")  # they are about the description
_PLACE = re.compile(r"gps|latitude|longitude", re.IGNORECASE)

# What is true of the source's pixels only, and what is large and shows it.
_UNTRUE = {
    *map(qualified, ("xmp:Thumbnails", "xmpNote:HasExtendedXMP", "photoshop:ICCProfile", "photoshop:ColorMode")),
    *(qualified(f"exif:{name}") for name in ("PixelXDimension", "PixelYDimension", "ColorSpace", "MakerNote")),
    *(qualified(f"tiff:{name}") for name in (
        "Orientation", "ImageWidth", "ImageLength", "BitsPerSample", "Compression", "PhotometricInterpretation",
        "SamplesPerPixel", "PlanarConfiguration", "XResolution", "YResolution", "ResolutionUnit", "NativeDigest",
        "YCbCrSubSampling", "YCbCrPositioning", "YCbCrCoefficients",
    )),
    qualified("exif:NativeDigest"),
}  # fmt: skip
_REGIONS = (f"{{{NAMESPACES['mwg-rs']}}}", "{http://ns.microsoft.com/photo/1.2/}", qualified("Iptc4xmpExt:ImageRegion"))


def packet(properties: Iterable[ET.Element], raw: bytes = b"") -> bytes:
    """The properties as a packet. `raw` is where their prefixes come from. Under its ceiling: the heaviest go first."""
    kept, prefixes = list(properties), _prefixes(raw)
    while kept:
        content = _written(kept, prefixes)
        if len(content) <= HEAVIEST:
            return content
        kept.remove(max(kept, key=_weight))
    return b""


def _weight(element: ET.Element) -> int:
    return sum(len(one.text or "") + len(one.tag) + sum(map(len, one.attrib.values())) for one in element.iter())


def told(tree: ET.Element | None) -> Iterator[ET.Element]:
    """The source's properties, each as an element, without what is untrue of other pixels."""
    for description in xmp.descriptions(tree) if tree is not None else ():
        for name, value in description.attrib.items():
            if name.startswith("{") and not name.startswith(_NOT_TOLD) and name not in _UNTRUE:
                element = ET.Element(name)
                element.text = value
                yield element
        yield from (element for element in description if element.tag not in _UNTRUE)


def without_regions(properties: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Faces and other places within the picture are where they were only until it is turned or cut."""
    return (one for one in properties if not one.tag.startswith(_REGIONS))


def without_place(properties: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Nothing that tells where on earth it was taken, at any depth; named places stay."""
    for element in properties:
        if not _is_place(element.tag):
            _clear(element)
            yield element


def _clear(element: ET.Element) -> None:
    for name in [name for name in element.attrib if _is_place(name)]:
        del element.attrib[name]
    for child in list(element):
        if _is_place(child.tag):
            element.remove(child)
        else:
            _clear(child)


def _is_place(name: str) -> bool:
    return _PLACE.search(name.rpartition("}")[2]) is not None


def has_place(tree: ET.Element | None) -> bool:
    """Whether anything in it would be taken out by `without_place`."""
    everything = tree.iter() if tree is not None else ()
    return any(_is_place(name) for one in everything for name in (one.tag, *one.attrib))


def inscribed(fields: Fields) -> Iterator[ET.Element]:
    """A property for each place in XMP that a field has."""
    for name, values in sorted(fields.items()):
        for path in BY_NAME[name].xmp:
            yield _property(BY_NAME[name], path, values)


def places(name: str) -> set[str]:
    """The properties in which a field stands, those included that are only read: one of them alone would be stale."""
    one = BY_NAME[name]
    simple = (path for path in one.also if "/" not in path)
    return {qualified(path.partition("/")[0]) for path in (*one.xmp, *simple)}


def _property(one: Field, path: str, values: tuple[str, ...]) -> ET.Element:
    outer, _, inner = path.partition("/")
    element = ET.Element(qualified(outer))
    if inner:
        structure = ET.SubElement(ET.SubElement(element, qualified("rdf:Seq")), qualified("rdf:li"))
        structure.set(_PARSE_TYPE, "Resource")
        ET.SubElement(structure, qualified(inner)).text = values[0]
    elif one.shape is Shape.TEXT:
        element.text = values[0]
    else:
        _listed(ET.SubElement(element, qualified(f"rdf:{one.shape.value}")), one.shape, values)
    return element


def _listed(container: ET.Element, shape: Shape, values: tuple[str, ...]) -> None:
    for value in values:
        line = ET.SubElement(container, qualified("rdf:li"))
        line.text = value
        if shape is Shape.ALTERNATIVES:
            line.set(_LANGUAGE, "x-default")


def _prefixes(raw: bytes) -> dict[str, str]:
    """By namespace: ours where we know it, the source's own otherwise, as long as no two are called the same."""
    ours = {uri: prefix for prefix, uri in NAMESPACES.items()}
    taken = {*NAMESPACES, "xml", "xmlns"}
    for prefix, uri in _PREFIX.findall(raw):
        name, space = prefix.decode(), uri.decode(errors="replace")
        if space not in ours and name not in taken:
            ours[space] = name
            taken.add(name)
    return ours


def _written(properties: list[ET.Element], prefixes: dict[str, str]) -> bytes:
    named = dict(prefixes)
    names = {name for one in properties for part in one.iter() for name in (part.tag, *part.attrib)}
    used = sorted(
        {name[1:].partition("}")[0] for name in names if name.startswith("{")} - {_LANGUAGE[1:].partition("}")[0]}
    )
    spaces = {}
    for number, uri in enumerate(used):
        spaces[f"xmlns:{named.setdefault(uri, f'other{number}')}"] = uri
    out = io.StringIO()
    writer = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
    writer.startElement("x:xmpmeta", AttributesImpl({"xmlns:x": NAMESPACES["x"]}))
    writer.startElement("rdf:RDF", AttributesImpl({"xmlns:rdf": NAMESPACES["rdf"]}))
    writer.startElement("rdf:Description", AttributesImpl({"rdf:about": "", **spaces}))
    for one in properties:
        _element(writer, one, named)
    for name in ("rdf:Description", "rdf:RDF", "x:xmpmeta"):
        writer.endElement(name)
    return f"{_BEGIN}{out.getvalue()}{_END}".encode()


def _element(writer: XMLGenerator, element: ET.Element, named: dict[str, str]) -> None:
    name = _short(element.tag, named)
    writer.startElement(name, AttributesImpl({_short(key, named): value for key, value in element.attrib.items()}))
    if len(element) == 0:
        writer.characters(element.text or "")
    for child in element:
        _element(writer, child, named)
    writer.endElement(name)


def _short(name: str, named: dict[str, str]) -> str:
    uri, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    return local if not uri else f"xml:{local}" if uri.endswith("XML/1998/namespace") else f"{named[uri]}:{local}"
