"""Whom a name of galley.yml means: asked of Slack, or as far as the file itself can tell."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.policy import ROLE

SUBMITTER = f"{ROLE}submitter"  # whoever brings the picture


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Each person once, in the order in which they are named. `groups` of them may be any number of people."""

    people: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()

    @property
    def most(self) -> int | None:
        """How many they are; None where nobody can tell."""
        return None if self.groups else len(self.people)

    @property
    def is_empty(self) -> bool:
        return not self.people

    def without(self, others: Collection[str]) -> "Crowd":
        left = tuple(one for one in self.people if one not in others)
        return Crowd(people=left, groups=self.groups.intersection(left))

    def beside(self, other: "Crowd") -> "Crowd":
        return Crowd(people=tuple(dict.fromkeys((*self.people, *other.people))), groups=self.groups | other.groups)


class Census(Protocol):
    @property
    def place(self) -> str:
        """Where people were looked for; empty where nobody was asked."""

    def meant(self, name: str) -> Crowd:
        """Nobody, where no one bears that name."""


class Unasked:
    """Every name is somebody; one with an @ may be a user group."""

    place = ""

    def meant(self, name: str) -> Crowd:
        bearer = key(name)
        return Crowd(people=(bearer,), groups=frozenset({bearer}) if name.strip().startswith("@") else frozenset())


class Asked:
    """`people` are ids in Slack, by the names that were looked up."""

    def __init__(self, people: Mapping[str, tuple[str, ...]], *, place: str) -> None:
        self.place = place
        self._people = {key(name): found for name, found in people.items()}

    def meant(self, name: str) -> Crowd:
        return Crowd(people=(SUBMITTER,) if name == SUBMITTER else self._people.get(key(name), ()))


def crowd(names: Iterable[str], census: Census) -> Crowd:
    met = Crowd()
    for name in names:
        met = met.beside(census.meant(name))
    return met


def key(name: str) -> str:
    """Names that differ in case or a leading @ alone mean the same."""
    return name.strip().lstrip("@").casefold()
