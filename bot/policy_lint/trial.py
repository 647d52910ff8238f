"""A pilot: where nothing would ever be asked about by it, and what of its file it does not try."""

from collections.abc import Iterator

from bot.galley_yml import Edition
from bot.policy import Policy
from bot.policy_lint.census import key
from bot.policy_lint.findings import Flaw, warning

TRIED = frozenset({"version", "review", "people", "reminders", "calendar", "pilot"})


def flaws(policy: Policy, tried: Edition) -> Iterator[Flaw]:
    pilot = policy.pilot
    if pilot is None:
        return
    intake = {_channel(name) for name in policy.intake.channels}
    for number, channel in enumerate(pilot.channels):
        if _channel(channel) not in intake:
            yield warning(("pilot", "channels", number), _NO_INTAKE.format(channel=channel))
    if untried := tuple(_untried(policy, tried.policy)):
        yield warning(("pilot", "file"), _UNTRIED.format(file=pilot.file, keys=", ".join(untried)))
    if tried.policy.review == policy.review and tried.policy.people == policy.people:
        yield warning(("pilot", "file"), f"{pilot.file} asks the same people in the same stages; nothing is tried")


def _untried(policy: Policy, tried: Policy) -> Iterator[str]:
    for name in type(policy).model_fields:
        if name not in TRIED and getattr(policy, name) != getattr(tried, name):
            yield name
    if policy.review.channel != tried.review.channel:
        yield "review.channel"
    if policy.reminders.quiet_hours != tried.reminders.quiet_hours:
        yield "reminders.quiet_hours"


def _channel(name: str) -> str:
    return key(name.strip().lstrip("#"))


_NO_INTAKE = "{channel} is none of intake.channels, so nothing that is dropped there is asked about by the pilot"
_UNTRIED = "{file} changes {keys} too; a pilot tries stages, people and hours only, the rest comes with the whole file"
