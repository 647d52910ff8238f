"""What one person wants to be told, how and when. What nobody has chosen is as the team has it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum
from typing import Any

from models.calendar import QuietHours

MORNING = time(9)


class ActNow(StrEnum):
    """Questions and reminders: what waits for oneself. An escalation is always a message."""

    MESSAGE = "message"
    DIGEST = "digest"


class ForInformation(StrEnum):
    """What became of one's own pictures. Their threads tell it in any case."""

    MESSAGE = "message"
    DIGEST = "digest"
    THREAD = "thread"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """`quiet` and `days` (0 for Monday to 6) are one's own instead of the team's. Times are wall time where one is."""

    act_now: ActNow = ActNow.MESSAGE
    for_information: ForInformation = ForInformation.MESSAGE
    digest_at: time = MORNING
    quiet: tuple[time, time] | None = None
    days: frozenset[int] | None = None

    @property
    def wants_digest(self) -> bool:
        return self.act_now is ActNow.DIGEST or self.for_information is ForInformation.DIGEST

    def hours(self, team: QuietHours) -> QuietHours:
        """The team's quiet hours, as far as this person has not chosen their own. Holidays stay the team's."""
        start, end = self.quiet or (team.start, team.end)
        return replace(team, start=start, end=end, days=team.days if self.days is None else self.days)

    def to_json(self) -> dict[str, Any]:
        return {
            "act_now": self.act_now,
            "for_information": self.for_information,
            "digest_at": self.digest_at.isoformat("minutes"),
            "quiet": [one.isoformat("minutes") for one in self.quiet] if self.quiet else None,
            "days": None if self.days is None else sorted(self.days),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Choices":
        start, end = kept.get("quiet") or (None, None)
        return cls(
            act_now=ActNow(kept["act_now"]),
            for_information=ForInformation(kept["for_information"]),
            digest_at=time.fromisoformat(kept["digest_at"]),
            quiet=(time.fromisoformat(start), time.fromisoformat(end)) if start and end else None,
            days=None if kept.get("days") is None else frozenset(kept["days"]),
        )
