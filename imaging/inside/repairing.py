"""One click puts a picture right: colours, size, place, weight, format; and says in words what was done."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from imaging import sentences
from imaging.inside import colour, printing
from imaging.inside.developing import Negative, Size, develop, scaled
from imaging.inside.inscribing import Inscribed, Wish, inscribed
from imaging.recipes import Format
from imaging.repairs import ChangeFormat, ConvertToSrgb, Lighten, Repair, Repaired, Shrink, StripGps

BEST_QUALITY = 95
_LARGEST_STEP, _SMALLEST_STEP = 0.9, 0.3
_SMALLEST_EDGE = 64
_PRINTABLE = {Format.JPEG, Format.TIFF}  # the formats that carry CMYK
_CLEAR = {Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF}
_SAME = {"JPEG": Format.JPEG, "PNG": Format.PNG, "WebP": Format.WEBP, "AVIF": Format.AVIF, "TIFF": Format.TIFF}


@dataclass(frozen=True, kw_only=True)
class _Plan:
    format: Format
    size: Size
    to_srgb: bool
    strip_gps: bool
    notes: Inscribed
    max_bytes: int | None


@dataclass(frozen=True, kw_only=True)
class _Print:
    content: bytes
    quality: int
    size: Size


def repair(negative: Negative, repairs: Sequence[Repair], target: Path) -> Repaired:
    """The repaired picture in `target`, with everything that it says of itself, the place only if kept."""
    plan = _planned(negative, repairs)
    picture = develop(negative, enough=plan.size, keep_colours=not plan.to_srgb)
    profile = colour.srgb_profile() if plan.to_srgb else negative.profile or b""
    made = _printed(negative, plan, picture, profile=profile)
    written = printing.saved(made.content, target, name=target.stem, format_=plan.format, size=made.size)
    return Repaired(
        path=target,
        format=plan.format,
        width=written.width,
        height=written.height,
        size_bytes=written.size_bytes,
        sha256=written.sha256,
        lines=tuple(_lines(negative, plan, made)) or ("Saved again; nothing else had to be changed.",),
    )


def _planned(negative: Negative, repairs: Sequence[Repair]) -> _Plan:
    format_ = _SAME.get(negative.opened.kind.label, Format.PNG)
    size, to_srgb, strip_gps, max_bytes = negative.size, False, False, None
    for asked in repairs:
        match asked:
            case ConvertToSrgb():
                to_srgb = True
            case Shrink():
                size = _inside(size, (asked.width, asked.height))
            case StripGps():
                strip_gps = True
            case Lighten():
                max_bytes = asked.max_bytes
            case ChangeFormat():
                format_ = asked.format
    size = _inside(size, (format_.longest_edge, format_.longest_edge))
    to_srgb = to_srgb or negative.mode == "LAB" or (negative.mode == "CMYK" and format_ not in _PRINTABLE)
    wish = Wish(
        with_place=not strip_gps,
        is_srgb=to_srgb or (negative.space == "sRGB"),
        is_recomposed=negative.turn != 1,
    )
    return _Plan(
        format=format_,
        size=size,
        to_srgb=to_srgb,
        strip_gps=strip_gps,
        notes=inscribed(negative, wish),
        max_bytes=max_bytes,
    )


def _inside(size: Size, box: Size) -> Size:
    return scaled(size, min(box[0] / size[0], box[1] / size[1], 1.0))


def _printed(negative: Negative, plan: _Plan, picture: Image.Image, *, profile: bytes) -> _Print:
    """At the best quality; under a weight: at a lower one, and when that is not enough, smaller and smaller."""

    def attempt(quality: int) -> bytes:
        return printing.encode(
            picture, plan.format, quality=quality, notes=plan.notes, profile=profile, dpi=negative.dpi
        )

    while True:
        quality, content = BEST_QUALITY, attempt(BEST_QUALITY)
        if plan.max_bytes is not None and plan.format.has_quality and len(content) > plan.max_bytes:
            quality, content = printing.lightest_enough(attempt, quality=BEST_QUALITY - 1, max_bytes=plan.max_bytes)
        if plan.max_bytes is None or len(content) <= plan.max_bytes:
            return _Print(content=content, quality=quality, size=picture.size)
        if max(picture.size) < _SMALLEST_EDGE:
            raise sentences.rendition_too_heavy(
                negative.opened.name, rendition=plan.format.name, size=len(content), limit=plan.max_bytes
            )
        scale = min(_LARGEST_STEP, max(_SMALLEST_STEP, math.sqrt(plan.max_bytes / len(content))))
        picture = picture.resize(scaled(picture.size, scale), Image.Resampling.LANCZOS)


def _lines(negative: Negative, plan: _Plan, made: _Print) -> list[str]:
    found = [_colours(negative, plan), _size(negative, made), _place(negative, plan), _weight(negative, plan, made)]
    return [line for line in (*found, _format(negative, plan), *_losses(negative, plan)) if line]


def _colours(negative: Negative, plan: _Plan) -> str | None:
    space = negative.space
    if not plan.to_srgb or (space == "sRGB" and negative.profile):
        return None
    if negative.profile is None and space.startswith(("sRGB", "RGB")):
        return "Tagged as sRGB; it had no colour profile."
    return f"Converted the colours from {colour.profile_name(negative.profile) or space} to sRGB."


def _size(negative: Negative, made: _Print) -> str | None:
    if made.size == negative.size:
        return None
    return f"Scaled down from {sentences.by(negative.size)} to {sentences.by(made.size)} pixels."


def _place(negative: Negative, plan: _Plan) -> str | None:
    return "Removed the place where it was taken (GPS)." if plan.strip_gps and negative.notes.has_gps else None


def _weight(negative: Negative, plan: _Plan, made: _Print) -> str | None:
    if plan.max_bytes is None or negative.opened.size_bytes <= plan.max_bytes:
        return None
    at = f" at quality {made.quality}" if plan.format.has_quality else ""
    return f"Saved lighter{at}: {_megabytes(negative.opened.size_bytes)} became {_megabytes(len(made.content))}."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.2f} MB"


def _format(negative: Negative, plan: _Plan) -> str | None:
    found = negative.opened.kind.label
    return None if _SAME.get(found) is plan.format else f"Saved as {plan.format.label} instead of {found}."


def _losses(negative: Negative, plan: _Plan) -> list[str]:
    """What a person should know that nobody asked for."""
    said = []
    if negative.turn != 1:
        said.append("Turned upright.")
    if negative.notes.has_gps and not plan.strip_gps and not plan.notes.keeps_place:
        said.append("Left out the place where it was taken (GPS): it could not be read.")
    if negative.opened.frames > 1:
        said.append(f"Kept the first of {negative.opened.frames} frames.")
    if negative.has_alpha and plan.format not in _CLEAR:
        said.append("Put on white where it was transparent.")
    if negative.bit_depth > 8:  # noqa: PLR2004 - bits
        said.append(f"Reduced from {negative.bit_depth} to 8 bits a channel.")
    return said
