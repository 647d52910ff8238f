"""XMP, read without trust: nothing in it is expanded, and what is deep or endless is not read at all."""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import DefusedXMLParser

from imaging.fields import FIELDS, NAMESPACES, Shape

Said = dict[str, list[str]]
_MOST_ELEMENTS, _DEEPEST = 20_000, 40
_RDF = f"{{{NAMESPACES['rdf']}}}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class _Bounded(ET.TreeBuilder):
    """Builds a tree as far as a tree of metadata can reasonably grow."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._elements, self._depth = self._elements + 1, self._depth + 1
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise ValueError("more elements than metadata have")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def parsed(raw: bytes) -> ET.Element | None:
    """The packet as a tree; None where there is none, where it is torn, and where it declares anything of its own."""
    text = _text(raw).strip("\0 \n\r\t\ufeff")
    if not text:
        return None
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(text)
        tree = parser.close()
    except (SyntaxError, ValueError):  # torn; or a declaration, which is forbidden whatever it declares
        return None
    return tree if isinstance(tree, ET.Element) else None


def _text(raw: bytes) -> str:
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    return raw.decode(encoding, errors="replace")


def descriptions(tree: ET.Element) -> Iterator[ET.Element]:
    """What describes the picture itself, not what lies in structures within."""
    for rdf in tree.iter(f"{_RDF}RDF"):
        yield from rdf.findall(f"{_RDF}Description")


def read(tree: ET.Element | None) -> Said:
    """Every field that says something."""
    if tree is None:
        return {}
    told = list(descriptions(tree))
    found = {field.name: _first((*field.xmp, *field.also), told) for field in FIELDS}
    return {name: said for name, said in found.items() if said}


def _first(paths: Iterable[str], told: list[ET.Element]) -> list[str]:
    return next((said for path in paths if (said := list(_values(path, told)))), [])


def _values(path: str, told: list[ET.Element]) -> Iterator[str]:
    outer, _, inner = path.partition("/")
    for description in told:
        if not inner:
            yield from filter(None, [description.get(qualified(outer), "").strip()])
        for element in description.findall(qualified(outer)):
            yield from _within(element, qualified(inner)) if inner else _said(element)


def qualified(name: str) -> str:
    """`dc:title` as the parser names it."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _within(structure: ET.Element, name: str) -> Iterator[str]:
    """Written as attributes or as elements."""
    for element in structure.iter():
        yield from filter(None, [element.get(name, "").strip()])
        if element.tag == name:
            yield from _said(element)


def _said(element: ET.Element) -> Iterator[str]:
    """Of a text in several languages the one for everybody counts, else the first."""
    parts = list(element.iter(f"{_RDF}li"))
    if element.find(f"{_RDF}{Shape.ALTERNATIVES}") is not None and parts:
        parts = [next((one for one in parts if one.get(_LANGUAGE) == "x-default"), parts[0])]
    alone = element.text or element.get(f"{_RDF}resource") or ""
    values = [one.text or one.get(f"{_RDF}resource") or "" for one in parts] if parts else [alone]
    yield from (value for value in values if value.strip())
