"""Observed gaps: how far apart sends really were, over all replicas, beside what Galley declares."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.chaos.evidence import Evidence
from bot.chaos.log import Call
from bot.slack.methods import FILES_INFO, POST_MESSAGE, PUBLISH_HOME, UPDATE
from bot.slack.sharing import Share
from bot.slack.showing import Show
from bot.slack.uploading import Upload
from connectors.wrike.declaration import WRIKE

MINUTE = 60.0
TOO_MANY = 429
RETRY_AFTER = 1.0  # what the sandbox says to a 429; Wrike's stand-in says it every other time
BUCKETS = [POST_MESSAGE, UPDATE, FILES_INFO, PUBLISH_HOME, Upload.limits.bucket, Share.limits.bucket]
METHODS = {bucket.name.removeprefix("slack:"): bucket.per_minute for bucket in BUCKETS if bucket is not None}
WRIKE_TOKEN = "Wrike, one token"  # noqa: S105  a heading


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Of one channel or one method. Seconds; None where there was nothing to measure."""

    name: str
    declared: str
    sends: int
    smallest: float | None
    median: float | None
    most_a_minute: int
    refused: int  # with 429
    too_soon: int  # calls that came before the Retry-After of a 429 had passed; some were on their way already


def gaps(calls: Sequence[Call], seen: Evidence) -> list[Gap]:
    """Channels by the moments at which Slack put the messages there, methods by the sandbox's log of calls."""
    found = [_gap(f"messages in {name}", times) for name, times in sorted(_by_channel(seen).items())]
    by_method: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if call.is_for_method:
            by_method[call.name].append(call)
        elif call.system == "wrike":
            by_method[WRIKE_TOKEN].append(call)
    for name, ones in sorted(by_method.items()):
        ones.sort(key=lambda one: one.time)
        found.append(_gap(name, [one.time for one in ones], ones))
    return found


def _by_channel(seen: Evidence) -> Mapping[str, list[float]]:
    times: dict[str, list[float]] = defaultdict(list)
    review = [one for thread in seen.review for one in (thread.root, *thread.replies)]
    rooms = {"#review": review, "#campaign": [*seen.campaign]}
    for thread in seen.intake:
        rooms.setdefault(f"#{thread.channel}", []).extend(thread.replies)
    rooms |= {f"@{user}": [*messages] for user, messages in seen.direct.items()}
    for room, messages in rooms.items():
        ours = sorted(float(one.ts) for one in messages if one.is_galleys and not one.files and not one.is_private)
        if len(ours) > 1:
            times[room] = ours
    return times


def _gap(name: str, times: Sequence[float], calls: Sequence[Call] = ()) -> Gap:
    apart = [later - sooner for sooner, later in pairwise(times)]
    refused = [call.time for call in calls if call.status == TOO_MANY]
    too_soon = [time for time in times if any(then < time < then + RETRY_AFTER for then in refused)]
    return Gap(
        name=name,
        declared=_declared(name),
        sends=len(times),
        smallest=min(apart, default=None),
        median=median(apart) if apart else None,
        most_a_minute=_most_a_minute(times),
        refused=len(refused),
        too_soon=len(too_soon),
    )


def _declared(name: str) -> str:
    if name.startswith(("messages", "replies")):
        spacing = Show.limits.spacing
        return f"{spacing.total_seconds():g} s apart" if spacing else ""
    a_minute = WRIKE.limits.calls_per_minute if name == WRIKE_TOKEN else METHODS.get(name)
    return f"{a_minute} a minute" if a_minute else ""


def _most_a_minute(times: Sequence[float]) -> int:
    most, first = 0, 0
    for last, time in enumerate(times):
        while times[first] <= time - MINUTE:
            first += 1
        most = max(most, last - first + 1)
    return most
