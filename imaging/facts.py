"""What is known of a picture once it has been opened."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Self

from imaging import plain
from imaging.colours import Colour
from imaging.fields import Fields, fields_from_json, fields_to_json
from imaging.recipes import Rendition

UNKNOWN = "unknown"
_NEARLY_SQUARE, _PANORAMIC = 0.02, 2.0


class Shape(StrEnum):
    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"
    SQUARE = "square"
    PANORAMA = "panorama"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of one picture; strings from its metadata are cleaned, never trusted.

    width, height: pixels as a person sees them, after the EXIF orientation. orientation: EXIF value 1-8, as found.
    colour_space: "sRGB", "Adobe RGB", "Display P3", "ProPhoto RGB", "RGB" (another profile, see icc_name),
    "RGB (untagged)" (EXIF says that it is not sRGB, but no profile says what it is), "CMYK", "Grey" or "Lab".
    A picture in RGB without any profile counts as sRGB with icc_name None: so does every browser.
    bit_depth: bits a channel. dpi: pixels an inch across, None when not said. frames: frames or pages; the first is
    shown. dhash: 64 bits as 16 hex digits; few differing bits mean the same picture. fields: what is written into the
    file, by the names of imaging/fields.py: XMP counts, then IPTC, then EXIF (imaging/inside/captions.py says more). A
    day is ISO 8601, a moment too, without a zone where none was written; a name that says nothing is not there.
    colours: up to five that dominate, the largest share first. quality: of a JPEG, libjpeg's setting that its tables
    are nearest to; None for other formats.

    no_preview: why nothing of it can be shown here, as the rest of a sentence. Then no more than format and weight is
    known: width, height, bit_depth and dhash are None, mode and colour_space "unknown".
    """

    format: str
    media_type: str
    width: int | None
    height: int | None
    mode: str
    colour_space: str
    icc_name: str | None
    bit_depth: int | None
    frames: int
    orientation: int
    dpi: float | None
    has_alpha: bool
    has_gps: bool
    dhash: str | None
    fields: Fields = field(default_factory=dict)
    colours: tuple[Colour, ...] = ()
    quality: int | None = None
    no_preview: str | None = None

    @property
    def megapixels(self) -> float | None:
        """Millions of pixels, to one hundredth."""
        return round(self.width * self.height / 1_000_000, 2) if self.width and self.height else None

    @property
    def ratio(self) -> float | None:
        """Width divided by height."""
        return self.width / self.height if self.width and self.height else None

    @property
    def shape(self) -> Shape | None:
        """Within 2 % of a square is square; twice as wide as high, or more, is a panorama."""
        ratio = self.ratio
        if ratio is None:
            return None
        if abs(ratio - 1) <= _NEARLY_SQUARE:
            return Shape.SQUARE
        if ratio >= _PANORAMIC:
            return Shape.PANORAMA
        return Shape.LANDSCAPE if ratio > 1 else Shape.PORTRAIT

    def to_json(self) -> dict[str, object]:
        """Everything, and the shape, to be found by."""
        colours = [colour.to_json() for colour in self.colours]
        fields = fields_to_json(self.fields)
        return {**asdict(self), "fields": fields, "colours": colours, "shape": self.shape and self.shape.value}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """Facts from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            format=plain.text(raw, "format"),
            media_type=plain.text(raw, "media_type"),
            width=plain.maybe_whole(raw, "width"),
            height=plain.maybe_whole(raw, "height"),
            mode=plain.text(raw, "mode"),
            colour_space=plain.text(raw, "colour_space"),
            icc_name=plain.maybe_text(raw, "icc_name"),
            bit_depth=plain.maybe_whole(raw, "bit_depth"),
            frames=plain.whole(raw, "frames"),
            orientation=plain.whole(raw, "orientation"),
            dpi=plain.maybe_real(raw, "dpi"),
            has_alpha=plain.flag(raw, "has_alpha"),
            has_gps=plain.flag(raw, "has_gps"),
            dhash=plain.maybe_text(raw, "dhash"),
            fields=fields_from_json(plain.mapping(raw, "fields")),
            colours=tuple(Colour.from_json(colour) for colour in plain.mappings(raw, "colours")),
            quality=plain.maybe_whole(raw, "quality"),
            no_preview=plain.maybe_text(raw, "no_preview"),
        )


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """One look at a picture: its facts, a preview (long edge 1200 px) and a thumbnail (200 px), both sRGB JPEG.

    Where `facts.no_preview` says why there is none, both are a plate that tells the file's kind, name and weight.
    """

    facts: Facts
    preview: Rendition
    thumbnail: Rendition

    def to_json(self) -> dict[str, object]:
        parts = (("facts", self.facts), ("preview", self.preview), ("thumbnail", self.thumbnail))
        return {name: part.to_json() for name, part in parts}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """An inspection from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            facts=Facts.from_json(plain.mapping(raw, "facts")),
            preview=Rendition.from_json(plain.mapping(raw, "preview")),
            thumbnail=Rendition.from_json(plain.mapping(raw, "thumbnail")),
        )
