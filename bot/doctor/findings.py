"""The doctor's words: one finding per question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SKEW = timedelta(seconds=30)  # Slack refuses signatures five minutes off (docs.slack.dev, verifying requests)


class Condition(StrEnum):
    WELL = "well"
    NOTE = "note"
    ILL = "ill"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`remedy` says what to do; a healthy system needs none."""

    system: str
    condition: Condition
    sentence: str
    remedy: str = ""


def well(system: str, sentence: str) -> Finding:
    return Finding(system=system, condition=Condition.WELL, sentence=sentence)


def note(system: str, sentence: str, remedy: str = "") -> Finding:
    return Finding(system=system, condition=Condition.NOTE, sentence=sentence, remedy=remedy)


def ill(system: str, sentence: str, remedy: str) -> Finding:
    return Finding(system=system, condition=Condition.ILL, sentence=sentence, remedy=remedy)


def has_trouble(findings: Iterable[Finding]) -> bool:
    return any(one.condition is Condition.ILL for one in findings)


def clock_skew(system: str, theirs: datetime, ours: datetime) -> Finding:
    skew = ours - theirs
    if abs(skew) <= SKEW:
        return well(system, "The clocks agree.")
    side = "ahead of" if skew > timedelta(0) else "behind"
    seconds = abs(round(skew.total_seconds()))
    return ill(system, f"This machine's clock is {seconds} s {side} theirs.", "Switch on time synchronisation (NTP).")
