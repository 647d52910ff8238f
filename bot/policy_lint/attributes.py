"""What is declared of attributes and never comes to bear: words that nobody uses, types and fields that no file has."""

from collections.abc import Iterator

from bot.policy import Policy
from bot.policy_lint.findings import Flaw, warning
from models.attributes.fields import against_field


def flaws(policy: Policy) -> Iterator[Flaw]:
    for name, attribute in policy.attributes.items():
        field = attribute.maps_to.file
        if field is not None and (sentence := against_field(field)):
            yield warning(("attributes", name, "maps_to", "file"), sentence)
    yield from _unused(policy)
    yield from _untaken(policy)


def _unused(policy: Policy) -> Iterator[Flaw]:
    used = {attribute.vocabulary for attribute in policy.attributes.values()}
    for name in policy.vocabularies:
        if name not in used:
            yield warning(("vocabularies", name), "no attribute uses these words; name them in one, or take them out")


def _untaken(policy: Policy) -> Iterator[Flaw]:
    taken = {one.casefold() for one in policy.checks.formats}
    for name, one in policy.asset_types.items():
        if taken and one.formats and taken.isdisjoint(each.casefold() for each in one.formats):
            sentence = f"no picture is ever a {name}: checks.formats takes none of these"
            yield warning(("asset_types", name, "formats"), sentence)
