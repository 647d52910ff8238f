"""What a lane does after one step of a job."""

from dataclasses import dataclass
from datetime import datetime

from bot.jobs.pace import Gate


@dataclass(frozen=True)
class Over:
    """The lane goes on. `reopened` was on trial and lets everybody through again."""

    reopened: Gate | None = None


@dataclass(frozen=True)
class Changed:
    """The job is not any more what it was when it was read: the lane looks again."""


@dataclass(frozen=True)
class Rest:
    """The lane waits until this real moment."""

    until: datetime


@dataclass(frozen=True)
class Behind:
    """The lane queues at a gate that many lanes share."""

    gate: Gate
    until: datetime


@dataclass(frozen=True)
class Aside:
    """The lane goes on; the job waits in another one, beside it."""

    lane: str
    until: datetime


@dataclass(frozen=True)
class Crowded:
    """The lane waits until one of those who send this kind has finished."""

    kind: str


Outcome = Over | Changed | Rest | Behind | Aside | Crowded
