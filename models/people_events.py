"""What can happen to people's time and attention, in the past tense; filed and chained as everything in events.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.events import Event


@dataclass(frozen=True, kw_only=True)
class AbsenceNamed(Event):
    """Somebody wrote down that they, or somebody else (`actor_id` is who wrote it), will be away."""

    absence_id: str
    absent_id: str
    substitute_id: str | None
    first_day: str
    last_day: str
    campaigns: tuple[str, ...]
    brands: tuple[str, ...]
    hands_over: bool


@dataclass(frozen=True, kw_only=True)
class AbsenceBegan(Event):
    """Its first day has come. `hands_over`: what is already being asked of them moves, too."""

    absence_id: str
    absent_id: str
    substitute_id: str | None
    hands_over: bool


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    """Its last day is over, or somebody (`actor_id`) ended it earlier; `had_begun` False: before it began."""

    absence_id: str
    absent_id: str
    substitute_id: str | None
    had_begun: bool


@dataclass(frozen=True, kw_only=True)
class NoticesChosen(Event):
    """Somebody chose what they are told, how and when."""

    chosen: Mapping[str, object]  # models.choices.Choices.to_json()


@dataclass(frozen=True, kw_only=True)
class AssetMuted(Event):
    """Somebody wants no messages about it."""


@dataclass(frozen=True, kw_only=True)
class AssetUnmuted(Event):
    """Or does again."""


@dataclass(frozen=True, kw_only=True)
class DigestDue(Event):
    """Somebody's morning has come, and there is something to tell them."""

    person_id: str
    day: str
    since: str  # what happened after this moment is told
    is_weekly: bool  # the first one of a week, in which leads read of their team
