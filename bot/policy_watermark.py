"""galley.yml, `watermark` of a rendition: what is laid over it."""

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from bot.policy_values import Section, is_below

_PICTURES = {".png", ".webp", ".jpg", ".jpeg"}
Position = Literal[
    "top_left", "top", "top_right", "left", "middle", "right", "bottom_left", "bottom", "bottom_right"
]  # as imaging.watermark says them


class WatermarkPolicy(Section):
    text: str | None = Field(default=None, pattern=r"\S", max_length=80)
    picture: str | None = None  # below the data folder
    position: Position = "bottom_right"
    opacity: int = Field(default=60, ge=1, le=100)
    width: int = Field(default=25, ge=1, le=100)  # per cent of the rendition's

    @field_validator("picture")
    @classmethod
    def _is_a_picture_below(cls, written: str | None) -> str | None:
        if written is not None and not is_below(written, _PICTURES):
            raise ValueError(f"write the name of a PNG, WebP or JPEG below GALLEY_DATA, not {written!r}")
        return written

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.text is None) == (self.picture is None):
            raise ValueError("write either text or picture")
        return self
