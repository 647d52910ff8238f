"""All rules of the lint over one edition."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.galley_yml import Edition
from bot.policy_lint import attributes, checks, lateness, names, printing, seats, trial, turns
from bot.policy_lint.census import Census, Unasked
from bot.policy_lint.findings import Finding, Flaw, found_in
from bot.yaml_text import parse


def lint(
    edition: Edition, *, at: datetime, census: Census | None = None, pilot: Edition | None = None
) -> tuple[Finding, ...]:
    """In the order of the file, and then of the pilot's. Without a census nobody is looked up: what depends on user
    groups is not claimed.
    """
    census, document = census or Unasked(), parse(edition.text.encode())
    found = found_in(_flaws(edition, census, at=at), document)
    if pilot is None or edition.policy.pilot is None:
        return found
    beside, file = lint(pilot, at=at, census=census), edition.policy.pilot.file
    tried = found_in(trial.flaws(edition.policy, pilot), document)
    return (*found, *tried, *(replace(one, file=file) for one in beside))


def _flaws(edition: Edition, census: Census, *, at: datetime) -> Iterator[Flaw]:
    yield from names.flaws(edition.policy, census)
    yield from turns.flaws(edition.policy, census, at=at)
    yield from seats.flaws(edition.policy, census)
    yield from lateness.flaws(edition.policy, census)
    yield from attributes.flaws(edition.policy)
    yield from checks.flaws(edition.policy)
    yield from printing.flaws(edition.policy)
