"""A review as it stands: what its facts add up to. Nothing here is ever set but by folding.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.review.facts import (
    AdviceGiven,
    DecisionMade,
    FollowUpOpened,
    Promise,
    ReviewReopened,
    ReviewSettled,
    StageOpened,
    StageSettled,
    StageStuck,
    TurnCame,
    Version,
)
from models.review.plan import Plan
from models.review.refusals import UnknownStage
from models.review.words import Checks, Outcome, Phase
from models.review.workflow import StageRules, Subject, Workflow

RECENT = 60  # about the square root of the most stages, so that copying few and copying all cost the same


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One voice. Its owner and a substitute both sit on it; whoever decides first decides it."""

    substitute: str = ""
    delegation: str = ""
    is_by_hand: bool = False  # named by somebody: looking up a group does not remove it


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Who sits in it and what they said: `said` is all of it, `yeses` and `noes` what counts now, by seat."""

    rules: StageRules
    skipped: str = ""  # why it does not apply
    turn: TurnCame | None = None
    opening: StageOpened | None = None
    settlement: StageSettled | None = None
    seats: Mapping[str, Seat] = field(default_factory=dict)
    is_shared: bool = False  # somebody has had a substitute here
    inactive: frozenset[str] = frozenset()  # owners who are deactivated; nobody stands in for them
    final_decider: str = ""
    advisers: tuple[str, ...] = ()
    denied: frozenset[str] = frozenset()
    relieved: frozenset[str] = frozenset()  # others were asked instead
    yeses: Mapping[str, DecisionMade] = field(default_factory=dict)
    noes: Mapping[str, DecisionMade] = field(default_factory=dict)
    said: tuple[DecisionMade, ...] = ()
    advice: tuple[AdviceGiven, ...] = ()
    follow_ups: Mapping[str, FollowUpOpened] = field(default_factory=dict)  # still to be done, by seat
    kept_promises: int = 0
    stuck: StageStuck | None = None  # as it was told; where it can pass again, nothing

    @property
    def name(self) -> str:
        return self.rules.name

    @property
    def phase(self) -> Phase:
        if self.skipped:
            return Phase.SKIPPED
        if self.settlement is not None:
            return Phase.SETTLED
        if self.opening is not None:
            return Phase.OPEN
        return Phase.WAITING if self.turn is None else Phase.CALLED

    @property
    def is_open(self) -> bool:
        return self.opening is not None and self.settlement is None

    @property
    def is_known_stuck(self) -> bool:
        return self.stuck is not None

    @property
    def is_approved(self) -> bool:
        return self.settlement is not None and self.settlement.outcome is Outcome.APPROVED

    @property
    def outcome(self) -> Outcome:
        return Outcome.PENDING if self.settlement is None else self.settlement.outcome

    @property
    def due_at(self) -> datetime | None:
        return self.opening.due_at if self.opening else None

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What is still to come, in order."""
        return self.opening.promises[self.kept_promises :] if self.opening and self.is_open else ()

    @property
    def standing(self) -> Mapping[str, DecisionMade]:
        """What counts now, by seat."""
        return {**self.yeses, **self.noes}

    @property
    def undecided(self) -> tuple[str, ...]:
        """The seats that somebody can still decide."""
        return tuple(owner for owner in self.seats if owner not in self.inactive and self.decision_of(owner) is None)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Whom to ask and to remind: the substitute where there is one. Each once."""
        if not self.is_open:
            return ()
        return tuple(dict.fromkeys(self.seats[owner].substitute or owner for owner in self.undecided))

    def decision_of(self, seat: str) -> DecisionMade | None:
        return self.yeses.get(seat) or self.noes.get(seat)

    def seats_of(self, person: str) -> tuple[str, ...]:
        """By owner; their own first."""
        own = (person,) if person in self.seats and person not in self.inactive else ()
        return own + (self._stood_in_by(person) if self.is_shared else ())

    def _stood_in_by(self, person: str) -> tuple[str, ...]:
        return tuple(o for o, seat in self.seats.items() if seat.substitute == person and o not in self.inactive)


class Stages(Mapping[str, Stage]):
    """By name, in the order of the workflow. A change copies the few recent ones, not the three thousand."""

    def __init__(self, every: Mapping[str, Stage], recent: Mapping[str, Stage] | None = None) -> None:
        self._every, self._recent = every, recent or {}

    def __getitem__(self, name: str) -> Stage:
        return self._recent.get(name) or self._every[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    def knowing(self, stage: Stage) -> "Stages":
        recent = {**self._recent, stage.name: stage}
        return Stages(self._every, recent) if len(recent) < RECENT else Stages({**self._every, **recent})


@dataclass(frozen=True, kw_only=True)
class Review:
    """The whole question about an asset, through all its versions, and the answer."""

    workflow: Workflow
    plan: Plan
    subject: Subject
    version: Version
    submitter: str  # of this version
    lead: str
    may_reopen: tuple[str, ...]
    stages: Stages
    unapproved: int  # how many stages that apply are not approved
    checks: Checks
    failed_checks: tuple[str, ...] = ()
    settlement: ReviewSettled | None = None
    reopening: ReviewReopened | None = None  # the last one about this version

    @property
    def outcome(self) -> Outcome:
        return Outcome.PENDING if self.settlement is None else self.settlement.outcome

    @property
    def is_asking(self) -> bool:
        """People may be asked: stage 0 has passed and there is no answer yet."""
        return self.settlement is None and self.checks is Checks.PASSED

    @property
    def is_superseded(self) -> bool:
        """A newer file has come, and is not asked about yet."""
        return self.settlement is not None and self.outcome is Outcome.WITHDRAWN and not self.settlement.by

    def covers(self, sha256: str) -> bool:
        """Whether exactly these bytes may be published."""
        return self.outcome is Outcome.APPROVED and sha256 == self.version.sha256

    def stage(self, name: str) -> Stage:
        if name not in self.stages:
            raise UnknownStage(stage=name, can_help=(self.lead,))
        return self.stages[name]

    def in_phase(self, phase: Phase) -> Iterator[Stage]:
        return (stage for stage in self.stages.values() if stage.phase is phase)

    @property
    def next_moment(self) -> datetime | None:
        """When something happens by itself, so that `pass_time` is due; None: only people move it."""
        return min(self._moments(), default=None) if self.is_asking else None

    def _moments(self) -> Iterator[datetime]:
        for stage in self.in_phase(Phase.OPEN):
            yield from (promise.at for promise in stage.promises[:1])
        for name in self.plan.timed:
            if self.stages[name].phase is Phase.WAITING:
                yield from self._turn_moments(name)

    def _turn_moments(self, name: str) -> Iterator[datetime]:
        opens_at = self.stages[name].rules.opens_at
        if opens_at is not None:
            yield opens_at
            return
        due = [self.stages[one].due_at for one in self.plan.before[name] if not self.stages[one].is_approved]
        known = [moment for moment in due if moment is not None]
        if len(known) == len(due) > 0:
            yield max(known)
