"""The naive way: Pillow opens, decodes, resizes and saves for each output anew."""

from pathlib import Path

from PIL import Image, ImageOps

from tests.bench.ways.turns import Order, digest, take_turns


def fill(order: Order) -> None:
    digest(order)
    for output in order["outputs"]:
        with Image.open(order["source"]) as source:
            whole = ImageOps.exif_transpose(source).convert("RGB")
            save(boxed(whole, (output["width"], output["height"]), output["fit"]), output, Path(order["into"]))


def boxed(picture: Image.Image, box: tuple[int, int], fit: str) -> Image.Image:
    if fit == "fill":
        return ImageOps.fit(picture, box, Image.Resampling.LANCZOS)
    return ImageOps.contain(picture, box, Image.Resampling.LANCZOS)


def save(picture: Image.Image, output: Order, into: Path) -> None:
    path = into / f"{output['name']}.{output['format']}"
    if output["format"] == "webp":
        picture.save(path, "WEBP", quality=output["quality"], method=3)
    else:
        picture.save(path, "JPEG", quality=output["quality"])


if __name__ == "__main__":
    take_turns(fill)
