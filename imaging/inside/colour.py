"""Colours: what space a picture is in, and the way from there to sRGB."""

import io
from functools import cache, lru_cache

from PIL import Image, ImageCms

_NAMED = (
    ("srgb", "sRGB"),
    ("adobe rgb", "Adobe RGB"),
    ("display p3", "Display P3"),
    ("prophoto", "ProPhoto RGB"),
    ("romm", "ProPhoto RGB"),
)
_SPACES = {"CMYK": "CMYK", "LAB": "Lab", "1": "Grey", "L": "Grey", "LA": "Grey", "I": "Grey", "F": "Grey"}
_OF_MODE = {"RGB": "RGB ", "RGBA": "RGB ", "L": "GRAY", "CMYK": "CMYK"}
_DATE = slice(24, 36)  # ICC.1:2022 7.2.8: when the profile was made; zeroed, so that equal pictures are equal bytes


@cache
def srgb_profile() -> bytes:
    """The sRGB profile that everything leaving this room carries."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    raw[_DATE] = bytes(12)
    return bytes(raw)


def profile_of(image: Image.Image) -> bytes | None:
    """The embedded profile, if there is one that can be read and that speaks of this picture's channels."""
    raw = image.info.get("icc_profile")
    return raw if isinstance(raw, bytes) and _space_and_name(raw) else None


def profile_name(profile: bytes | None) -> str | None:
    found = _space_and_name(profile) if profile else None
    return found[1] if found else None


def space_of(mode: str, profile: bytes | None, *, says_not_srgb: bool) -> str:
    """The colour space by the words of `Facts.colour_space`."""
    if mode in _SPACES or mode.startswith("I;"):
        return _SPACES.get(mode, "Grey")
    name = (profile_name(profile) or "").lower()
    if profile is None:
        return "RGB (untagged)" if says_not_srgb else "sRGB"
    return next((space for word, space in _NAMED if word in name), "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB, mode RGB or RGBA. CMYK without a profile is inverted plainly, as every viewer does."""
    wanted = "RGBA" if image.mode in {"RGBA", "LA"} else "RGB"
    if image.mode == "LAB":
        return _applied(image, _lab_transform())
    if profile is None or not is_to_be_converted(image, profile):
        return image if image.mode == wanted else image.convert(wanted)
    return _applied(image, _transform(profile, image.mode, wanted))


def is_to_be_converted(image: Image.Image, profile: bytes | None) -> bool:
    """Whether its profile says that its colours are others than sRGB's."""
    return profile is not None and not _is_srgb(profile) and _fits(profile, image.mode)


def _is_srgb(profile: bytes) -> bool:
    return "srgb" in (profile_name(profile) or "").lower()


def _fits(profile: bytes, mode: str) -> bool:
    found = _space_and_name(profile)
    return found is not None and _OF_MODE.get(mode) == found[0]


def _applied(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    if image.mode == transform.output_mode:
        ImageCms.applyTransform(image, transform, inPlace=True)
        return image
    return transform.apply(image)


@lru_cache(maxsize=16)
def _space_and_name(raw: bytes) -> tuple[str, str] | None:
    """Colour space ("RGB ", "GRAY", "CMYK") and description; None when the profile cannot be read."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
        return profile.profile.xcolor_space, " ".join((profile.profile.profile_description or "").split())[:200]
    except (OSError, ValueError, TypeError, AttributeError, ImageCms.PyCMSError):
        return None


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str, wanted: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.ImageCmsTransform(
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile())),
        mode,
        wanted,
        ImageCms.Intent.PERCEPTUAL,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


@cache
def _lab_transform() -> ImageCms.ImageCmsTransform:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return ImageCms.ImageCmsTransform(lab, ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile())), "LAB", "RGB")
