"""The colours in which a rendition leaves: sRGB, Display P3, or the inks of a press by its own profile."""

import io
import struct
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageCms

from imaging import sentences
from imaging.inside import colour, printing
from imaging.recipes import DISPLAY_P3, SRGB, Format, Recipe

# SMPTE EG 432-1 primaries, adapted to D50 as ICC profiles want them: red, green, blue as X, Y, Z.
_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
_TAGS_AT, _TAG = 128, 12  # ICC.1:2022 7.3: the count of tags, then signature, offset and size of each
_MODES = {"CMYK": "CMYK", "GRAY": "L"}
_PRINTED = {Format.JPEG, Format.TIFF}


def coloured(picture: Image.Image, recipe: Recipe, source: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The picture in the recipe's colours, with the profile to be written; None means sRGB. `source`: its own profile,
    None for sRGB. Perceptual, with black-point compensation. Raises Unreadable where the profile is of no use.
    """
    if recipe.profile == SRGB:
        return colour.to_srgb(picture, source), None
    target = display_p3() if recipe.profile == DISPLAY_P3 else _read(recipe)
    try:
        space = ImageCms.ImageCmsProfile(io.BytesIO(target)).profile.xcolor_space.strip()
        mode = picture.mode if space == "RGB" else _MODES[space]
        if mode == "CMYK" and recipe.format not in _PRINTED:
            raise sentences.profile_of_no_use(recipe.name, profile=Path(recipe.profile).name)
        flat = picture if mode == picture.mode else printing.flattened(picture)
        made = _transform(source or colour.srgb_profile(), target, flat.mode, mode).apply(flat)
    except (OSError, KeyError, ValueError, ImageCms.PyCMSError) as error:
        raise sentences.profile_of_no_use(recipe.name, profile=Path(recipe.profile).name) from error
    made.info.clear()
    return made, target


def _read(recipe: Recipe) -> bytes:
    try:
        return Path(recipe.profile).read_bytes()
    except OSError as error:
        raise sentences.profile_of_no_use(recipe.name, profile=Path(recipe.profile).name) from error


@cache
def display_p3() -> bytes:
    """SRGB's profile with the primaries of Display P3: both have one white and one curve."""
    raw = bytearray(colour.srgb_profile())
    (count,) = struct.unpack_from(">I", raw, _TAGS_AT)
    for place in range(count):
        name, offset, _ = struct.unpack_from(">4sII", raw, _TAGS_AT + 4 + place * _TAG)
        if name in _P3:
            struct.pack_into(">3i", raw, offset + 8, *(round(part * 65_536) for part in _P3[name]))
    named, ours = "sRGB built-in".encode("utf-16-be"), "Display P3   ".encode("utf-16-be")
    return bytes(raw).replace(named, ours)


@lru_cache(maxsize=8)
def _transform(source: bytes, target: bytes, from_mode: str, to_mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.ImageCmsTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(source)),
        ImageCms.ImageCmsProfile(io.BytesIO(target)),
        from_mode,
        to_mode,
        ImageCms.Intent.PERCEPTUAL,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
