"""The ledger of everything that happens outside our database: jobs, their lanes, and the rules on them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json
from models.ids import new_id


class JobState(StrEnum):
    WAITING = "waiting"  # nothing has left the house, or certainly nothing was accepted
    SENDING = "sending"  # intent is committed: from here on the outcome is unknown
    SENT = "sent"  # accepted out there; our own side is still to be settled
    DONE = "done"
    NEEDS_LOOK = "needs_look"  # can be neither proved nor disproved
    SET_ASIDE = "set_aside"  # refused, or given up after many tries
    DROPPED = "dropped"  # by an admin


OPEN = (JobState.WAITING, JobState.SENDING, JobState.SENT)
TROUBLED = (JobState.NEEDS_LOOK, JobState.SET_ASIDE)

_OPEN_SQL = text("state IN ('waiting', 'sending', 'sent')")
_MELTING_SQL = text("coalesces AND state = 'waiting'")
_FUTURE_SQL = text("state = 'waiting' AND attempt = 0 AND not_before IS NOT NULL")
_TROUBLED_SQL = text("state IN ('needs_look', 'set_aside')")


class NotYours(Exception):
    """The job is in somebody else's hands, or has ended."""


class Job(SQLModel, table=True):
    """One thing that must happen out there. Its id is its place in its lane.

    `not_before` is the story's time; every other moment is real time (see bot.clock).
    """

    __table_args__ = (
        Index("job_open", "lane", "id", sqlite_where=_OPEN_SQL, postgresql_where=_OPEN_SQL),
        Index("job_future", "not_before", sqlite_where=_FUTURE_SQL, postgresql_where=_FUTURE_SQL),
        Index("job_melts", "kind", "subject", unique=True, sqlite_where=_MELTING_SQL, postgresql_where=_MELTING_SQL),
        Index("job_troubled", "id", sqlite_where=_TROUBLED_SQL, postgresql_where=_TROUBLED_SQL),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    subject: str
    lane: str
    state: JobState = JobState.WAITING
    coalesces: bool = False
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    attempt: int = 0
    stumbles: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=Instant)
    intent_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    checkpoint: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    remote_id: str | None = None
    receipt: dict[str, str] | None = Field(default=None, sa_type=Json)
    problem: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)
