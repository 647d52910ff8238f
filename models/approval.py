"""Who must say yes to a version, in which order, and what their decisions add up to.

Relationships are never loaded by surprise: whoever needs them asks for them (bot/truth.py does).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from models.columns import Instant, word
from models.ids import new_id


class Verdict(StrEnum):
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"


class Outcome(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # a new version came, or the submitter took it back


class Rule(StrEnum):
    ANY = "any"  # one yes is enough
    ALL = "all"  # everybody says yes
    QUORUM = "quorum"  # `needed` say yes


class Refusal(Exception):
    """Our own rules say no. The words are for the person who asked; nothing has changed."""


class NotAnApprover(Refusal):
    def __init__(self, stage: str, seats: tuple[str, ...]) -> None:
        self.stage, self.seats = stage, seats
        super().__init__(f"only the approvers of {stage} decide here")


class StageSettled(Refusal):
    def __init__(self, stage: str, outcome: Outcome, by: str | None) -> None:
        self.stage, self.outcome, self.by = stage, outcome, by
        super().__init__(f"{stage} is already decided: {outcome}")


class NotYourTurn(Refusal):
    def __init__(self, stage: str) -> None:
        self.stage = stage
        super().__init__(f"{stage} has not opened yet")


class OwnWork(Refusal):
    def __init__(self, stage: str, others: tuple[str, ...]) -> None:
        self.stage, self.others = stage, others
        super().__init__("nobody approves their own upload here")


class AlreadyDecided(Refusal):
    """The same person with the same verdict again: the doubled click."""

    def __init__(self, stage: str, verdict: Verdict) -> None:
        self.stage, self.verdict = stage, verdict
        super().__init__(f"this decision on {stage} is already recorded")


class Seat(SQLModel, table=True):
    """A person who is asked in a stage."""

    __table_args__ = (Index("ix_seat_person", "person_id", "stage_id"),)

    stage_id: str = Field(foreign_key="stage.id", primary_key=True)
    person_id: str = Field(primary_key=True)
    position: int = 0
    stage: "Stage" = Relationship(back_populates="seats", sa_relationship_kwargs={"lazy": "raise"})


class Decision(SQLModel, table=True):
    """One person's verdict on one version in one stage. History: never edited, only superseded."""

    __table_args__ = (UniqueConstraint("stage_id", "person_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    stage_id: str = Field(foreign_key="stage.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    person_id: str
    verdict: Verdict = Field(sa_type=word(Verdict))
    reason: str = ""
    decided_at: datetime = Field(sa_type=Instant)
    click_id: str = Field(index=True)  # what was decided by one click is followed up together
    stage: "Stage" = Relationship(back_populates="decisions", sa_relationship_kwargs={"lazy": "raise"})


class Stage(SQLModel, table=True):
    """One step of an approval. It is open from `opened_at` until it is settled."""

    __table_args__ = (UniqueConstraint("approval_id", "position"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    approval_id: str = Field(foreign_key="approval.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    submitter_id: str  # who brought this version: not one to approve it
    position: int  # from 1
    name: str
    rule: Rule = Field(sa_type=word(Rule))
    needed: int  # how many yeses settle it
    due_in: timedelta  # working time
    allows_own_work: bool = False
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=word(Outcome))
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: str | None = None
    approval: "Approval" = Relationship(back_populates="stages", sa_relationship_kwargs={"lazy": "raise"})
    seats: list[Seat] = Relationship(
        back_populates="stage", sa_relationship_kwargs={"lazy": "raise", "order_by": "Seat.position"}
    )
    decisions: list[Decision] = Relationship(
        back_populates="stage", sa_relationship_kwargs={"lazy": "raise", "order_by": "Decision.id"}
    )

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and not self.is_settled

    @property
    def is_settled(self) -> bool:
        return self.outcome is not Outcome.PENDING

    @property
    def approvals(self) -> int:
        return sum(decision.verdict is Verdict.APPROVE for decision in self.decisions)

    @property
    def awaited(self) -> tuple[str, ...]:
        """Who has a seat and has not decided, while the stage is open."""
        if not self.is_open:
            return ()
        decided = {decision.person_id for decision in self.decisions}
        return tuple(seat.person_id for seat in self.seats if seat.person_id not in decided)

    def has_seat(self, person_id: str) -> bool:
        return any(seat.person_id == person_id for seat in self.seats)

    def open(self, *, at: datetime, due_at: datetime) -> None:
        self.opened_at, self.due_at = at, due_at

    def may_decide(self, person_id: str) -> Refusal | None:
        """Why this person may not decide now; None when they may."""
        if self.is_settled:
            return StageSettled(self.name, self.outcome, self.settled_by)
        if person_id == self.submitter_id and not self.allows_own_work:
            others = (seat.person_id for seat in self.seats if seat.person_id != person_id)
            return OwnWork(self.name, tuple(others))
        if not self.has_seat(person_id):
            return NotAnApprover(self.name, tuple(seat.person_id for seat in self.seats))
        if self.opened_at is None:
            return NotYourTurn(self.name)
        earlier = next((one for one in self.decisions if one.person_id == person_id), None)
        return AlreadyDecided(self.name, earlier.verdict) if earlier else None

    def decide(
        self, person_id: str, verdict: Verdict, *, at: datetime, reason: str = "", click_id: str = ""
    ) -> Decision:
        """Record a verdict and settle the stage if that settles it. Raises the Refusal that stands against it."""
        refusal = self.may_decide(person_id)
        if refusal is not None:
            raise refusal

        decision = Decision(
            stage_id=self.id,
            version_id=self.version_id,
            person_id=person_id,
            verdict=verdict,
            reason=reason,
            decided_at=at,
            click_id=click_id,
        )
        self.decisions.append(decision)
        self._settle(at=at, by=person_id)
        return decision

    def withdraw(self, *, at: datetime) -> None:
        """Stop asking. Decisions stay in the record; they count for this version only."""
        if not self.is_settled:
            self.outcome, self.settled_at = Outcome.WITHDRAWN, at

    def tally(self) -> Outcome:
        """What the decisions so far add up to: the worst wins, then the count."""
        verdicts = {decision.verdict for decision in self.decisions}
        if Verdict.REJECT in verdicts:
            return Outcome.REJECTED
        if Verdict.REQUEST_CHANGES in verdicts:
            return Outcome.CHANGES_REQUESTED
        return Outcome.APPROVED if self.approvals >= self.needed else Outcome.PENDING

    def _settle(self, *, at: datetime, by: str) -> None:
        outcome = self.tally()
        if outcome is not Outcome.PENDING:
            self.outcome, self.settled_at, self.settled_by = outcome, at, by


class Approval(SQLModel, table=True):
    """The whole question about one version: its stages in order, and the answer."""

    __table_args__ = (UniqueConstraint("version_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    asset_id: str = Field(foreign_key="asset.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    policy_digest: str  # the policy that was in force when it opened, and stays in force for it
    round: int = 1  # pictures of a batch that are asked about together share one
    opened_at: datetime = Field(sa_type=Instant)
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=word(Outcome))
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    stages: list[Stage] = Relationship(
        back_populates="approval", sa_relationship_kwargs={"lazy": "raise", "order_by": "Stage.position"}
    )

    @property
    def current(self) -> Stage | None:
        """The stage that is being asked now."""
        return next((stage for stage in self.stages if stage.is_open), None)

    @property
    def upcoming(self) -> Stage | None:
        """The first stage that has not opened, if the approval still goes on."""
        if self.outcome is not Outcome.PENDING:
            return None
        return next((stage for stage in self.stages if stage.opened_at is None), None)

    def advance(self, *, at: datetime) -> Stage | None:
        """After a stage settled: close the approval, or name the stage to open next (the caller opens it)."""
        settled = [stage.outcome for stage in self.stages if stage.is_settled]
        worst = next((outcome for outcome in settled if outcome is not Outcome.APPROVED), None)
        if worst is not None:
            self.outcome, self.settled_at = worst, at
        elif len(settled) == len(self.stages):
            self.outcome, self.settled_at = Outcome.APPROVED, at
        return self.upcoming if self.current is None else None

    def withdraw(self, *, at: datetime) -> None:
        """A newer version came, or the submitter took it back: nobody is asked any more."""
        for stage in self.stages:
            stage.withdraw(at=at)
        if self.outcome is Outcome.PENDING:
            self.outcome, self.settled_at = Outcome.WITHDRAWN, at


def needed_for(rule: Rule, seats: int, quorum: int | None) -> int:
    """How many yeses a stage of so many seats needs. ValueError when it could never pass."""
    match rule:
        case Rule.ANY:
            needed = 1
        case Rule.ALL:
            needed = seats
        case Rule.QUORUM:
            needed = quorum or 0
    if not 1 <= needed <= seats:
        raise ValueError(f"{needed} of {seats} approvers can never be reached")
    return needed
