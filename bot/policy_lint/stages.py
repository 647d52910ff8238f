"""The stages of a policy with their places in the file, and who sits there in each campaign that they are for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.policy import Policy
from bot.policy_lint.census import SUBMITTER, Census, Crowd, crowd
from bot.policy_sense import named_in, placed
from bot.policy_stage import StagePolicy
from bot.yaml_text import Place
from models.review.words import Rule


@dataclass(frozen=True, kw_only=True)
class Room:
    """A stage as it would open for a picture of that campaign; empty: of none."""

    place: Place
    stage: StagePolicy
    policy: Policy
    campaign: str
    census: Census

    @property
    def where(self) -> str:
        return f" in campaign {self.campaign}" if self.campaign else ""

    @property
    def needed(self) -> int:
        """How many must say yes, at least."""
        return self.stage.quorum or 1 if self.stage.rule is Rule.QUORUM else 1

    @property
    def barred(self) -> frozenset[str]:
        """Who may not decide here. Whoever a group may be is barred only with the group itself."""
        own = () if self.policy.review.allows_own_work(self.stage) else (SUBMITTER,)
        return frozenset((*self.crowd(self.stage.deny).people, *own))

    @property
    def seated(self) -> Crowd:
        """Who would be asked."""
        return self.crowd(self.stage.people).without(self.barred)

    def crowd(self, names: Iterable[str]) -> Crowd:
        return crowd(self.policy.expand(names, campaign=self.campaign, submitter=SUBMITTER), self.census)


def rooms(policy: Policy, census: Census) -> Iterator[Room]:
    """A campaign in which the same names mean the same people has no room of its own."""
    for place, stage in placed(policy.review):
        names = [name for _, some in named_in(stage) for name in some]
        told_apart: dict[tuple[str, ...], str] = {}
        for campaign in stage.when.campaign or ("", *policy.people.campaigns):
            told_apart.setdefault(policy.expand(names, campaign=campaign, submitter=SUBMITTER), campaign)
        for campaign in told_apart.values():
            yield Room(place=place, stage=stage, policy=policy, campaign=campaign, census=census)
