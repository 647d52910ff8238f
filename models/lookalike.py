"""A look-alike as it is told to people: another picture, as it stood when this one came in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from models.asset import Asset, AssetState, Version
from models.likeness import Nearness

MOST = 3  # that are told of one picture
UNDECIDED = frozenset({AssetState.CHECKING, AssetState.NEEDS_WORK, AssetState.IN_REVIEW})
_FIRST = {AssetState.PUBLISHED: 0, AssetState.APPROVED: 0, AssetState.IN_REVIEW: 1}  # then all others


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """`version` is set where an earlier version of it is meant. `place`: a link to its card; `position`: its number,
    where it is on the same card. `is_for_all` is False where its uploader may not see it.
    """

    asset_id: str
    version_id: str
    title: str
    state: AssetState
    since: datetime  # published at, or came in
    nearness: Nearness
    apart: int  # bits
    version: int | None = None
    place: str = ""
    position: int | None = None
    is_for_all: bool = True

    @property
    def is_same(self) -> bool:
        return self.nearness is Nearness.SAME

    @property
    def is_approved(self) -> bool:
        return self.state in (AssetState.APPROVED, AssetState.PUBLISHED)

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "since": self.since.isoformat()}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "LookAlike":
        told = cls(**kept)
        return replace(
            told,
            state=AssetState(told.state),
            nearness=Nearness(told.nearness),
            since=datetime.fromisoformat(kept["since"]),
        )


def worth_telling(found: Iterable[LookAlike]) -> tuple[LookAlike, ...]:
    """What is approved or published first, then what is in review; each picture once, by its nearest version. Of the
    same card only what is the same picture.
    """
    nearest: dict[str, LookAlike] = {}
    for one in sorted(found, key=lambda one: (one.apart, one.version is not None, one.version_id)):
        if one.position is None or one.is_same:
            nearest.setdefault(one.asset_id, one)
    return tuple(sorted(nearest.values(), key=lambda one: (_FIRST.get(one.state, 2), one.apart, one.asset_id)))[:MOST]


def lookalikes_of(version: Version) -> tuple[LookAlike, ...]:
    return tuple(map(LookAlike.from_json, version.lookalikes or ()))


def offered(asset: Asset, version: Version) -> LookAlike | None:
    """The picture of which it may be a new version: the same one, on another card, that its uploader may see. Until
    it is decided, or somebody has said that it is a picture of its own.
    """
    is_open = asset.state in UNDECIDED and asset.version_number == version.number and version.told_apart_at is None
    same = (one for one in lookalikes_of(version) if one.is_same and one.is_for_all and one.position is None)
    return next(same, None) if is_open else None
