"""A press with four inks, as an ICC profile made by hand (ICC.1:2001, lut8Type): grey takes black ink alone."""

import itertools
import struct
from collections.abc import Callable, Sequence
from functools import cache

_GRID = 9


@cache
def inks() -> bytes:
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 6) + b"Press\0" + bytes(78),
        b"A2B0": _lut(4, 3, 2, _seen),
        b"B2A0": _lut(3, 4, _GRID, _printed),
    }
    body, table = b"", struct.pack(">I", len(tags))
    for name, content in tags.items():
        table += struct.pack(">4sII", name, 128 + 4 + 12 * len(tags) + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    white = struct.pack(">3i", 63_190, 65_536, 54_061)  # D50
    head = struct.pack(">4xI", 0x02400000) + b"prtrCMYKLab " + bytes(12) + b"acsp" + bytes(28) + white + bytes(48)
    whole = head.ljust(124, b"\0") + table + body
    return struct.pack(">I", len(whole) + 4) + whole


def _lut(into: int, out: int, grid: int, ink: Callable[[Sequence[float]], Sequence[float]]) -> bytes:
    ramp = bytes(range(256))
    head = b"mft1" + bytes(4) + bytes((into, out, grid, 0))
    matrix = struct.pack(">9i", 65_536, 0, 0, 0, 65_536, 0, 0, 0, 65_536)
    places = itertools.product([step / (grid - 1) for step in range(grid)], repeat=into)
    cells = bytes(round(255 * min(1, max(0, part))) for place in places for part in ink(place))
    return head + matrix + ramp * into + cells + ramp * out


def _printed(lab: Sequence[float]) -> Sequence[float]:
    light, red, yellow = lab[0], 2 * lab[1] - 1, 2 * lab[2] - 1
    return -red - yellow / 2, red, yellow, 1 - light


def _seen(cmyk: Sequence[float]) -> Sequence[float]:
    cyan, magenta, yellow, black = cmyk
    light = (1 - black) * (1 - 0.3 * cyan - 0.4 * magenta - 0.1 * yellow)
    return light, 0.5 + (magenta - cyan) / 3, 0.5 + yellow / 3 - cyan / 6
