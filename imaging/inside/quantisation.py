"""The quality that a JPEG was saved at, read from its quantisation tables."""

from collections.abc import Iterator, Sequence
from functools import cache

from PIL import Image

# ITU T.81, annex K, in the order of rows: the tables that libjpeg scales by its quality
_LIGHT = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_COLOUR = (
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, *(99,) * 32,
)  # fmt: skip
_HALF, _COARSEST = 50, 255
_QUALITIES = range(1, 101)


def quality(image: Image.Image) -> int | None:
    """The setting of libjpeg, 1 to 100, whose tables are nearest to the picture's; None where it has none.

    Exact for what libjpeg saved. Other programs have tables of their own: for them it says what compares to them.
    """
    tables = getattr(image, "quantization", None)
    if not isinstance(tables, dict) or 0 not in tables:
        return None
    found = [tables[place] for place in (0, 1) if place in tables]
    return min(reversed(_QUALITIES), key=lambda setting: _distance(setting, found))


def _distance(setting: int, found: Sequence[Sequence[int]]) -> int:
    expected = _scaled(setting)
    return sum(
        abs(a - b) for table, wanted in zip(found, expected, strict=False) for a, b in zip(table, wanted, strict=False)
    )


@cache
def _scaled(setting: int) -> tuple[tuple[int, ...], ...]:
    """As jpeg_quality_scaling and jpeg_add_quant_table do, with tables of 8 bits."""
    scale = 5_000 // setting if setting < _HALF else 200 - 2 * setting
    return tuple(tuple(_steps(table, scale)) for table in (_LIGHT, _COLOUR))


def _steps(table: Sequence[int], scale: int) -> Iterator[int]:
    return (min(_COARSEST, max(1, (step * scale + 50) // 100)) for step in table)
