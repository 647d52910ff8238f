"""When somebody's digest is due: once on each of their working days, at their hour, where they are."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from models.calendar import QuietHours


def due_day(now: datetime, zone: ZoneInfo, *, at: time, hours: QuietHours, last: date | None) -> date | None:
    """The day whose digest is due now; None where it is too early, a quiet time, or `last` was that day or a later one.

    A day that passed meanwhile is not made up for: what it would have told is in the next one.
    """
    local = now.astimezone(zone)
    is_looked_after = last is not None and local.date() <= last
    is_early = local.time() < hours.free_at(at)
    is_quiet = hours.release(now, zone) != now
    return None if is_looked_after or is_early or is_quiet else local.date()
