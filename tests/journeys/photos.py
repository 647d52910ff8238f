"""Pictures of many kinds, made on the spot."""

import io
import random

from PIL import Image, ImageDraw


def photo(seed: int = 1, *, size: tuple[int, int] = (800, 600), mode: str = "RGB", kind: str = "JPEG") -> bytes:
    """A picture like no other with another seed."""
    dice = random.Random(seed)
    image = Image.new("RGB", size, tuple(dice.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = dice.randrange(size[0]), dice.randrange(size[1])
        colour = tuple(dice.randrange(256) for _ in range(3))
        pen.ellipse((left, top, left + size[0] // 4, top + size[1] // 4), fill=colour)
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, kind)
    return buffer.getvalue()
