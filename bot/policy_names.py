"""What galley.yml says of attributes, and contradicts elsewhere: vocabularies, types and values that are not there."""

from collections import Counter
from collections.abc import Iterable, Iterator

from bot.policy import Policy
from bot.yaml_text import Place
from models.attributes.reading import Unfit, Value
from models.attributes.rules import TagRule
from models.attributes.schema import LOOKED_UP

MOST = 12  # names in one line

Contradiction = tuple[Place, str]


def attribute_contradictions(policy: Policy) -> Iterator[Contradiction]:
    """Each with the place of what is wrong."""
    for name in policy.attributes:
        yield from _of_attribute(("attributes", name), name, policy)
    names = Counter(rule.name.casefold() for rule in policy.tag_rules)
    for number, rule in enumerate(policy.tag_rules):
        if names[rule.name.casefold()] > 1:
            yield ("tag_rules", number, "name"), f"two rules are called {rule.name}; people would not know which"
        yield from _of_rule(("tag_rules", number), rule, policy)


def listed(names: Iterable[str]) -> str:
    told = list(names)
    more = [f"{len(told) - MOST} more"] if len(told) > MOST else []
    return ", ".join([*told[:MOST], *more]) or "none"


def _of_attribute(place: Place, name: str, policy: Policy) -> Iterator[Contradiction]:
    attribute = policy.attributes[name]
    if attribute.vocabulary and attribute.vocabulary not in policy.vocabularies:
        known = listed(policy.vocabularies)
        yield (*place, "vocabulary"), f"there is no vocabulary {attribute.vocabulary}; vocabularies names {known}"
    elif attribute.default and attribute.default not in LOOKED_UP:
        yield from _unfit((*place, "default"), name, attribute.default, policy)
    for one in attribute.types:
        if one not in policy.asset_types:
            yield (*place, "types"), f"there is no asset type {one}; asset_types names {listed(policy.asset_types)}"


def _unfit(place: Place, name: str, written: Value, policy: Policy) -> Iterator[Contradiction]:
    try:
        policy.reader(name).read(written)
    except Unfit as unfit:
        yield place, str(unfit)


def _of_rule(place: Place, rule: TagRule, policy: Policy) -> Iterator[Contradiction]:
    for name in rule.when.attribute:
        if name not in policy.attributes:
            yield (*place, "when", "attribute", name), _no_attribute(name, policy)
    for key, said in (("set", rule.set), ("add", rule.add)):
        for name, value in said.items():
            yield from _of_word((*place, key, name), name, value if isinstance(value, str) else list(value), policy)


def _of_word(place: Place, name: str, value: Value, policy: Policy) -> Iterator[Contradiction]:
    attribute = policy.attributes.get(name)
    if attribute is None:
        yield place, _no_attribute(name, policy)
    elif not attribute.is_multiple and not isinstance(value, str):
        yield place, f"{name} has one value only; write it under set"
    else:
        yield from _unfit(place, name, value, policy)


def _no_attribute(name: str, policy: Policy) -> str:
    return f"there is no attribute {name}; attributes names {listed(policy.attributes)}"
