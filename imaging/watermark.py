"""What is laid over a rendition to say whose it is: a line of text, or a picture."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

from imaging import plain


class Position(StrEnum):
    """A row, a column, or both; the middle of whatever is not named."""

    TOP_LEFT = "top_left"
    TOP = "top"
    TOP_RIGHT = "top_right"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom_right"

    @property
    def shares(self) -> tuple[float, float]:
        """Of the room that is left beside the mark: how much lies at its left, and above it."""
        words = set(self.split("_"))
        across = 0.0 if "left" in words else 1.0 if "right" in words else 0.5
        down = 0.0 if "top" in words else 1.0 if "bottom" in words else 0.5
        return across, down


@dataclass(frozen=True, kw_only=True)
class Watermark:
    """Either `text` or `picture`, a path; the other is empty. `opacity` and `width`: 1 to 100 %, the latter of the
    rendition's own width. Raises ValueError on anything else.
    """

    text: str = ""
    picture: str = ""
    position: Position = Position.BOTTOM_RIGHT
    opacity: int = 60
    width: int = 25

    def __post_init__(self) -> None:
        if bool(self.text) == bool(self.picture):
            raise ValueError("a watermark is either a text or a picture")
        if not (1 <= self.opacity <= 100 and 1 <= self.width <= 100):  # noqa: PLR2004 - per cent
            raise ValueError(f"opacity and width are 1 to 100 %, not {self.opacity} and {self.width}")

    def to_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """A watermark from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            text=plain.text(raw, "text"),
            picture=plain.text(raw, "picture"),
            position=Position(plain.text(raw, "position")),
            opacity=plain.whole(raw, "opacity"),
            width=plain.whole(raw, "width"),
        )
