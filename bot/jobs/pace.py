"""Pace: how long to wait after a failure, and which gates stand before a send."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.jobs.effects import Limits
from models.job import Job

FIRST_STRIKE = timedelta(seconds=30)
LONGEST_STRIKE = timedelta(minutes=15)
TRIAL_EVERY = timedelta(seconds=5)  # a system on trial lets one lane after the other try, should the first find nothing


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A row of the lane table. A send through it moves it by `every`; `ahead` is how far it may be ahead of now."""

    name: str
    every: timedelta = timedelta(0)
    ahead: timedelta = timedelta(0)
    is_shared: bool = True


def gates(job: Job, limits: Limits) -> tuple[Gate, ...]:
    """Everything this send has to pass, the most shared one last, so that replicas lock rows in one order."""
    lane = Gate(name=f"lane:{job.road}", every=limits.spacing or timedelta(0), is_shared=False)
    if limits.bucket is None:
        return (lane, system_gate(job, limits))
    every, name = timedelta(minutes=1) / limits.bucket.per_minute, _of(limits.bucket.name, _account(job, limits))
    bucket = Gate(name=f"bucket:{name}", every=every, ahead=every * (limits.bucket.burst - 1))
    return (lane, bucket, system_gate(job, limits))


def crowded_gate(job: Job, limits: Limits) -> Gate:
    """The gate that a 429 speaks of: the bucket where there is one, else the lane."""
    return gates(job, limits)[-2]


def system_gate(job: Job, limits: Limits) -> Gate:
    return gate_of(limits.system, _account(job, limits))


def gate_of(system: str, team_id: str) -> Gate:
    return Gate(name=f"system:{_of(system, team_id)}")


def _account(job: Job, limits: Limits) -> str:
    """Whose credentials are used and whose calls are counted; empty where all workspaces share them."""
    return job.team_id if limits.by_team else ""


def _of(name: str, account: str) -> str:
    return f"{name}:{account}" if account else name


def pause(limits: Limits, failures: int) -> timedelta:
    """After the nth failure: doubling, with jitter, so that those who failed together do not come back together."""
    doubled: timedelta = limits.first_pause * 2 ** min(failures, 20)
    return min(doubled, limits.longest_pause) * random.uniform(0.8, 1.2)  # noqa: S311  jitter, not a secret


def strike_pause(strikes: int) -> timedelta:
    """A refused credential is a person's work; asking again is cheap but no help."""
    doubled: timedelta = FIRST_STRIKE * 2 ** min(strikes - 1, 20)
    return min(doubled, LONGEST_STRIKE)


def to_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
