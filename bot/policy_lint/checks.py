"""What is said of checks and comes to nothing."""

from collections.abc import Iterator

from bot.policy import Policy
from bot.policy_lint.findings import Flaw, warning


def flaws(policy: Policy) -> Iterator[Flaw]:
    for place, rule in enumerate(policy.checks.warn):
        if rule not in policy.checks.asked:
            yield warning(("checks", "warn", place), f"checks.{rule} asks for nothing, so it never warns; set it")
