"""Who would be asked in more stages than now, or in fewer; by the names of galley.yml."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.policy import Policy
from bot.policy_lint.census import SUBMITTER, Unasked, key
from bot.policy_lint.stages import Room
from bot.policy_stage import StagePolicy

Asked = Mapping[str, set[str]]
"""The campaigns in which somebody is asked, by stage."""


@dataclass(frozen=True, kw_only=True)
class PersonChange:
    """A person or a group; each stage with the campaign, where it is not so in all."""

    person: str
    joins: tuple[str, ...]
    leaves: tuple[str, ...]


def affected(before: Policy, after: Policy) -> tuple[PersonChange, ...]:
    titles = _titles(before, after)
    was, now = _everybody(before, titles), _everybody(after, titles)
    names = {key(name): name for policy in (before, after) for name in _named(policy, titles)}
    told = (
        PersonChange(
            person=names.get(one, one),
            joins=tuple(_more(now[one], was[one], after, titles)),
            leaves=tuple(_more(was[one], now[one], before, titles)),
        )
        for one in sorted({*was, *now})
    )
    return tuple(one for one in told if one.joins or one.leaves)


def _titles(*policies: Policy) -> tuple[str, ...]:
    """Every campaign that one of them knows, and empty for all others."""
    known = {"": ""}
    for policy in policies:
        conditions = (title for stage in policy.review.every_stage for title in stage.when.campaign)
        known.update({title.casefold(): title for title in (*policy.people.campaigns, *conditions)})
    return tuple(known.values())


def _everybody(policy: Policy, titles: tuple[str, ...]) -> defaultdict[str, defaultdict[str, set[str]]]:
    asked: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for stage in policy.review.every_stage:
        for title in _where(stage, titles):
            room = Room(place=(), stage=stage, policy=policy, campaign=title, census=Unasked())
            for person in room.seated.without({SUBMITTER}).people:
                asked[person][stage.name].add(title)
    return asked


def _more(some: Asked, others: Asked, policy: Policy, titles: tuple[str, ...]) -> Iterator[str]:
    for stage in policy.review.every_stage:
        more = some.get(stage.name, set()) - others.get(stage.name, set())
        if more == set(_where(stage, titles)):
            yield stage.name
        else:
            yield from (f"{stage.name} {_in(title)}" for title in titles if title in more)


def _where(stage: StagePolicy, titles: tuple[str, ...]) -> tuple[str, ...]:
    only = {title.casefold() for title in stage.when.campaign}
    return tuple(title for title in titles if not only or title.casefold() in only)


def _in(title: str) -> str:
    return f"in campaign {title}" if title else "outside these campaigns"


def _named(policy: Policy, titles: tuple[str, ...]) -> Iterator[str]:
    for stage in policy.review.every_stage:
        for title in titles:
            yield from policy.expand(stage.people, campaign=title)
