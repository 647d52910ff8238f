"""ImageMagick, one process for all outputs, the JPEG shrunk on load."""

import subprocess
import sys

from tests.bench.ways.turns import Order, digest, take_turns


def fill(order: Order) -> None:
    digest(order)
    widest = max(max(one["width"], one["height"]) for one in order["outputs"])
    words = ["-define", f"jpeg:size={2 * widest}x{2 * widest}", order["source"], "-auto-orient", "-colorspace", "sRGB"]
    for output in order["outputs"]:
        path = f"{order['into']}/{output['name']}.{output['format']}"
        extra = ["-define", "webp:method=3"] if output["format"] == "webp" else []
        made = ["+clone", *_resized(output), *extra, "-quality", str(output["quality"]), "-write", path, "+delete"]
        words += ["(", *made, ")"]
    subprocess.run([sys.argv[1], *words, "null:"], check=True)  # noqa: S603  our own words


def _resized(output: Order) -> list[str]:
    box = f"{output['width']}x{output['height']}"
    if output["fit"] == "fill":
        return ["-filter", "Lanczos", "-resize", f"{box}^", "-gravity", "center", "-extent", box]
    return ["-filter", "Lanczos", "-resize", f"{box}>"]


if __name__ == "__main__":
    take_turns(fill)
