"""The ledger of everything that happens outside our database: jobs, their lanes, and the rules on them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, Column, Index, text
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json, word
from models.ids import new_id


class JobState(StrEnum):
    WAITING = "waiting"  # nothing has left the house, or certainly nothing was accepted
    SENDING = "sending"  # intent is committed: from here on the outcome is unknown
    SENT = "sent"  # accepted out there; our own side is still to be settled
    DONE = "done"
    NEEDS_LOOK = "needs_look"  # can be neither proved nor disproved
    SET_ASIDE = "set_aside"  # refused, or given up after many tries
    DROPPED = "dropped"  # by an admin
    FORGOTTEN = "forgotten"  # ended long ago: only its key is kept, so that it is never done again


OPEN = (JobState.WAITING, JobState.SENDING, JobState.SENT)
TROUBLED = (JobState.NEEDS_LOOK, JobState.SET_ASIDE)

SIDE = "~"  # between a lane's name and the job that left it to wait beside it

_IS_OPEN = text("state IN ('waiting', 'sending', 'sent')")
_IS_TROUBLED = text("state IN ('needs_look', 'set_aside')")
_IS_PROMISED = text("state = 'waiting' AND attempt = 0 AND not_before IS NOT NULL")
_IS_ENDED = text("state IN ('done', 'dropped')")
_MELTS = text("coalesces AND state = 'waiting'")


BARE: Mapping[str, object] = {
    "state": JobState.FORGOTTEN,
    "checkpoint": {},
    "details": {},
    "remote_id": None,
    "problem": None,
    "cause": None,
}
"""What becomes of a job that is forgotten but for its key."""


def names_itself(key: str, job_id: str) -> bool:
    """Such a key nobody can ask for again. Every edit has one: it ends with the job's own id."""
    return key.endswith(f":{job_id}")


class WrongState(Exception):
    """A job was asked for a step that its state does not allow."""

    def __init__(self, job: "Job", wanted: str) -> None:
        super().__init__(f"Job {job.id} ({job.kind}) is {job.state}, so it cannot be {wanted}.")


