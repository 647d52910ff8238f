"""Photographs of any size, made on the spot and the same every time: slopes, clouds, texture, edges and grain."""

import random
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

Size = tuple[int, int]
SIZES: dict[int, Size] = {24: (6_000, 4_000), 50: (8_660, 5_774)}  # by megapixels
_CLOUDS = ((190, 110), (47, 60), (12, 34), (3, 16))  # grains of so many pixels, in 24 megapixels, and their strength
_GRAIN = 7


def photograph(path: Path, size: Size, seed: int = 1) -> Path:
    """A JPEG as a camera writes it: quality 92, 4:2:0."""
    dice = random.Random(seed)
    picture = _slopes(size, dice)
    for grain, strength in _CLOUDS:
        picture = _clouded(picture, max(2, grain * size[0] // 6_000), strength, dice)
    _edges(picture, dice)
    _clouded(picture, 1, _GRAIN, dice).save(path, "JPEG", quality=92)
    return path


def _slopes(size: Size, dice: random.Random) -> Image.Image:
    corners = Image.new("RGB", (3, 2))
    corners.putdata([(dice.randrange(60, 200), dice.randrange(60, 200), dice.randrange(60, 200)) for _ in range(6)])
    return corners.resize(size, Image.Resampling.BICUBIC)


def _clouded(picture: Image.Image, grain: int, strength: int, dice: random.Random) -> Image.Image:
    """Lighter and darker by up to `strength` levels, over patches `grain` pixels wide."""
    size = (-(-picture.width // grain), -(-picture.height // grain))
    noise = Image.frombytes("L", size, dice.randbytes(size[0] * size[1]))
    soft = noise.point(lambda level: level * 2 * strength // 255).resize(picture.size, Image.Resampling.BICUBIC)
    return ImageChops.add(picture, Image.merge("RGB", (soft, soft, soft)), offset=-strength)


def _edges(picture: Image.Image, dice: random.Random) -> None:
    """Leaves and twigs: what tells a sharp scaling from a soft one."""
    pen = ImageDraw.Draw(picture)
    unit = picture.width // 60
    for number in range(420):
        left, top = dice.randrange(picture.width), dice.randrange(picture.height)
        colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        across, down = dice.randrange(2, unit), dice.randrange(2, unit)
        if number % 3:
            pen.ellipse((left, top, left + across, top + down), fill=colour)
        else:
            pen.line((left, top, left + 4 * across, top + 4 * down), fill=colour, width=max(1, across // 9))
