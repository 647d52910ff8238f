"""What is known of a picture once it has been opened."""

from dataclasses import asdict, dataclass
from typing import Self

from imaging import plain
from imaging.recipes import Rendition


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The facts of one picture; strings from its metadata are cleaned, never trusted.

    width, height: pixels as a person sees them, after the EXIF orientation. orientation: EXIF value 1-8, as found.
    colour_space: "sRGB", "Adobe RGB", "Display P3", "ProPhoto RGB", "RGB" (another profile, see icc_name),
    "RGB (untagged)" (EXIF says that it is not sRGB, but no profile says what it is), "CMYK", "Grey" or "Lab".
    A picture in RGB without any profile counts as sRGB with icc_name None: so does every browser.
    bit_depth: bits a channel. dpi: pixels an inch across, None when not said. frames: frames or pages; the first is
    shown. dhash: 64 bits as 16 hex digits; few differing bits mean the same picture. captured_at: ISO 8601, without a
    zone when the camera gave none. creator, copyright, title: EXIF Artist, Copyright, and XPTitle or ImageDescription,
    or what XMP or IPTC say. description, credit, usage (terms), licence (an address), keywords: XMP or IPTC.
    """

    format: str
    media_type: str
    width: int
    height: int
    mode: str
    colour_space: str
    icc_name: str | None
    bit_depth: int
    frames: int
    orientation: int
    dpi: float | None
    has_alpha: bool
    has_gps: bool
    dhash: str
    captured_at: str | None
    creator: str | None
    copyright: str | None
    title: str | None
    description: str | None = None
    credit: str | None = None
    usage: str | None = None
    licence: str | None = None
    keywords: tuple[str, ...] = ()

    @property
    def megapixels(self) -> float:
        """Millions of pixels, to one hundredth."""
        return round(self.width * self.height / 1_000_000, 2)

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    def to_json(self) -> dict[str, str | int | float | bool | list[str] | None]:
        return {**asdict(self), "keywords": list(self.keywords)}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """Facts from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            format=plain.text(raw, "format"),
            media_type=plain.text(raw, "media_type"),
            width=plain.whole(raw, "width"),
            height=plain.whole(raw, "height"),
            mode=plain.text(raw, "mode"),
            colour_space=plain.text(raw, "colour_space"),
            icc_name=plain.maybe_text(raw, "icc_name"),
            bit_depth=plain.whole(raw, "bit_depth"),
            frames=plain.whole(raw, "frames"),
            orientation=plain.whole(raw, "orientation"),
            dpi=plain.maybe_real(raw, "dpi"),
            has_alpha=plain.flag(raw, "has_alpha"),
            has_gps=plain.flag(raw, "has_gps"),
            dhash=plain.text(raw, "dhash"),
            captured_at=plain.maybe_text(raw, "captured_at"),
            creator=plain.maybe_text(raw, "creator"),
            copyright=plain.maybe_text(raw, "copyright"),
            title=plain.maybe_text(raw, "title"),
            description=plain.maybe_text(raw, "description"),
            credit=plain.maybe_text(raw, "credit"),
            usage=plain.maybe_text(raw, "usage"),
            licence=plain.maybe_text(raw, "licence"),
            keywords=plain.texts(raw, "keywords") if "keywords" in raw else (),
        )


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """One look at a picture: its facts, a preview (long edge 1200 px) and a thumbnail (200 px), both sRGB JPEG."""

    facts: Facts
    preview: Rendition
    thumbnail: Rendition
