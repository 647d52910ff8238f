"""All rules of the lint over one edition."""

from collections.abc import Iterator
from datetime import datetime

from bot.galley_yml import Edition
from bot.policy_lint import lateness, names, seats, turns
from bot.policy_lint.census import Census, Unasked
from bot.policy_lint.findings import Finding, Flaw, found_in
from bot.yaml_text import parse


def lint(edition: Edition, *, at: datetime, census: Census | None = None) -> tuple[Finding, ...]:
    """In the order of the file. Without a census nobody is looked up: what depends on user groups is not claimed."""
    return found_in(_flaws(edition, census or Unasked(), at=at), parse(edition.text.encode()))


def _flaws(edition: Edition, census: Census, *, at: datetime) -> Iterator[Flaw]:
    yield from names.flaws(edition.policy, census)
    yield from turns.flaws(edition.policy, census, at=at)
    yield from seats.flaws(edition.policy, census)
    yield from lateness.flaws(edition.policy, census)
