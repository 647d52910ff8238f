"""Letters on pictures that Galley draws itself: Pillow's own font, so that every machine draws the same."""

from functools import cache

from PIL import ImageFont

Corners = tuple[int, int, int, int]  # left, top, right, bottom, in pixels


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """`size` in pixels."""
    found = ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)  # noqa: S101 - Pillow's wheels bring FreeType
    return found


def wrapped(words: str, letters: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """In lines of at most `room` pixels; a word that is longer stays whole."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and letters.getlength(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
