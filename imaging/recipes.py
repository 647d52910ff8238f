"""How a rendition is to be made, and what came of it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from imaging import plain
from imaging.inscription import Keep
from imaging.watermark import Watermark

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
SRGB, DISPLAY_P3 = "srgb", "display_p3"
MAX_EDGE = 16_383  # the longest edge a WebP can have; JPEG and AVIF allow more, no screen needs it


class Format(StrEnum):
    """Formats that leave this room."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    TIFF = "tiff"

    @property
    def extension(self) -> str:
        return {"jpeg": "jpg", "tiff": "tif"}.get(self.value, self.value)

    @property
    def label(self) -> str:
        return {"webp": "WebP"}.get(self.value, self.value.upper())

    @property
    def media_type(self) -> str:
        return f"image/{self.value}"

    @property
    def longest_edge(self) -> int:
        """Pixels: what the format can hold, or for AVIF what its common decoder opens."""
        return {"jpeg": 65_500, "webp": MAX_EDGE, "avif": 32_768}.get(self.value, 1_000_000)

    @property
    def has_quality(self) -> bool:
        return self in {Format.JPEG, Format.WEBP, Format.AVIF}


class Fit(StrEnum):
    """How a picture meets its box.

    fit: inside the box, never enlarged. fill: exactly the box, cut at the edges, enlarged if need be.
    pad: exactly the box, the whole picture in the middle, never enlarged; its ground around it (clear if it has alpha).
    """

    FIT = "fit"
    FILL = "fill"
    PAD = "pad"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """One rendition: `width` and `height` in pixels are the box, `quality` is 1-100 (ignored by PNG and TIFF).

    `metadata`: how much of what the source says, and of what is inscribed, stands in it; the place never does.

    With `max_bytes` the quality is lowered until the file weighs no more. `ground` is what a padded picture lies on, a
    CSS colour. `dpi` is only written down. `profile`: "srgb", "display_p3", or the path of an ICC profile. `focus`:
    what a crop keeps in its middle as far as it can, as shares of its width and height (None: what stands out).
    `watermark`: laid over it, in sRGB only. Raises ValueError on a name that is no plain file name, a box outside
    1-16383 px, or a quality outside 1-100.
    """

    name: str
    format: Format
    fit: Fit
    width: int
    height: int
    quality: int = 82
    max_bytes: int | None = None
    metadata: Keep = Keep.KEEP
    ground: str = "white"
    dpi: int | None = None
    profile: str = SRGB
    focus: tuple[float, float] | None = None
    watermark: Watermark | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a rendition's name is letters, digits, - and _, not {self.name!r}")
        if not (1 <= self.width <= MAX_EDGE and 1 <= self.height <= MAX_EDGE):
            raise ValueError(f"{self.name}: width and height are 1 to {MAX_EDGE} px, not {self.width} x {self.height}")
        if self.focus is not None and not all(0 <= share <= 1 for share in self.focus):
            raise ValueError(f"{self.name}: focus is two shares from 0 to 1, not {self.focus}")
        if self.watermark is not None and self.profile != SRGB:
            raise ValueError(f"{self.name}: a watermark is laid over sRGB, not over {self.profile}")
        if not 1 <= self.quality <= 100:  # noqa: PLR2004 - per cent
            raise ValueError(f"{self.name}: quality is 1 to 100, not {self.quality}")
        if self.max_bytes is not None and self.max_bytes < 1:
            raise ValueError(f"{self.name}: max_bytes is at least 1, not {self.max_bytes}")

    @property
    def file_name(self) -> str:
        return f"{self.name}.{self.format.extension}"

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "focus": list(self.focus) if self.focus else None}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """A recipe from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            name=plain.text(raw, "name"),
            format=Format(plain.text(raw, "format")),
            fit=Fit(plain.text(raw, "fit")),
            width=plain.whole(raw, "width"),
            height=plain.whole(raw, "height"),
            quality=plain.whole(raw, "quality"),
            max_bytes=plain.maybe_whole(raw, "max_bytes"),
            metadata=Keep(plain.text(raw, "metadata")),
            ground=plain.text(raw, "ground"),
            dpi=plain.maybe_whole(raw, "dpi"),
            profile=plain.text(raw, "profile"),
            focus=_point(raw),
            watermark=None if raw.get("watermark") is None else Watermark.from_json(plain.mapping(raw, "watermark")),
        )


def _point(raw: plain.Plain) -> tuple[float, float] | None:
    if raw.get("focus") is None:
        return None
    across, down = (plain.real({"focus": share}, "focus") for share in plain.listed(raw, "focus"))
    return across, down


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One written file: pixels, bytes, and the sha256 of those bytes in hex."""

    name: str
    path: Path
    media_type: str
    width: int
    height: int
    size_bytes: int
    sha256: str

    def to_json(self) -> dict[str, str | int]:
        return {**asdict(self), "path": str(self.path)}

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> Self:
        """A rendition from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            name=plain.text(raw, "name"),
            path=Path(plain.text(raw, "path")),
            media_type=plain.text(raw, "media_type"),
            width=plain.whole(raw, "width"),
            height=plain.whole(raw, "height"),
            size_bytes=plain.whole(raw, "size_bytes"),
            sha256=plain.text(raw, "sha256"),
        )
