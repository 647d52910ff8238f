"""Pace: how long to wait after a failure, and which gates stand before a send."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.jobs.effects import BackOff, Bucket, Limits, Seats
from models.job import Job

FIRST_STRIKE = timedelta(seconds=30)
LONGEST_STRIKE = timedelta(minutes=15)
SEAT_EVERY = timedelta(milliseconds=100)  # how often those who wait for a seat look for one
TRIAL_EVERY = timedelta(seconds=5)  # a system on trial lets one lane after the other try, should the first find nothing


@dataclass(frozen=True, kw_only=True)
class Gate:
    """A row of the lane table. A send through it moves it by `every`; `ahead` is how far it may be ahead of now. After
    something went wrong behind it, one send after the other may try, `trial` apart.
    """

    name: str
    every: timedelta = timedelta(0)
    ahead: timedelta = timedelta(0)
    trial: timedelta = TRIAL_EVERY
    is_shared: bool = True


def gates(job: Job, limits: Limits) -> tuple[Gate, ...]:
    """Everything this send has to pass, the most shared one last, so that replicas lock rows in one order."""
    lane = Gate(name=f"lane:{job.road}", every=limits.spacing or timedelta(0), is_shared=False)
    account = _account(job, limits)
    calm = [calm_gate(job, limits, limits.back_off)] if limits.back_off is not None else []
    buckets = [bucket_gate(bucket, account) for bucket in (limits.bucket, limits.method) if bucket is not None]
    return (lane, *calm, *buckets, system_gate(job, limits))


def bucket_gate(bucket: Bucket, account: str) -> Gate:
    every = timedelta(minutes=1) / bucket.per_minute
    return Gate(name=f"bucket:{_of(bucket.name, account)}", every=every, ahead=every * (bucket.burst - 1))


def crowded_gate(job: Job, limits: Limits) -> Gate:
    """The gate that a 429 speaks of: the widest bucket where there is one, else what the back-off closes, else the
    lane.
    """
    return gates(job, limits)[-2]


def calm_gate(job: Job, limits: Limits, back_off: BackOff) -> Gate:
    """Closed for all while a system that names no time has too much to do."""
    return Gate(name=f"calm:{_of(limits.system, _account(job, limits))}", trial=back_off.first)


def seats_gate(seats: Seats) -> Gate:
    """Where those queue who found every seat taken."""
    return Gate(name=f"seats:{seats.name}", every=SEAT_EVERY)


def seats_of(job: Job, limits: Limits) -> Seats | None:
    account, seats = _account(job, limits), limits.seats
    return None if seats is None else Seats(name=_of(seats.name, account), count=seats.count)


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


def back_off(limits: BackOff, times: int) -> timedelta:
    """After the nth "too many" in a row."""
    doubled: timedelta = limits.first * 2 ** min(times - 1, 20)
    return min(doubled, limits.longest)


def strike_pause(strikes: int) -> timedelta:
    """A refused credential is a person's work; asking again is cheap but no help."""
    doubled: timedelta = FIRST_STRIKE * 2 ** min(strikes - 1, 20)
    return min(doubled, LONGEST_STRIKE)


def to_ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
