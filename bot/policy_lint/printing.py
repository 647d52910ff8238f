"""Renditions that galley.yml names and that are never made."""

from collections.abc import Iterator

from bot.policy import Policy
from bot.policy_lint.findings import Flaw, warning

_OFF = "is not made before it names the press's inks: profile: FOGRA39.icc, a file below GALLEY_DATA"


def flaws(policy: Policy) -> Iterator[Flaw]:
    for place, rendition in enumerate(policy.distribution.renditions):
        if rendition.is_off:
            yield warning(("distribution", "renditions", place), f"{rendition.name} {_OFF}")
