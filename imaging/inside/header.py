"""Two facts that stand in the header only: bits a channel and resolution."""

import math
import re

from imaging.inside.kinds import AVIF, HEIC, PNG, PSD, TIFF
from imaging.inside.opening import DAMAGE, Opened

_AV1 = re.compile(rb"av1C\x81.(.)", re.DOTALL)
_BITS_PER_SAMPLE = 258
_DENSEST = 100_000.0


def bit_depth(opened: Opened) -> int:
    """Bits a channel, from the header: Pillow gives most pictures out in 8."""
    if opened.kind is PNG:
        return opened.head[24]
    if opened.kind is PSD:
        return int.from_bytes(opened.head[22:24])
    if opened.kind is HEIC:
        return int(opened.image.info.get("bit_depth", 8))
    if opened.kind is TIFF:
        said = getattr(opened.image, "tag_v2", {}).get(_BITS_PER_SAMPLE, 1)
        return int(max(said) if isinstance(said, tuple) else said)
    if opened.kind is AVIF and (found := _AV1.search(opened.head)):
        high, twelve = found[1][0] & 0x40, found[1][0] & 0x20
        return (12 if twelve else 10) if high else 8
    return 1 if opened.image.mode == "1" else 8


def dpi(opened: Opened) -> float | None:
    """Pixels an inch across, where the file says something believable."""
    said = opened.image.info.get("dpi")
    try:
        across = float(said[0])  # type: ignore[index]
    except DAMAGE:
        return None
    return round(across, 2) if math.isfinite(across) and 1 <= across <= _DENSEST else None
