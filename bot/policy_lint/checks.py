"""What is said of checks and comes to nothing."""

import re
from collections.abc import Iterator
from datetime import date

from bot.policy import Policy
from bot.policy_lint.findings import Flaw, warning
from models.checks import Checks
from models.naming import Called, named

_SAMPLE = Called(campaign="Spring", title="Hero shot", day=date(2026, 3, 2), file_name="hero.jpg", extension="jpg")


def flaws(policy: Policy) -> Iterator[Flaw]:
    for place, rule in enumerate(policy.checks.warn):
        if rule not in policy.checks.asked:
            yield warning(("checks", "warn", place), f"checks.{rule} asks for nothing, so it never warns; set it")
    yield from _naming(policy.checks)


def _naming(checks: Checks) -> Iterator[Flaw]:
    if checks.rename_to is None:
        return
    place = ("checks", "rename_to")
    name = named(checks.rename_to, _SAMPLE)
    if checks.file_name is None:
        yield warning(place, "nothing is ever renamed: checks.file_name asks for nothing")
    elif not re.fullmatch(checks.file_name, name):
        yield warning(place, f"it names {name}, for one, which checks.file_name does not take; let them agree")
