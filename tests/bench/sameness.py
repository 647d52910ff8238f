"""How alike two pictures are to an eye: mean SSIM of their brightness (Wang et al. 2004), in squares of 8 pixels."""

from PIL import Image, ImageMath

_SQUARE = 8
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def ssim(one: Image.Image, other: Image.Image) -> float:
    """1 for equal pictures. Both have one size; the squares lie in two grids, half a square apart."""
    first, second = one.convert("L"), other.convert("L")
    half = _SQUARE // 2
    return (_in_squares(first, second) + _in_squares(_from(first, half), _from(second, half))) / 2


def _from(picture: Image.Image, place: int) -> Image.Image:
    return picture.crop((place, place, picture.width, picture.height))


def _in_squares(one: Image.Image, other: Image.Image) -> float:
    left, right = _whole(one), _whole(other)
    return _mean(
        ImageMath.lambda_eval(
            lambda seen: (
                ((2 * seen["a"] * seen["b"] + _C1) * (2 * (seen["ab"] - seen["a"] * seen["b"]) + _C2))
                / (
                    (seen["a"] * seen["a"] + seen["b"] * seen["b"] + _C1)
                    * (seen["aa"] - seen["a"] * seen["a"] + seen["bb"] - seen["b"] * seen["b"] + _C2)
                )
            ),
            a=_means(left),
            b=_means(right),
            aa=_means(_times(left, left)),
            bb=_means(_times(right, right)),
            ab=_means(_times(left, right)),
        )
    )


def _whole(picture: Image.Image) -> Image.Image:
    """Without the rest that fills no square."""
    width, height = (edge - edge % _SQUARE for edge in picture.size)
    return picture.crop((0, 0, width, height)).convert("F")


def _times(one: Image.Image, other: Image.Image) -> Image.Image:
    return ImageMath.lambda_eval(lambda seen: seen["a"] * seen["b"], a=one, b=other)


def _means(picture: Image.Image) -> Image.Image:
    return picture.reduce(_SQUARE)


def _mean(picture: Image.Image) -> float:
    levels = picture.getdata()
    return sum(levels) / len(levels)
