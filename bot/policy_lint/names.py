"""Names that mean nobody: roles inside roles, and people or groups that Slack does not know."""

from collections.abc import Iterable, Iterator

from bot.policy import ROLE, Policy
from bot.policy_lint.census import Census
from bot.policy_lint.findings import Flaw, error
from bot.policy_sense import named_in, placed
from bot.yaml_text import Place

Named = tuple[Place, tuple[str, ...]]


def flaws(policy: Policy, census: Census) -> Iterator[Flaw]:
    for place, names in every_name(policy):
        if place[0] == "people":
            yield from _unfollowed(place, names)
        if census.place:
            yield from _unknown(place, names, census)


def every_name(policy: Policy) -> Iterator[Named]:
    """All people, groups and roles, with their places."""
    for place, stage in placed(policy.review):
        yield from (((*place, *key), names) for key, names in named_in(stage))
    yield ("review", "may_reopen"), policy.review.may_reopen
    yield ("people", "lead"), (policy.people.lead,)
    yield ("people", "admins"), policy.people.admins
    yield from ((("people", "roles", role), names) for role, names in policy.people.roles.items())
    for title, roles in policy.people.campaigns.items():
        yield from ((("people", "campaigns", title, role), names) for role, names in roles.items())
    for key in ("admins", "leads", "submitters", "viewers"):
        yield ("roles", key), getattr(policy.roles, key) or ()


def people_of(policy: Policy) -> tuple[str, ...]:
    """What is to be looked up in Slack."""
    return tuple(dict.fromkeys(one for _, names in every_name(policy) for one in names if not one.startswith(ROLE)))


def _unfollowed(place: Place, names: Iterable[str]) -> Iterator[Flaw]:
    for name in names:
        if name.startswith(ROLE):
            yield error(place, f"{name} is not followed from here; name the people themselves")


def _unknown(place: Place, names: Iterable[str], census: Census) -> Iterator[Flaw]:
    for name in names:
        if not name.startswith(ROLE) and census.meant(name).is_empty:
            remedy = "write a handle, an e-mail, an id or an @usergroup that has members"
            yield error(place, f"nobody in {census.place} is {name}; {remedy}")
