"""Working time: deadlines count it, quiet hours give way to it. All moments are aware; results are UTC."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """A team's calendar. `days` are 0 for Monday to 6; hours are wall time in `zone`."""

    zone: ZoneInfo
    days: frozenset[int] = frozenset(range(5))
    start: time = time(9)
    end: time = time(18)
    holidays: Container[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.holidays

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """The moment when `amount` of working time has passed after `start`."""
        moment, left = self._next_opening(start), amount
        while True:
            closing = self._at(moment.astimezone(self.zone).date(), self.end)
            if left <= closing - moment:
                return moment + left
            left -= closing - moment
            moment = self._next_opening(closing)

    def subtract(self, end: datetime, amount: timedelta) -> datetime:
        """The moment from which `amount` of working time passes until `end`."""
        moment, left = self._last_closing(end), amount
        while True:
            opening = self._at(moment.astimezone(self.zone).date(), self.start)
            if left <= moment - opening:
                return moment - left
            left -= moment - opening
            moment = self._last_closing(opening - timedelta(microseconds=1))

    def _next_opening(self, moment: datetime) -> datetime:
        day = moment.astimezone(self.zone).date()
        while True:
            if self.is_working_day(day) and moment < self._at(day, self.end):
                return max(moment.astimezone(UTC), self._at(day, self.start))
            day += timedelta(days=1)

    def _last_closing(self, moment: datetime) -> datetime:
        day = moment.astimezone(self.zone).date()
        while True:
            if self.is_working_day(day) and moment > self._at(day, self.start):
                return min(moment.astimezone(UTC), self._at(day, self.end))
            day -= timedelta(days=1)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """When nobody is written to: outside working days, and from `start` to `end` (which may lie across midnight)."""

    start: time = time(19)
    end: time = time(8)
    days: frozenset[int] = frozenset(range(5))
    holidays: Container[date] = field(default_factory=frozenset)

    def release(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """`moment` itself when the person may be written to then, else the end of their quiet time."""
        local = moment.astimezone(zone)
        while not self._may_write(local):
            local = self._next_end(local)
        return local.astimezone(UTC)

    def free_at(self, clock: time) -> time:
        """`clock` itself, or the end of the quiet time that it lies in."""
        return self.end if self._is_quiet(clock) else clock

    def _may_write(self, local: datetime) -> bool:
        return self._is_working_day(local.date()) and not self._is_quiet(local.time())

    def _is_working_day(self, day: date) -> bool:
        return day.weekday() in self.days and day not in self.holidays

    def _is_quiet(self, clock: time) -> bool:
        if self.start == self.end:
            return False
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def _next_end(self, local: datetime) -> datetime:
        wake = self.end if self.start != self.end else time(0)
        today = datetime.combine(local.date(), wake, tzinfo=local.tzinfo)
        if today > local and self._is_quiet(local.time()):
            return today
        return datetime.combine(local.date() + timedelta(days=1), wake, tzinfo=local.tzinfo)
