"""How much one picture may cost before it is refused."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Ceilings of one job. The defaults let a 102-megapixel camera through and stop a 144-megapixel bomb.

    max_bytes: weight of the source file. max_pixels: width x height, read from the header before any decode.
    max_frames: frames of an animation. max_pages: pages of a TIFF; a longer one is a document, not a picture.
    memory_bytes: address space of the child (not enforced by every system, see Darkroom.missing_limits).
    cpu_seconds: processor time a job. wall_seconds: time a job by the clock. max_output_bytes: of one written file.
    jobs_per_child: a child is replaced after so many jobs, so that no leak of a codec adds up.
    """

    max_bytes: int = 1024 * MEBIBYTE
    max_pixels: int = 110_000_000
    max_frames: int = 1_000
    max_pages: int = 8
    memory_bytes: int = 1024 * MEBIBYTE
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    max_output_bytes: int = 512 * MEBIBYTE
    jobs_per_child: int = 500

    def to_json(self) -> dict[str, int | float]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        return cls(**raw)
