"""galley.yml, `distribution.renditions`: which copies are made of an approved picture."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from bot.policy_presets import SHAPES, Preset
from bot.policy_values import Section, is_below
from bot.policy_watermark import WatermarkPolicy

SRGB, DISPLAY_P3 = "srgb", "display_p3"


class Fit(StrEnum):
    FIT = "fit"
    FILL = "fill"
    PAD = "pad"


class RenditionPolicy(Section):
    """A preset gives what is not said here, the name included."""

    preset: Preset | None = None
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    width: int = Field(ge=1, le=16_383)  # what a WebP can have
    height: int = Field(ge=1, le=16_383)
    fit: Fit = Fit.FIT
    format: Literal["JPEG", "PNG", "WEBP", "AVIF", "TIFF"] = "JPEG"
    quality: int = Field(default=82, ge=1, le=100)
    max_kilobytes: int | None = Field(default=None, ge=1)  # the quality is lowered until it weighs no more
    background: str = "white"  # around a padded picture
    dpi: int | None = Field(default=None, ge=1, le=2400)
    metadata: Literal["keep", "reduced", "strip"] = "keep"  # of what is written in the picture, and what was approved
    profile: str = SRGB  # or display_p3, or a file below the data folder
    watermark: WatermarkPolicy | None = None

    @model_validator(mode="before")
    @classmethod
    def _begins_with_its_preset(cls, raw: Any) -> Any:
        shape = _shape(raw.get("preset")) if isinstance(raw, Mapping) else None
        return raw if shape is None else {"name": str(raw["preset"]), **shape, **raw}

    @field_validator("background")
    @classmethod
    def _is_a_colour(cls, written: str) -> str:
        digits = written.removeprefix("#")
        is_hex = len(digits) == len("rrggbb") and all(digit in "0123456789abcdefABCDEF" for digit in digits)
        if written not in {"white", "black"} and not (written.startswith("#") and is_hex):
            raise ValueError(f'write white, black, or a colour such as "#1f2a44", not {written!r}')
        return written

    @field_validator("profile")
    @classmethod
    def _is_a_name_or_a_file(cls, written: str) -> str:
        if written not in {SRGB, DISPLAY_P3} and not is_below(written, {".icc", ".icm"}):
            raise ValueError(f"write {SRGB}, {DISPLAY_P3}, or an .icc file below GALLEY_DATA, not {written!r}")
        return written

    @model_validator(mode="after")
    def _can_carry_its_colours(self) -> Self:
        if self.profile_path and self.format not in {"JPEG", "TIFF"}:
            raise ValueError("a profile of your own is for printing; write format: JPEG or TIFF beside it")
        return self

    @model_validator(mode="after")
    def _is_marked_in_srgb(self) -> Self:
        if self.watermark and self.profile != SRGB:
            raise ValueError("a watermark is laid over sRGB; leave out either watermark or profile")
        return self

    @property
    def profile_path(self) -> str:
        """Below the data folder; empty where the profile is known by its name."""
        return "" if self.profile in {SRGB, DISPLAY_P3} else self.profile

    @property
    def is_off(self) -> bool:
        """Without a profile nobody knows which inks make a colour."""
        return self.preset is Preset.PRINT_CMYK_300 and not self.profile_path


def _shape(preset: object) -> Mapping[str, object] | None:
    return next((shape for known, shape in SHAPES.items() if known == preset), None)
