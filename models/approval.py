"""Approvals as rows. `review_fact` is the truth; every other table here is what its facts add up to, for queries.

Only models/projection.py says what stands in them. Relationships are never loaded by surprise: whoever needs them asks
for them (bot/truth.py does).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, Relationship, SQLModel

from models.columns import Instant, Json, word
from models.review.words import Opening, Outcome, Rule, Verdict

_IS_CALLED = text("called_at IS NOT NULL AND opened_at IS NULL")
_WAKES = text("wakes_at IS NOT NULL")


class ReviewFact(SQLModel, table=True):
    """Something that happened to a review (models/review/facts.py), in the order in which it did. Of two commands at
    once the second finds its number taken, and asks again on the facts by then.
    """

    __tablename__ = "review_fact"

    review_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)  # from 1
    told: dict[str, Any] = Field(sa_type=Json)


class Seat(SQLModel, table=True):
    """A voice in a stage: of whoever is asked, and of who stands in for them."""

    __table_args__ = (
        Index("ix_seat_person", "person_id", "stage_id"),
        Index("ix_seat_substitute", "substitute_id", "stage_id"),
    )

    stage_id: str = Field(foreign_key="stage.id", primary_key=True)
    person_id: str = Field(primary_key=True)
    position: int = 0
    substitute_id: str | None = None
    is_active: bool = True  # False: deactivated, so that nobody can decide it
    stage: "Stage" = Relationship(back_populates="seats", sa_relationship_kwargs={"lazy": "raise"})

    @property
    def asked(self) -> str:
        """Whom to ask and to remind."""
        return self.substitute_id or self.person_id


class Decision(SQLModel, table=True):
    """What one person said for one seat about one version. History: never edited, it only ceases to stand."""

    id: str = Field(primary_key=True)
    stage_id: str = Field(foreign_key="stage.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    person_id: str
    seat_id: str  # whose seat: their own, or that of the person they stand in for
    verdict: Verdict = Field(sa_type=word(Verdict))
    reason: str = ""
    decided_at: datetime = Field(sa_type=Instant)
    click_id: str = Field(index=True)  # what was decided by one click is followed up together
    stands: bool = True  # False: changed, taken back, or asked again since
    done_at: datetime | None = Field(default=None, sa_type=Instant)  # what it asked for with a yes
    done_by: str | None = None
    stage: "Stage" = Relationship(back_populates="decisions", sa_relationship_kwargs={"lazy": "raise"})

    @property
    def is_to_do(self) -> bool:
        """It is a yes with a wish that nobody has met yet."""
        return self.stands and self.verdict is Verdict.APPROVE_WITH_CHANGES and self.done_at is None


class Stage(SQLModel, table=True):
    """One stage of the approval of one version. It is open from `opened_at` until it is settled."""

    __table_args__ = (
        UniqueConstraint("approval_id", "position"),
        Index("ix_stage_called", "called_at", sqlite_where=_IS_CALLED, postgresql_where=_IS_CALLED),
    )

    id: str = Field(primary_key=True)
    approval_id: str = Field(foreign_key="approval.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    position: int  # in galley.yml, from 1
    step: int  # of those that apply, from 1: stages of parallel paths share one
    name: str
    rule: Rule = Field(sa_type=word(Rule))
    opens: Opening = Field(default=Opening.APPROVED, sa_type=word(Opening))
    needed: int = 0  # how many must say yes, once it is known who sits there
    then: list[str] = Field(default_factory=list, sa_type=Json)  # what comes after it
    final_decider: str = ""
    skipped: str = ""  # why it does not apply to this picture
    called_at: datetime | None = Field(default=None, sa_type=Instant)  # its turn came; its people are looked up
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    due_at: datetime | None = Field(default=None, sa_type=Instant)
    promises: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)  # what is still to come by itself
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=word(Outcome))
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    settled_by: str | None = None
    stuck: str = ""  # why nobody can make it pass any more
    has_failed: bool = False  # enough said no; while it is open, the others are still heard
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

    def is_late(self, *, at: datetime) -> bool:
        return self.due_at is not None and self.due_at <= at

    @property
    def is_settled(self) -> bool:
        return self.outcome is not Outcome.PENDING

    @property
    def is_ahead(self) -> bool:
        """It applies, and has neither opened nor ended."""
        return not self.skipped and self.opened_at is None and not self.is_settled

    @property
    def standing(self) -> list[Decision]:
        return [decision for decision in self.decisions if decision.stands]

    @property
    def approvals(self) -> int:
        """How many said yes: seats where everybody must, and otherwise people."""
        yeses = [one for one in self.standing if one.verdict.is_yes and self._counts(one)]
        return len(yeses) if self.rule is Rule.ALL else len({one.person_id for one in yeses})

    @property
    def waiting(self) -> list[Seat]:
        """The seats that somebody can still decide, while the stage is open."""
        if not self.is_open:
            return []
        decided = {decision.seat_id for decision in self.standing}
        return [seat for seat in self.seats if seat.is_active and seat.person_id not in decided]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Whom to ask, while the stage is open. Each once."""
        return tuple(dict.fromkeys(seat.asked for seat in self.waiting))

    def _counts(self, decision: Decision) -> bool:
        return self.rule is not Rule.FINAL or decision.seat_id == self.final_decider


