"""Reminders: who will be told what, and when, while a stage is late or nearly so."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.calendar import WorkingTime
from models.columns import Instant, word
from models.ids import new_id

CARD = ""


class Rung(StrEnum):
    BEFORE = "before"
    AT = "at"
    AFTER = "after"
    ESCALATION = "escalation"


class Reminder(SQLModel, table=True):
    """One promise to write to one person about one stage.

    `due_at` respects their quiet hours, and is a full minute, so that the pictures of a batch share one message.
    `person_id` is CARD where nobody is written to: at the deadline itself the card turns late, at whatever hour.
    """

    __table_args__ = (
        UniqueConstraint("stage_id", "person_id", "step"),
        Index(
            "ix_reminder_due",
            "due_at",
            "id",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(
            "ix_reminder_settled",
            "settled_at",
            sqlite_where=text("settled_at IS NOT NULL"),
            postgresql_where=text("settled_at IS NOT NULL"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    batch_id: str = Field(foreign_key="batch.id")
    stage_id: str = Field(foreign_key="stage.id")
    person_id: str
    rung: Rung = Field(sa_type=word(Rung))
    step: int  # its place on the ladder, from 0
    due_at: datetime = Field(sa_type=Instant)
    settled_at: datetime | None = Field(default=None, sa_type=Instant)  # handed over, merged or no longer needed


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Offsets from the deadline in working time, negative before it; then when the lead is told."""

    steps: tuple[timedelta, ...]
    escalate_after: timedelta | None

    def rungs(self, due_at: datetime, calendar: WorkingTime) -> tuple[tuple[Rung, datetime], ...]:
        """Every rung with its moment, in order; the escalation last."""
        climbed = [(_rung(step), _shift(due_at, step, calendar)) for step in sorted(self.steps)]
        if self.escalate_after is not None:
            climbed.append((Rung.ESCALATION, _shift(due_at, self.escalate_after, calendar)))
        return tuple(climbed)


def upcoming(planned: Iterable[Reminder], *, awaited: Collection[str], at: datetime) -> Reminder | None:
    """The next that goes out, as far as is planned by `at`: to whoever is still awaited, or to the lead. Of several at
    one moment the last rung is the one that is sent (`merge`).
    """
    ahead = [one for one in planned if one.due_at > at and one.settled_at is None]
    wanted = [one for one in ahead if one.person_id in awaited or (awaited and one.rung is Rung.ESCALATION)]
    return min(wanted, key=lambda one: (one.due_at, -one.step, one.person_id), default=None)


def merge(due: Sequence[Reminder]) -> tuple[list[Reminder], list[Reminder]]:
    """Of several rungs due at once for the same person and stage only the last is worth a message: (send, drop)."""
    last: dict[tuple[str, str], Reminder] = {}
    for reminder in sorted(due, key=lambda one: one.step):
        last[reminder.stage_id, reminder.person_id] = reminder
    send = sorted(last.values(), key=lambda one: (one.due_at, one.id))
    return send, [reminder for reminder in due if reminder not in send]


def _rung(step: timedelta) -> Rung:
    if step < timedelta(0):
        return Rung.BEFORE
    return Rung.AT if step == timedelta(0) else Rung.AFTER


def _shift(due_at: datetime, step: timedelta, calendar: WorkingTime) -> datetime:
    return calendar.subtract(due_at, -step) if step < timedelta(0) else calendar.add(due_at, step)
