"""What each key of galley.yml allows by itself, and the others do not: names of attributes, roles and file types."""

from collections.abc import Iterable, Iterator

from bot.policy import BUILT_IN, ROLE, Policy
from bot.policy_names import attribute_contradictions, listed
from bot.policy_review import Review
from bot.policy_stage import StagePolicy, When
from bot.yaml_text import Place

REGION = "region"

Contradiction = tuple[Place, str]


def contradictions(policy: Policy) -> Iterator[Contradiction]:
    """Each with the place of what is wrong."""
    for place, stage in placed(policy.review):
        yield from _unmet((*place, "when"), stage.when, policy)
        for key, names in named_in(stage):
            yield from _unknown_roles((*place, *key), names, policy)
    yield from _unknown_roles(("review", "may_reopen"), policy.review.may_reopen, policy)
    yield from attribute_contradictions(policy)


def placed(review: Review) -> Iterator[tuple[Place, StagePolicy]]:
    """Every stage, with its place in the file."""
    for number, stage in enumerate(review.stages):
        yield ("review", "stages", number), stage
    for number, step in enumerate(review.workflow):
        if not step.paths:
            yield ("review", "workflow", number), step
        for which, path in enumerate(step.paths):
            for place, stage in enumerate(path):
                yield ("review", "workflow", number, "paths", which, place), stage


def named_in(stage: StagePolicy) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Everybody whom a stage names, by the key below it."""
    yield ("approvers",), stage.approvers
    yield ("advisers",), stage.advisers
    yield ("deny",), stage.deny
    yield ("final_decider",), (stage.final_decider,) if stage.final_decider else ()
    for number, late in enumerate(stage.late):
        yield ("late", number, "tell"), late.tell
        yield ("late", number, "ask_instead"), late.ask_instead


def _unmet(place: Place, when: When, policy: Policy) -> Iterator[Contradiction]:
    for name, values in when.attribute.items():
        yield from _unknown_values((*place, "attribute", name), name, values, policy)
    if when.region:
        yield from _unknown_values((*place, "region"), REGION, when.region, policy)
    taken = {one.casefold() for one in policy.checks.formats}
    for one in when.file_type:
        if taken and one.casefold() not in taken:
            yield (*place, "file_type"), f"{one} is never asked about: checks.formats does not take it"


def _unknown_values(place: Place, name: str, values: Iterable[str], policy: Policy) -> Iterator[Contradiction]:
    attribute = policy.attributes.get(name)
    if attribute is None:
        yield place, f"there is no attribute {name}; attributes names {listed(policy.attributes)}"
        return
    words = attribute.words(policy.vocabularies)
    options = {one.casefold() for one in words.terms} if words and not words.open else set()
    for value in values:
        if options and value.casefold() not in options:
            yield place, f"{value} is none of the options of {name}: {listed(words.terms if words else ())}"


def _unknown_roles(place: Place, names: Iterable[str], policy: Policy) -> Iterator[Contradiction]:
    known = {*BUILT_IN, *policy.people.roles, *(role for roles in policy.people.campaigns.values() for role in roles)}
    for name in names:
        if name.startswith(ROLE) and name.removeprefix(ROLE) not in known:
            yield place, f"there is no {name}; people.roles names {listed(sorted(known))}"
