"""Reading what /metrics wrote: calls by status, and how long people waited (prometheus.io, exposition formats)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families

ACKNOWLEDGED, CALLED = "galley_acknowledgement_seconds_bucket", "galley_remote_calls_total"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of one process since its start. Seconds; None where nobody has been answered yet."""

    median_s: float | None
    slowest_s: float | None  # of the hundredth that waited longest
    calls: Mapping[str, int]  # "slack 200": how often


def figures_of(written: str) -> Figures:
    buckets, calls = Counter[float](), Counter[str]()
    for family in text_string_to_metric_families(written):
        for sample in family.samples:
            if sample.name == ACKNOWLEDGED:
                buckets[float(sample.labels["le"])] += int(sample.value)
            elif sample.name == CALLED:
                calls[f"{sample.labels['system']} {sample.labels['status']}"] += int(sample.value)
    ordered = sorted(buckets.items())
    return Figures(
        median_s=_quantile(ordered, 0.5), slowest_s=_quantile(ordered, 0.99), calls=dict(sorted(calls.items()))
    )


def _quantile(buckets: Sequence[tuple[float, int]], share: float) -> float | None:
    """As Prometheus' histogram_quantile: even within a bucket, and no more than the last bound that is known."""
    if not buckets or not buckets[-1][1]:
        return None
    wanted, below, floor = share * buckets[-1][1], 0, 0.0
    for bound, count in buckets:
        if count >= wanted:
            inside = count - below
            return floor if bound == float("inf") else round(floor + (bound - floor) * (wanted - below) / inside, 4)
        below, floor = count, bound
    return floor
