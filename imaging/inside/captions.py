"""What people and programs have written into a picture: one answer for each field, out of XMP, IPTC and EXIF.

The Metadata Working Group's guidance (2.0, chapter 5) says whom to believe: XMP, then IPTC, then EXIF. Photoshop
notes a digest of the IPTC that it wrote; where that is another one by now, a program that knows no XMP has changed the
IPTC since, and IPTC counts before XMP. What a camera knows best (make, model, lens, when) is asked of EXIF first.
"""

from collections.abc import Mapping, Sequence

from PIL import Image

from imaging.fields import FIELDS, Field, Fields
from imaging.inside import exif, iim, packets, xmp
from imaging.inside.letters import clean
from imaging.inside.moments import moment
from imaging.inside.packets import Packets

_Voice = Mapping[str, Sequence[str]]


def read(image: Image.Image, found: Packets | None = None) -> Fields:
    """Every field that anybody says something of: cleaned, cut, and never more values than `Field.most`."""
    found = found or packets.find(image)
    adobe = {**xmp.read(xmp.parsed(found.extended_xmp)), **xmp.read(xmp.parsed(found.xmp))}
    press, camera = iim.read(iim.sets(found.iptc)), exif.said(image, found.exif)
    people = (press, adobe) if found.has_newer_iptc else (adobe, press)
    told = {field.name: _told(field, (camera, *people) if field.is_cameras else (*people, camera)) for field in FIELDS}
    return {name: values for name, values in told.items() if values}


def _told(field: Field, voices: Sequence[_Voice]) -> tuple[str, ...]:
    """The first who says something that can be understood."""
    return next((values for voice in voices if (values := fit(field, voice.get(field.name, ())))), ())


def fit(field: Field, said: Sequence[str]) -> tuple[str, ...]:
    """Its values as they may be kept: cleaned, cut, each once; days and moments only where they are."""
    texts = (clean(one, field.longest) for one in said)
    values = (moment(text) if field.is_moment else text for text in texts if text)
    return tuple(dict.fromkeys(value for value in values if value))[: field.most]
