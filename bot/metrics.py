"""Metrics: what this process has done, counted for Prometheus. Labels are kinds and outcomes, never names or ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

from models.job import SIDE, Job, JobState

OUTCOMES = {
    JobState.DONE: "done",
    JobState.WAITING: "again",  # it certainly did not happen, and is tried again
    JobState.SENDING: "unknown",  # it is looked up, and then done again or adopted
    JobState.SENT: "unsettled",  # it happened, and our side could not be written down yet
    JobState.NEEDS_LOOK: "needs_look",
    JobState.SET_ASIDE: "set_aside",
}
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
AGES = (0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 10800)

REGISTRY = CollectorRegistry()  # of the process, like its log

_answered = Histogram(
    "galley_acknowledgement_seconds",
    "From a delivery to its answer, the commit included.",
    ["kind"],
    buckets=SECONDS,
    registry=REGISTRY,
)
_effects = Counter("galley_effects", "Attempts at a job, by what came of them.", ["kind", "outcome"], registry=REGISTRY)
_ages = Histogram(
    "galley_job_age_seconds",
    "From the moment a job was due to its end.",
    ["lane"],
    buckets=AGES,
    registry=REGISTRY,
)
_calls = Counter(
    "galley_remote_calls",
    "Calls to other systems, by HTTP status; none where no answer came.",
    ["system", "status"],
    registry=REGISTRY,
)
_messages = Counter("galley_messages", "New messages in Slack, by kind; edits are none.", ["kind"], registry=REGISTRY)
ProcessCollector(registry=REGISTRY)


@contextmanager
def answering(kind: str) -> Iterator[None]:
    with _answered.labels(kind).time():
        yield


def concluded(job: Job, *, at: datetime) -> None:
    """After the commit of what is now known of a job that is nobody's any more."""
    if job.claimed_by is not None or job.state not in OUTCOMES:
        return
    _effects.labels(job.kind, OUTCOMES[job.state]).inc()
    if job.state is JobState.DONE and job.not_before is None:
        _ages.labels(lane_kind(job.lane)).observe((at - job.created_at).total_seconds())


def called(system: str, status: int | None) -> None:
    _calls.labels(system, "none" if status is None else str(status)).inc()


def said(kind: str) -> None:
    _messages.labels(kind).inc()


def lane_kind(lane: str) -> str:
    """`slack:C0REVIEW` is a lane of the kind `slack`: there are few kinds, and as many lanes as channels and assets."""
    return lane.partition(SIDE)[0].partition(":")[0]


def written() -> bytes:
    """All of it, in the text format (prometheus.io/docs/instrumenting/exposition_formats)."""
    return generate_latest(REGISTRY)
