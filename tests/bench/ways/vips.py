"""pyvips, as thrifty as it goes: one decode, shrunk on load, kept in memory, a chain from larger to smaller.

Its own kernel (lanczos3) and encoders; `thumbnail_image` shrinks by averaging before that, as `vipsthumbnail` does.
"""

import sys
from pathlib import Path

import pyvips  # type: ignore[import-not-found]  # it lives in an environment of its own

from tests.bench.ways.turns import Order, digest, take_turns

SPARE = 1.25  # as Galley: a smaller picture comes from one at least so many times its size


def fill(order: Order) -> None:
    digest(order)
    source, outputs = order["source"], order["outputs"]
    header = pyvips.Image.new_from_file(source)
    scales = {one["name"]: _scale(one, header.width, header.height) for one in outputs}
    shrink = max(factor for factor in (1, 2, 4, 8) if factor * max(scales.values()) <= 1 or factor == 1)
    levels = [pyvips.Image.new_from_file(source, shrink=shrink).autorot().copy_memory()]
    for output in sorted(outputs, key=lambda one: -scales[one["name"]]):
        wanted = scales[output["name"]] * header.width
        level = min((one for one in levels if one.width >= SPARE * wanted), key=_width, default=levels[0])
        crop = {"crop": "centre"} if output["fit"] == "fill" else {"size": "down"}
        made = level.thumbnail_image(output["width"], height=output["height"], **crop).copy_memory()
        if output["fit"] == "fit":
            levels.append(made)
        _save(made, output, Path(order["into"]))


def _scale(output: Order, width: int, height: int) -> float:
    across, down = output["width"] / width, output["height"] / height
    return max(across, down) if output["fit"] == "fill" else min(across, down, 1.0)


def _width(picture: "pyvips.Image") -> int:
    return int(picture.width)


def _save(picture: "pyvips.Image", output: Order, into: Path) -> None:
    path = str(into / f"{output['name']}.{output['format']}")
    if output["format"] == "webp":
        picture.webpsave(path, Q=output["quality"], effort=3)
    else:
        picture.jpegsave(path, Q=output["quality"])


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    take_turns(fill)