class Approval(SQLModel, table=True):
    """A review's answer about one version, which it is named after, with the stages in which it is asked."""

    __table_args__ = (
        UniqueConstraint("version_id"),
        Index("ix_approval_wakes", "wakes_at", sqlite_where=_WAKES, postgresql_where=_WAKES),
    )

    id: str = Field(primary_key=True)
    team_id: str
    asset_id: str = Field(foreign_key="asset.id", index=True)
    version_id: str = Field(foreign_key="version.id")
    review_id: str = Field(index=True)  # through all versions that are asked about by the same workflow
    policy_digest: str  # the policy that was in force when it opened
    is_pilot: bool = False  # or was tried where it began
    round: int = 1  # pictures of a batch that are asked about together share one
    opened_at: datetime = Field(sa_type=Instant)
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=word(Outcome))
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    wakes_at: datetime | None = Field(default=None, sa_type=Instant)  # when something happens by itself
    reopened_at: datetime | None = Field(
        default=None, sa_type=Instant
    )  # what was settled is asked again, the last time
    reopened_by: str | None = None
    reopened_why: str = ""
    stages: list[Stage] = Relationship(
        back_populates="approval", sa_relationship_kwargs={"lazy": "raise", "order_by": "Stage.position"}
    )

    @property
    def carried_over(self) -> list[Stage]:
        """What was approved of an earlier version, and holds for this one."""
        approved = [one for one in self.stages if one.outcome is Outcome.APPROVED]
        return [one for one in approved if one.settled_at is not None and one.settled_at < self.opened_at]

    @property
    def open_stages(self) -> list[Stage]:
        """What is being asked now."""
        return [stage for stage in self.stages if stage.is_open]

    @property
    def current(self) -> Stage | None:
        """The first of the stages that are being asked now."""
        return next(iter(self.open_stages), None)

    @property
    def upcoming(self) -> Stage | None:
        """The first stage that has not opened, if the approval still goes on."""
        if self.outcome is not Outcome.PENDING:
            return None
        return next((stage for stage in self.stages if stage.is_ahead), None)

    @property
    def by_hand(self) -> list[Stage]:
        """What is asked when somebody opens it, and not before."""
        if self.outcome is not Outcome.PENDING:
            return []
        waiting = (stage for stage in self.stages if stage.is_ahead and stage.called_at is None)
        return [stage for stage in waiting if stage.opens is Opening.HAND]

    @property
    def at_hand(self) -> list[Stage]:
        """Those of `by_hand` for which nothing else is waited for: all before them have said yes."""
        before = [one for one in self.stages if not one.skipped and one.outcome is not Outcome.APPROVED]
        behind = {name for one in before for name in one.then}
        return [stage for stage in self.by_hand if stage.name not in behind]

    @property
    def by_time(self) -> list[Stage]:
        """What a moment will bring, the first of them at `wakes_at`; none where a turn has come already."""
        ahead = [stage for stage in self.stages if stage.is_ahead]
        if self.wakes_at is None or any(stage.called_at is not None for stage in ahead):
            return []
        return [stage for stage in ahead if stage.opens in (Opening.DATE, Opening.DEADLINE)]

    @property
    def to_do(self) -> list[tuple[Decision, Stage]]:
        """What is still to be done, once for whoever asked for it on several seats."""
        if not self.outcome.leaves_wishes:
            return []
        wished = [(one, stage) for stage in self.stages for one in stage.decisions if one.is_to_do]
        return list({(stage.id, one.person_id, one.decided_at): (one, stage) for one, stage in wished}.values())

    @property
    def steps(self) -> int:
        return max((stage.step for stage in self.stages if not stage.skipped), default=0)
