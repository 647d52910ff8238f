"""What /galley policy answers, in plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.review.words import Closing, Opening, Rule


@dataclass(frozen=True, kw_only=True)
class Answerless:
    """What is done so much working time after the deadline, if nobody has answered: it ends, where nobody is named."""

    after: timedelta
    told: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """People by name; times in working time. `number` is its place: what is asked at the same time shares one."""

    name: str
    number: int
    approvers: tuple[str, ...]
    rule: Rule
    quorum: int
    decider: str  # whose word alone counts; empty where the others' count
    closes_all: Closing
    advisers: tuple[str, ...]
    own_work: bool
    due_in: timedelta
    opens: Opening
    opens_at: datetime | None
    only_for: tuple[tuple[str, tuple[str, ...]], ...]  # kinds of pictures, with the values that meet
    late: tuple[Answerless, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    channel_id: str
    campaign: str
    stages: tuple[StageLine, ...]
    ladder: tuple[timedelta, ...]  # of reminders, around each deadline
    lead: str
    carries_over: bool
    digest: str
    is_pilot: bool
