"""Rules of galley.yml that tell attributes: when a picture is so, suggest this."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.attributes.reading import Value
from models.attributes.sorts import Picture, is_like, is_one_of

Values = tuple[str, ...]


class When(BaseModel):
    """Every kind that is named must meet, by any of its values, in any case. Values of texts are patterns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    attribute: dict[str, Values] = Field(default_factory=dict)  # what is known already
    file: dict[str, Values] = Field(default_factory=dict)  # what EXIF, IPTC or XMP say, by imaging's names
    file_name: Values = ()
    channel: Values = ()
    campaign: Values = ()
    format: Values = ()
    shape: Values = ()
    colour: Values = ()

    def is_met(self, picture: Picture, has: Mapping[str, Value]) -> bool:
        return (
            all(is_like(wanted, texts(has.get(name, ""))) for name, wanted in self.attribute.items())
            and all(is_like(wanted, picture.fields.get(name, ())) for name, wanted in self.file.items())
            and is_like(self.file_name, [picture.file_name])
            and is_one_of(self.channel, picture.channels)
            and is_like(self.campaign, [picture.campaign])
            and is_one_of(self.format, [picture.format])
            and is_one_of(self.shape, [picture.shape])
            and is_one_of(self.colour, picture.colours)
        )


class TagRule(BaseModel):
    """`set` gives attributes of one value theirs, `add` adds to those of several."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=40)
    when: When = When()
    set: dict[str, str] = Field(default_factory=dict)
    add: dict[str, Values] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.set and not self.add:
            raise ValueError("write what it sets or adds")
        return self

    @property
    def says(self) -> Mapping[str, Value]:
        return {**self.set, **{name: list(values) for name, values in self.add.items()}}


def texts(value: Value) -> list[str]:
    """Of one value or several; none where there is none."""
    if isinstance(value, str):
        return [value] if value else []
    return list(value)
