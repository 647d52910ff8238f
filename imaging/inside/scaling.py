"""Scaling with the best filter there is, in bands, so that it takes little more memory than what comes of it."""

from PIL import Image

Size = tuple[int, int]
Box = tuple[float, float, float, float]
_GAP = 2.0
_BAND = 192  # rows of the result at a time
_CLEAR = {"RGBA", "LA"}  # scaled as a whole: Pillow weighs their colours by their alpha first


def resized(picture: Image.Image, size: Size, part: Box | None = None) -> Image.Image:
    """The picture, or a part of it (left, top, right, bottom, in pixels), scaled to `size` by LANCZOS.

    What is far too large is first averaged to something twice as large. Returns a picture of its own.
    """
    box = part or (0.0, 0.0, float(picture.width), float(picture.height))
    is_far_too_large = min((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1]) >= 2 * _GAP
    if is_far_too_large or picture.mode in _CLEAR:
        return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_GAP)
    return _in_bands(picture, size, box)


def _in_bands(picture: Image.Image, size: Size, box: Box) -> Image.Image:
    """A band's edge sees its neighbours' pixels, so that bands leave no trace."""
    result = Image.new(picture.mode, size, None)
    rows = (box[3] - box[1]) / size[1]
    for top in range(0, size[1], _BAND):
        bottom = min(top + _BAND, size[1])
        band = (box[0], box[1] + top * rows, box[2], min(box[1] + bottom * rows, box[3]))
        scaled = picture.resize((size[0], bottom - top), Image.Resampling.LANCZOS, box=band)
        result.paste(scaled, (0, top))
    return result
