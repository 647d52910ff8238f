"""The codec floor: one decode at the smallest sufficient DCT scale, and all outputs encoded; nothing is scaled."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageOps

from tests.bench.ways.pillow import boxed, save
from tests.bench.ways.turns import Measured, Order, cpu_seconds, digest, peak_mb, take_turns


def fill(order: Order) -> Measured:
    ready = _ready(order["source"], tuple((one["width"], one["height"], one["fit"]) for one in order["outputs"]))
    began = cpu_seconds()
    digest(order)
    with Image.open(order["source"]) as source:
        source.draft("RGB", _enough(source.size, order))
        source.load()
    for output, picture in zip(order["outputs"], ready, strict=True):
        save(picture, output, Path(order["into"]))
    return {"cpu_s": cpu_seconds() - began, "peak_mb": peak_mb()}


def _enough(size: tuple[int, int], order: Order) -> tuple[int, int]:
    """What the largest output needs of the whole picture."""
    scales = [
        (max if one["fit"] == "fill" else min)(one["width"] / size[0], one["height"] / size[1])
        for one in order["outputs"]
    ]
    return round(size[0] * max(scales)), round(size[1] * max(scales))


@cache
def _ready(source: str, outputs: tuple[tuple[int, int, str], ...]) -> list[Image.Image]:
    """The outputs' pixels, made before the clock runs, from the full decode."""
    with Image.open(source) as whole:
        upright = ImageOps.exif_transpose(whole)
    return [boxed(upright, (width, height), fit) for width, height, fit in outputs]


if __name__ == "__main__":
    take_turns(fill)
