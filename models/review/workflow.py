"""A workflow as the policy writes it: steps one after another, parallel paths in a step, stages in order in a path."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from models.review.words import Closing, Opening, Rule, Settling


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What conditions look at."""

    campaign: str = ""
    brand: str = ""
    file_type: str = ""
    regions: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()  # name, values


@dataclass(frozen=True, kw_only=True)
class Condition:
    """When a stage applies: every kind that is named must meet, by any of its values, in any case."""

    campaigns: tuple[str, ...] = ()
    file_types: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def unmet(self, subject: Subject) -> str:
        """Why it does not apply, in words; empty where it does."""
        return next(
            (_only_for(kind, wanted) for kind, wanted, has in self._kinds(subject) if not _meet(wanted, has)), ""
        )

    def _kinds(self, subject: Subject) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        yield "campaign", self.campaigns, (subject.campaign,)
        yield "file type", self.file_types, (subject.file_type,)
        yield "region", self.regions, subject.regions
        known = dict(subject.attributes)
        for name, wanted in self.attributes:
            yield name, wanted, known.get(name, ())


@dataclass(frozen=True, kw_only=True)
class StageRules:
    """What holds in a stage, whoever sits in it. People are looked up when it opens (`Seating`)."""

    name: str
    rule: Rule = Rule.ANY
    quorum: int | None = None  # how many people say yes
    fail_count: int = 1  # how many people say no
    settles: Settling = Settling.AT_ONCE
    closes: Closing = Closing.STAGE
    opens: Opening = Opening.APPROVED
    opens_at: datetime | None = None
    when: Condition = Condition()
    allows_own_work: bool = False
    is_always_asked: bool = False  # never carried over to a new version

    def __post_init__(self) -> None:
        if (self.rule is Rule.QUORUM) != (self.quorum is not None):
            raise ValueError(f"{self.name}: a quorum belongs to rule quorum, and to no other")
        if self.quorum is not None and self.quorum < 1:
            raise ValueError(f"{self.name}: a quorum is at least 1")
        if self.fail_count < 1 or (self.fail_count > 1 and self.rule in {Rule.ALL, Rule.FINAL}):
            raise ValueError(
                f"{self.name}: a fail count is at least 1, and 1 where everybody or one person must say yes"
            )
        if (self.opens is Opening.DATE) != (self.opens_at is not None):
            raise ValueError(f"{self.name}: a date belongs to what opens by date, and to nothing else")
        if self.closes is Closing.APPROVAL and self.rule is not Rule.FINAL:
            raise ValueError(f"{self.name}: only a final decider closes a whole approval")


@dataclass(frozen=True, kw_only=True)
class Path:
    stages: tuple[StageRules, ...]
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Its paths run beside one another; the next step begins when all have ended."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, kw_only=True)
class Workflow:
    steps: tuple[Step, ...]
    has_checks: bool = False  # stage 0
    may_change: bool = True  # one's decision, while the stage is open
    may_recall: bool = True  # the submitter, while nothing is settled
    carries_over: bool = False  # what a new version leaves untouched need not be asked again

    def __post_init__(self) -> None:
        named = Counter(rules.name for rules in self.stages)
        doubled = next((name for name, times in named.items() if times > 1), None)
        if doubled is not None:
            raise ValueError(f"two stages are called {doubled}")

    @property
    def stages(self) -> tuple[StageRules, ...]:
        return tuple(rules for step in self.steps for path in step.paths for rules in path.stages)


def in_order(*stages: StageRules) -> tuple[Step, ...]:
    """Steps of one stage each."""
    return tuple(Step(paths=(Path(stages=(rules,)),)) for rules in stages)


def _meet(wanted: tuple[str, ...], has: tuple[str, ...]) -> bool:
    return not wanted or not {one.casefold() for one in wanted}.isdisjoint(one.casefold() for one in has)


def _only_for(kind: str, wanted: tuple[str, ...]) -> str:
    return f"only for {kind} {' or '.join(wanted)}"