class Job(SQLModel, table=True):
    """One thing that must happen out there. Its id is its place in its lane.

    `not_before` is the story's time; every other moment is real time (see bot.clock). `attempt` counts sends,
    `failures` those tries that count against it: a 429 or a refused credential does not.
    """

    __table_args__ = (
        Index("ix_job_open", "lane", "id", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        Index("ix_job_promised", "not_before", sqlite_where=_IS_PROMISED, postgresql_where=_IS_PROMISED),
        Index("ix_job_troubled", "id", sqlite_where=_IS_TROUBLED, postgresql_where=_IS_TROUBLED),
        Index("ix_job_ended", "done_at", sqlite_where=_IS_ENDED, postgresql_where=_IS_ENDED),
        Index("ix_job_melts", "kind", "subject", unique=True, sqlite_where=_MELTS, postgresql_where=_MELTS),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    subject: str
    team_id: str = ""  # the workspace that it is for
    lane: str
    state: JobState = Field(default=JobState.WAITING, sa_type=word(JobState))
    coalesces: bool = Field(default=False, sa_column=Column(Boolean, nullable=False))
    not_before: datetime | None = Field(default=None, sa_type=Instant)
    attempt: int = 0
    failures: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=Instant)
    intent_at: datetime | None = Field(default=None, sa_type=Instant)
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    checkpoint: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    remote_id: str | None = None
    details: dict[str, str] = Field(default_factory=dict, sa_type=Json)  # what else the receipt said
    problem: str | None = None
    cause: str | None = None  # the delivery it follows from; of several that melted together the most urgent
    created_at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def road(self) -> str:
        """The lane it was asked for, even while it waits beside it: the one whose limits it obeys."""
        return self.lane.partition(SIDE)[0]

    def claim(self, by: str, *, at: datetime, until: datetime) -> None:
        """Takes it in hand, to send it, to find out what became of it, or to settle our side. Nothing melts into it
        any more: it may have read the truth already.
        """
        self._must_be(OPEN, "claimed")
        self.claimed_by, self.claimed_until, self.retry_at, self.coalesces = by, until, None, False
        if self.state is JobState.WAITING:
            self.intend(at=at, until=until)

    def intend(self, *, at: datetime, until: datetime) -> None:
        """From here on it may have happened. Also the second time, when the first is known to have come to nothing."""
        self._must_be((JobState.WAITING, JobState.SENDING), "sent")
        self.state, self.intent_at, self.attempt = JobState.SENDING, at, self.attempt + 1
        self.claimed_until = until

    def may_be_claimed_by(self, name: str, *, at: datetime) -> bool:
        """A claim lapses with its lease, whatever became of its holder."""
        return self.claimed_by in (None, name) or self.claimed_until is None or self.claimed_until <= at

    def accept(self, remote_id: str, details: Mapping[str, str]) -> None:
        """The other side has it; whatever fails now is ours."""
        self._must_be((JobState.SENDING, JobState.SENT), "accepted")
        self.state, self.remote_id, self.details = JobState.SENT, remote_id, dict(details)

    def finish(self, *, at: datetime, problem: str | None = None) -> None:
        self._must_be(OPEN, "finished")
        self._end(JobState.DONE, problem, at)

    def postpone(self, until: datetime, problem: str, *, counts: bool) -> None:
        """It certainly did not happen; again at `until`."""
        self._must_be((JobState.WAITING, JobState.SENDING), "postponed")
        self.state = JobState.WAITING
        self._rest(until, problem, counts=counts)

    def leave_open(self, until: datetime, problem: str, *, counts: bool = True) -> None:
        """What became of it is looked into at `until`; its state says what is known."""
        self._must_be((JobState.SENDING, JobState.SENT), "left open")
        self._rest(until, problem, counts=counts)

    def note(self, ids: Mapping[str, str]) -> None:
        """Keeps what was gathered half-way."""
        self.checkpoint = {**self.checkpoint, **ids}

    def step_aside(self) -> None:
        """Waits in a lane of its own from now on, so that those behind it may pass."""
        self.lane = f"{self.road}{SIDE}{self.id}"

    def give_up(self, problem: str, *, at: datetime) -> None:
        """Nobody tries again by himself. An unknown outcome needs a look; anything else is set aside."""
        self._must_be(OPEN, "given up")
        self._end(JobState.NEEDS_LOOK if self.state is JobState.SENDING else JobState.SET_ASIDE, problem, at)

    def set_aside(self, problem: str, *, at: datetime) -> None:
        """It certainly did not happen, and nobody tries again by himself."""
        self._must_be((JobState.WAITING, JobState.SENDING), "set aside")
        self._end(JobState.SET_ASIDE, problem, at)

    def revive(self) -> None:
        """An admin's second chance, with all its tries. What was accepted is only settled, not sent again."""
        self._must_be(TROUBLED, "tried again")
        self.state = JobState.WAITING if self.remote_id is None else JobState.SENT
        self.failures, self.retry_at, self.done_at, self.problem = 0, None, None, None

    def drop(self, *, at: datetime) -> None:
        self._must_be((JobState.WAITING, *TROUBLED), "dropped")
        self._end(JobState.DROPPED, self.problem, at)

    def _rest(self, until: datetime, problem: str, *, counts: bool) -> None:
        self.retry_at, self.problem = until, problem
        self.failures += counts
        self.claimed_by = self.claimed_until = None

    def _end(self, state: JobState, problem: str | None, at: datetime) -> None:
        self.state, self.problem, self.done_at = state, problem, at
        self.retry_at = self.claimed_by = self.claimed_until = None

    def _must_be(self, allowed: tuple[JobState, ...], wanted: str) -> None:
        if self.state not in allowed:
            raise WrongState(self, wanted)


class Lane(SQLModel, table=True):
    """When the next send may go: of a lane, of a bucket that many lanes share, or of a whole system."""

    name: str = Field(primary_key=True)
    free_at_ms: int = Field(default=0, sa_type=BigInteger)
    """Real time in milliseconds since 1970, so that one UPDATE can reckon with it on both databases."""
    strikes: int = 0  # refused credentials in a row
    problem: str | None = None  # why it is held
