"""What can happen to a review, in the past tense. A review is what these add up to (folding.py), and nothing else.

People are ids, stages are called by their names, moments are aware UTC. Every one goes through JSON (codec.py).
"""

from dataclasses import dataclass
from datetime import datetime

from models.review.words import Deed, Outcome, Verdict
from models.review.workflow import Subject, Workflow


@dataclass(frozen=True, kw_only=True)
class Fact:
    at: datetime


@dataclass(frozen=True, kw_only=True)
class StageFact(Fact):
    stage: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """What is voted on. A vote belongs to these bytes and to no others."""

    id: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """Somebody, or the stage, that was not asked, and why."""

    who: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What happens by itself if a stage is still open at `at`; the card says so before."""

    at: datetime
    deed: Deed
    to: tuple[str, ...] = ()


# the review


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(Fact):
    workflow: Workflow
    subject: Subject
    version: Version
    submitter: str
    lead: str  # is named where somebody has to help
    may_reopen: tuple[str, ...]  # and open a stage by hand, and seat others
    skipped: tuple[LeftOut, ...]


@dataclass(frozen=True, kw_only=True)
class ChecksReported(Fact):
    """Stage 0. `failed` says what; empty: passed."""

    version: Version
    failed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class VersionReplaced(Fact):
    """A new file: open votes are void, and everything but `kept` is asked again."""

    version: Version
    subject: Subject
    submitter: str
    skipped: tuple[LeftOut, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReviewReopened(Fact):
    """Everything but `kept` is asked again."""

    stage: str
    kept: tuple[str, ...]
    by: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewSettled(Fact):
    """The answer, or that there will be none. Whatever is still open is withdrawn."""

    outcome: Outcome
    by: str  # empty: nobody, time


# a stage


@dataclass(frozen=True, kw_only=True)
class TurnCame(StageFact):
    """Look up who sits in this stage and until when, and open it (`open_stage`)."""

    by: str = ""  # who opens it by hand


@dataclass(frozen=True, kw_only=True)
class StageOpened(StageFact):
    seats: tuple[str, ...]
    inactive: tuple[str, ...]  # of the seats
    advisers: tuple[str, ...]
    final_decider: str
    denied: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    due_at: datetime
    promises: tuple[Promise, ...]


@dataclass(frozen=True, kw_only=True)
class StageStuck(StageFact):
    """Nobody can make it pass any more, as it stands. The lead has to seat somebody, or to end it."""

    lead: str
    why: str


@dataclass(frozen=True, kw_only=True)
class StageEscalated(StageFact):
    to: tuple[str, ...]
    promise: int  # its place among those of the stage


@dataclass(frozen=True, kw_only=True)
class StageSettled(StageFact):
    """Locked from now on."""

    outcome: Outcome
    by: str  # empty: nobody, time or a change of the seats


# who is asked


@dataclass(frozen=True, kw_only=True)
class SeatsChanged(StageFact):
    """The people of an open stage were looked up again. Who left had not decided; who is denied does not count."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    deactivated: tuple[str, ...]
    reactivated: tuple[str, ...]
    denied: tuple[str, ...]  # more than before
    advisers: tuple[str, ...]  # all
    final_decider: str | None = None  # another one than before


@dataclass(frozen=True, kw_only=True)
class SeatsReassigned(StageFact):
    """`joined` are asked instead of `left`, who had not decided. Where the final decider goes, the first is it."""

    left: tuple[str, ...]
    joined: tuple[str, ...]
    by: str = ""
    promise: int | None = None


@dataclass(frozen=True, kw_only=True)
class SeatHandedOver(StageFact):
    seat: str
    to: str
    delegation: str


@dataclass(frozen=True, kw_only=True)
class SeatKept(StageFact):
    """A substitute could not take it, and why."""

    seat: str
    substitute: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SeatGivenBack(StageFact):
    """The substitute sits there no more. What they decided stays decided."""

    seat: str
    substitute: str
    is_decided: bool


# what they say


@dataclass(frozen=True, kw_only=True)
class DecisionMade(StageFact):
    """`by` for `seat`, who may be the same. `instead_of` is what they said before."""

    seat: str
    by: str
    verdict: Verdict
    version: Version
    reason: str = ""
    instead_of: Verdict | None = None


@dataclass(frozen=True, kw_only=True)
class DecisionWithdrawn(StageFact):
    seat: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AdviceGiven(StageFact):
    """Never counts. `leaning` is what the adviser would say."""

    by: str
    words: str
    leaning: Verdict | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUpOpened(StageFact):
    """Approved with changes: somebody has to make them."""

    seat: str
    wish: str


@dataclass(frozen=True, kw_only=True)
class FollowUpFinished(StageFact):
    seat: str
    by: str
