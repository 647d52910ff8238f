"""Wrike: its two date dialects, each of which refuses the other.

createdDate, updatedDate, completedDate are instants and require `Z`; start and due are local time and refuse it.
"""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BeforeValidator


def instant(moment: datetime) -> str:
    """An aware time as `yyyy-MM-ddTHH:mm:ssZ`: fractions are refused. Rounded down, so that no row is skipped."""
    if moment.tzinfo is None:
        raise ValueError("An instant needs a zone.")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def one_day(due: date) -> dict[str, str]:
    """`dates` of a task that is due on a day. A planned task has both ends."""
    return {"type": "Planned", "start": due.isoformat(), "due": due.isoformat()}


def day_of(value: object) -> object:
    """The day of a `yyyy-MM-dd[THH:mm:ss]` as it is written: the zone is the account's, and is not told."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(day_of)]
