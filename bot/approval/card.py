"""What the card says, in plain values: its rows, the stages that are asked, and how each picture looks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.approval.sayings import Said
from bot.calling import StandIn
from bot.wishes import ToDo
from models.checks import Finding
from models.lookalike import LookAlike
from models.reminder import Rung
from models.review.words import Deed


class Look(StrEnum):
    """The states of SURFACES, one golden each."""

    WAITING = "waiting"
    LATE = "late"
    AHEAD = "ahead"  # nobody is asked before a moment that galley.yml names
    DECIDED = "decided"  # a moment later the next stage opens, or the answer stands
    NOBODY = "nobody"  # no approver can be found; an admin is told
    CHECKING = "checking"  # a new version is being looked at
    NEEDS_WORK = "needs_work"  # a new version failed its checks
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    PUBLISHING = "publishing"
    UNPUBLISHED = "unpublished"  # approved, and the library could not be reached; an admin is told
    PUBLISHED = "published"
    EXPIRED = "expired"  # nobody answered in time
    WITHDRAWN = "withdrawn"
    JOINED = "joined"  # it goes on as a version of another picture
    BY_HAND = "by_hand"  # nobody is asked before somebody opens the next stage


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A stage that is asked now. Those of parallel paths share a step."""

    stage_id: str
    name: str
    position: int  # in galley.yml
    step: int
    of: int  # steps
    yes: int
    needed: int
    seats: int
    awaited: tuple[str, ...]  # names
    awaited_ids: tuple[str, ...]
    due_at: datetime
    then: tuple[str, ...]  # the stages after this one; none for the last
    next_rung: Rung | None
    next_at: datetime | None
    next_deed: Deed | None = None  # what happens then by itself, where it is no reminder
    next_to: tuple[str, ...] = ()  # to whom
    decider: str = ""  # whose word alone counts
    stand_ins: tuple[StandIn, ...] = ()
    by_hand: tuple[str, ...] = ()  # those of `then` that somebody has to open
    is_late: bool = False
    stuck: str = ""  # why nobody can make it pass any more
    has_failed: bool = False  # enough said no; the others are still heard


@dataclass(frozen=True, kw_only=True)
class Unopened:
    """A stage that waits until somebody opens it."""

    stage_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Reopened:
    """What was settled is asked again: who wished it, when, and why."""

    name: str
    at: datetime
    why: str


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    permalink: str
    status: str
    due: date | None
    assignees: tuple[str, ...]
    is_gone: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One asset on the card."""

    asset_id: str
    version_id: str = ""
    number: int
    title: str
    file_name: str
    version: int
    round: int = 1
    look: Look
    facts: str  # "JPEG, 3000 x 2000 px, sRGB, 1.2 MB"
    no_preview: str = ""  # why a plate stands in its place, as the rest of a sentence
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]  # labels of attributes that are required by now
    turns: tuple[Turn, ...]
    said: tuple[Said, ...]
    carried_over: tuple[str, ...] = ()  # stages in which the yes to an earlier version holds
    pilot: str = ""  # the digest of the edition on trial that asks about it
    task: TaskLine | None
    location: str
    by_hand: tuple[Unopened, ...] = ()
    reopened: Reopened | None = None
    by_time: tuple[str, ...] = ()  # stages that a moment brings
    opens_at: datetime | None = None  # that moment
    lookalikes: tuple[LookAlike, ...] = ()
    is_told_apart: bool = False  # its uploader says that it is a picture of its own
    joined: LookAlike | None = None  # of what it is a version by now
    download: str = ""  # a link to the original, where one is given


@dataclass(frozen=True, kw_only=True)
class Card:
    rows: tuple[Row, ...]
    campaign: str
    submitter: str
    picture_file_id: str | None
    picture_alt: str
    lead: str
    lacks_sheet: bool = False  # it could not be made
    may_change: bool = False  # one's decision, while the stage is open

    @property
    def open_stages(self) -> tuple[str, ...]:
        """What its buttons ask about: exactly the stages it shows as open."""
        return tuple(turn.stage_id for row in self.rows for turn in row.turns)

    @property
    def to_do(self) -> tuple[ToDo, ...]:
        """What was asked for with a yes, and nobody has done yet."""
        wished = [(row, said) for row in self.rows for said in row.said if said.to_do_id]
        return tuple(
            ToDo(decision_id=said.to_do_id, name=said.name, stage=said.stage, wish=said.reason, title=row.title)
            for row, said in wished
        )

    @property
    def asked(self) -> tuple[Row, ...]:
        """Those that wait for somebody's decision."""
        return tuple(row for row in self.rows if row.turns)
