"""What two pictures held side by side have shown: how much has changed, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from imaging import plain
from imaging.recipes import Rendition

EVERYWHERE = 0.6  # of the picture: from here on no place is worth naming
_LONG = 0.6  # of an edge: a box as long as that lies along it, at no end of it
_MOST_NAMED = 3
_ROWS, _COLUMNS = ("top", "", "bottom"), ("left", "", "right")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of the newer picture: each edge as a fraction of its width or height, 0 to 1, from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def place(self) -> str:
        """`top right`, `left`, `in the middle`; `along the bottom` where it is wide, `across the picture`."""
        is_wide, is_high = self.right - self.left >= _LONG, self.bottom - self.top >= _LONG
        row, column = _ROWS[_third(self.top, self.bottom)], _COLUMNS[_third(self.left, self.right)]
        if is_wide and is_high:
            return "across the picture"
        if is_wide:
            return f"along the {row}" if row else "across the middle"
        if is_high:
            return f"along the {column}" if column else "down the middle"
        return " ".join(filter(None, (row, column))) or "in the middle"

    @property
    def area(self) -> float:
        """As a fraction of the picture."""
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, other: "Box") -> bool:
        """Whether the other one lies within it."""
        starts = self.left <= other.left and self.top <= other.top
        return starts and self.right >= other.right and self.bottom >= other.bottom

    def to_json(self) -> list[float]:
        return [self.left, self.top, self.right, self.bottom]

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """A box from the list of `to_json`. Raises ValueError on anything else."""
        match raw:
            case [int() | float() as left, int() | float() as top, int() | float() as right, int() | float() as bottom]:
                return cls(left=float(left), top=float(top), right=float(right), bottom=float(bottom))
            case _:
                raise ValueError(f"a box is four numbers, not {raw!r}")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The picture that shows both, and what was measured for it.

    plate: a JPEG, 1600 px wide. changed: the share, 0 to 1, of what both pictures show that does not look the same;
    noise of an encoder, another resolution and another weight do not count. boxes: where, the largest first, at most
    six; fewer than there are places where it is many. is_same_shape: False where one
    shows more than the other, of another ratio, slightly cropped or moved by some pixels: then they were laid over one
    another where they fit best, and only what both show was compared.
    """

    plate: Rendition
    changed: float
    boxes: tuple[Box, ...]
    is_same_shape: bool

    @property
    def where(self) -> str:
        return where(self.changed, self.boxes)

    def kept_at(self, path: Path) -> Self:
        """The same, with the file under another name, such as one that is relative to a folder."""
        return replace(self, plate=replace(self.plate, path=path))

    def to_json(self) -> dict[str, object]:
        return {**asdict(self), "plate": self.plate.to_json(), "boxes": [box.to_json() for box in self.boxes]}

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> Self:
        """A comparison from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(
            plate=Rendition.from_json(plain.mapping(raw, "plate")),
            changed=plain.real(raw, "changed"),
            boxes=tuple(Box.from_json(box) for box in plain.listed(raw, "boxes")),
            is_same_shape=plain.flag(raw, "is_same_shape"),
        )


@dataclass(frozen=True)
class Exhibit:
    """One of the two: a file, and what it is called, in the picture and in a refusal ("Version 2")."""

    label: str
    path: Path

    def to_json(self) -> dict[str, str]:
        return {"label": self.label, "path": str(self.path.absolute())}

    @classmethod
    def from_json(cls, raw: plain.Plain) -> Self:
        """An exhibit from the dict of `to_json`. Raises ValueError on anything else."""
        return cls(label=plain.text(raw, "label"), path=Path(plain.text(raw, "path")))


def per_cent(changed: float) -> str:
    """`4.1 %`, `37 %`; never 0 for something, nor 100 for less than all."""
    share = 100 * changed
    if not changed:
        return "0 %"
    if share < 0.1:  # noqa: PLR2004 - per cent
        return "under 0.1 %"
    if share < 10:  # noqa: PLR2004
        return f"{share:.1f} %"
    return f"{min(round(share), 99) if changed < 1 else 100} %"


def where(changed: float, boxes: Sequence[Box]) -> str:
    """The places in words: `top right`, `top right and bottom left`; empty where nothing has changed."""
    if not boxes:
        return ""
    if changed >= EVERYWHERE:
        return "nearly everywhere" if changed < 1 else "everywhere"
    places = list(dict.fromkeys(box.place for box in sorted(boxes, key=_reading_order)))
    if len(places) > _MOST_NAMED:
        return f"in {len(boxes)} places, most of it {boxes[0].place}"
    return " and ".join(filter(None, (", ".join(places[:-1]), places[-1])))


def _reading_order(box: Box) -> tuple[int, int]:
    return _third(box.top, box.bottom), _third(box.left, box.right)


def _third(low: float, high: float) -> int:
    return min(2, int(3 * (low + high) / 2))
