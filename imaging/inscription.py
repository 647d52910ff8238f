"""What is to be written into a picture that leaves, and how much of what its source says stays in it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from imaging import plain
from imaging.fields import BY_NAME, Fields, fields_from_json, fields_to_json


class Keep(StrEnum):
    """keep: everything descriptive and technical, but thumbnails, maker notes and the place. reduced: whose it is,
    under which terms, its title and alt text, and which asset it is. strip: nothing but the colour profile.
    """

    KEEP = "keep"
    REDUCED = "reduced"
    STRIP = "strip"


REDUCED_TO = frozenset({
    "creator", "credit_line", "copyright_notice", "usage_terms", "rights_url", "licence_start", "licence_end", "title",
    "alt_text", "asset_id",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Inscription:
    """Fields by the names of imaging/fields.py: each is written in place of what the source says of it, and one
    without values is taken out. Raises ValueError on a name that is no field.
    """

    fields: Fields = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := sorted(self.fields.keys() - BY_NAME.keys()):
            raise ValueError(f"no such field: {', '.join(unknown)}")

    def over(self, said: Fields, keep: Keep) -> Fields:
        """What the written file says in the end."""
        both = {**said, **self.fields}
        kept = both.keys() if keep is Keep.KEEP else REDUCED_TO if keep is Keep.REDUCED else frozenset()
        return {name: values for name, values in both.items() if values and name in kept}

    def to_json(self) -> dict[str, object]:
        return {"fields": fields_to_json(self.fields)}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """An inscription from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(fields=fields_from_json(plain.mapping(raw, "fields")))


NOTHING = Inscription()
