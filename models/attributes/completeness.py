"""How completely pictures are described: what becomes of each attribute, and which pictures lack most. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.attributes.former import is_former
from models.attributes.reading import Reader, Value
from models.attributes.suggesting import Hint, conflicting

WHOLE = 100  # per cent


class Standing(StrEnum):
    """Of one attribute of one picture; the first that holds."""

    FORMER = "former"  # a word that is not in the vocabulary, or not as it is written there
    CONFLICT = "conflict"  # several sources contradict one another, and nobody has chosen
    FILLED = "filled"
    SUGGESTED = "suggested"
    MISSING = "missing"  # and needed by its publication
    EMPTY = "empty"


_RIGHT = frozenset({Standing.FILLED, Standing.EMPTY})
_ASKED_ANYWAY = frozenset({Standing.FORMER, Standing.CONFLICT})  # whether it is needed or not


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What is asked of pictures of one type. `needed`: by their publication."""

    name: str  # empty where it is of none
    readers: Mapping[str, Reader]
    needed: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Described:
    """One picture. `standings` are by attribute; `share` is how much of what is asked of it is right, per cent."""

    asset_id: str
    title: str
    kind: str
    standings: Mapping[str, Standing]
    share: int

    @property
    def lacking(self) -> tuple[str, ...]:
        """Attributes that keep it from being complete."""
        return tuple(name for name, one in self.standings.items() if one not in _RIGHT)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """One attribute of all pictures of one type."""

    attribute: str
    kind: str
    counts: Mapping[Standing, int]

    @property
    def is_fine(self) -> bool:
        return all(standing in _RIGHT for standing in self.counts)


def described(asset_id: str, title: str, has: Mapping[str, Value], hints: Sequence[Hint], kind: Kind) -> Described:
    split = conflicting(hints, kind.readers)
    suggested = {hint.attribute for hint in hints}
    standings = {}
    for name, reader in kind.readers.items():
        value = has.get(name, "")
        if is_former(reader, value):
            standings[name] = Standing.FORMER
        elif name in split:
            standings[name] = Standing.CONFLICT
        else:
            standings[name] = _simple(value, is_suggested=name in suggested, is_needed=name in kind.needed)
    share = _share(standings, kind.needed)
    return Described(asset_id=asset_id, title=title, kind=kind.name, standings=standings, share=share)


def tallies(pictures: Iterable[Described]) -> list[Tally]:
    """By type and attribute, in the order in which they come."""
    counted: dict[tuple[str, str], Counter[Standing]] = {}
    for picture in pictures:
        for name, standing in picture.standings.items():
            counted.setdefault((picture.kind, name), Counter())[standing] += 1
    return [Tally(attribute=name, kind=kind, counts=counts) for (kind, name), counts in counted.items()]


def below(pictures: Iterable[Described], least: int) -> list[Described]:
    """Those that are described less completely than `least` per cent, the emptiest first."""
    found = [picture for picture in pictures if picture.share < least]
    return sorted(found, key=lambda picture: (picture.share, picture.asset_id))


def following(pictures: Sequence[Described], asset_id: str) -> Described | None:
    """Behind that one, wherever it stands by now, or the first; None where none is left."""
    place = next((place + 1 for place, one in enumerate(pictures) if one.asset_id == asset_id), 0)
    return pictures[place % len(pictures)] if pictures else None


def _simple(value: Value, *, is_suggested: bool, is_needed: bool) -> Standing:
    if value:
        return Standing.FILLED
    if is_suggested:
        return Standing.SUGGESTED
    return Standing.MISSING if is_needed else Standing.EMPTY


def _share(standings: Mapping[str, Standing], needed: Sequence[str]) -> int:
    """Rounded down, so that what is whole lacks nothing."""
    asked = [one for name, one in standings.items() if name in needed or one in _ASKED_ANYWAY]
    right = sum(one is Standing.FILLED for one in asked)
    return WHOLE * right // len(asked) if asked else WHOLE
