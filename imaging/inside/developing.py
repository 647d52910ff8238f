"""One decode: from a file to upright pixels, no larger than needed."""

from dataclasses import dataclass

from PIL import Image

from imaging.fields import Fields
from imaging.inside import captions, colour, exif, header, packets
from imaging.inside.kinds import TIFF
from imaging.inside.opening import Opened
from imaging.inside.scaling import resized

_PIXELS_PRINTED = 255
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LIES_DOWN = range(5, 9)
Size = tuple[int, int]
_OF_ITS_OWN = 192 * 1024 * 1024  # address space that the child has before any picture


def scaled(size: Size, scale: float) -> Size:
    """At least one pixel each way."""
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


@dataclass(frozen=True, kw_only=True)
class Negative:
    """An opened picture and what its header says; its pixels are decoded once, by `develop`."""

    opened: Opened
    notes: exif.Notes
    packets: packets.Packets
    fields: Fields
    profile: bytes | None
    size: Size
    mode: str
    has_alpha: bool
    bit_depth: int
    dpi: float | None
    turn: int

    @property
    def space(self) -> str:
        return colour.space_of(self.mode, self.profile, says_not_srgb=self.notes.says_not_srgb)


def negative(opened: Opened) -> Negative:
    """Reads the notes and the profile. A PNG keeps its notes behind its pixels, so Pillow decodes it here."""
    with opened.reading():
        opened.image.getexif()  # a PNG keeps its XMP behind its pixels too
        found = packets.find(opened.image)
        notes = exif.read(opened.image, found.xmp)
        turn = 1 if opened.kind is TIFF else notes.orientation  # Pillow turns a TIFF while it decodes
        width, height = opened.stored
        return Negative(
            opened=opened,
            notes=notes,
            packets=found,
            fields=captions.read(opened.image, found),
            profile=colour.profile_of(opened.image),
            size=(height, width) if turn in _LIES_DOWN else (width, height),
            mode=opened.image.mode,
            has_alpha=opened.image.has_transparency_data,
            bit_depth=header.bit_depth(opened),
            dpi=header.dpi(opened),
            turn=turn,
        )


def develop(negative: Negative, *, enough: Size, spare: float = 1.0, keep_colours: bool = False) -> Image.Image:
    """The pixels, upright, at least `enough` (width, height) large if the source is, in sRGB unless colours are kept.

    The order is what makes it cheap: let the codec scale (JPEG), decode, shrink, then turn, then convert the colours.
    Where neither is to be done, up to `spare` times as large is left alone; and no pixel is copied.
    """
    stored = (enough[1], enough[0]) if negative.turn in _LIES_DOWN else enough
    with negative.opened.reading():
        negative.opened.image.draft(None, stored)
        _check_memory(negative)
        negative.opened.image.load()
        picture = _settled(negative.opened.image)
        may_be = 1.0 if negative.turn in _TURNS or colour.is_to_be_converted(picture, negative.profile) else spare
        if picture.width > may_be * stored[0] or picture.height > may_be * stored[1]:
            picture = resized(picture, stored)
        if picture is not negative.opened.image:
            let_go(negative)
        if negative.turn in _TURNS:
            picture = picture.transpose(_TURNS[negative.turn])
        if picture is negative.opened.image and spare == 1.0:
            picture = picture.copy()  # a plain picture: Pillow's own keep their file's tags and would save them along
        picture.info.clear()
        return picture if keep_colours else colour.to_srgb(picture, negative.profile)


def let_go(negative: Negative) -> None:
    """The memory of its decoded pixels; the file is its opener's to close."""
    Image.Image.close(negative.opened.image)


def _check_memory(negative: Negative) -> None:
    """A progressive JPEG keeps two bytes for every sample until it is complete, however small it is decoded.

    Its decoder calls it damaged when it gets no memory, so that is asked beforehand.
    """
    image = negative.opened.image
    if not image.info.get("progressive"):
        return
    samples = len(image.getbands()) * negative.size[0] * negative.size[1]
    if 2 * samples + 4 * image.width * image.height > negative.opened.limits.memory_bytes - _OF_ITS_OWN:
        raise MemoryError("coefficients of a progressive JPEG")


def _settled(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled: L, LA, RGB, RGBA or CMYK (or LAB turned to sRGB)."""
    match image.mode:
        case "P" | "PA" | "La" | "RGBa" | "RGB" | "L" | "1" if image.has_transparency_data:
            return image.convert("RGBA")
        case "I;16" | "I;16L" | "I;16B" | "I;16N":
            return image.convert("I").point(lambda level: level * (1 / 257)).convert("L")
        case "I" | "F":
            return _normalised(image)
        case "LAB":
            return colour.to_srgb(image, None)
        case "L" | "LA" | "RGB" | "RGBA" | "CMYK":
            return image
        case other:
            return image.convert("L" if other == "1" else "RGB")


def _normalised(image: Image.Image) -> Image.Image:
    """Measured values (32 bits a pixel) have no white of their own: the brightest becomes white, the darkest black."""
    darkest, brightest = image.getextrema()
    low, high = float(darkest), float(brightest)  # type: ignore[arg-type]
    scale = _PIXELS_PRINTED / (high - low) if high > low else 0.0
    return image.convert("F").point(lambda level: level * scale + (-low * scale)).convert("L")
