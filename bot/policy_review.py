"""galley.yml, `review`: who decides, in which order, by which rules."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, field_validator, model_validator

from bot.policy_values import Section, WorkingDuration
from models.review.words import Rule
from models.review.workflow import StageRules, Workflow, in_order


class StagePolicy(Section):
    name: str = Field(min_length=1, max_length=40)
    approvers: tuple[str, ...] = Field(min_length=1)  # handles, e-mails, ids, or @usergroup
    rule: Literal[Rule.ANY, Rule.ALL, Rule.QUORUM] = Rule.ANY
    quorum: int | None = Field(default=None, ge=1)
    due_in: WorkingDuration = timedelta(hours=8)
    task_status: str | None = None  # the board's status while this stage is open

    @model_validator(mode="after")
    def _can_pass(self) -> "StagePolicy":
        if self.rule is Rule.QUORUM and self.quorum is None:
            raise ValueError("rule: quorum needs quorum: how many of the approvers must say yes")
        if self.rule is not Rule.QUORUM and self.quorum is not None:
            raise ValueError("quorum is only for rule: quorum")
        if not any(name.startswith("@") for name in self.approvers):
            _can_be_reached(self.quorum or 1, seats=len(set(self.approvers)))
        return self

    def rules(self, *, own_work: bool) -> StageRules:
        return StageRules(name=self.name, rule=self.rule, quorum=self.quorum, allows_own_work=own_work)


class Review(Section):
    channel: str
    stages: tuple[StagePolicy, ...] = Field(min_length=1, max_length=100)
    self_approval: bool = False

    @field_validator("stages")
    @classmethod
    def _names_differ(cls, stages: tuple[StagePolicy, ...]) -> tuple[StagePolicy, ...]:
        names = [stage.name.casefold() for stage in stages]
        doubled = next((stage.name for stage in stages if names.count(stage.name.casefold()) > 1), None)
        if doubled is not None:
            raise ValueError(f"two stages are called {doubled}; people would not know which one is meant")
        return stages

    @property
    def rules(self) -> Workflow:
        """Its meaning, without the people."""
        return Workflow(
            steps=in_order(*(stage.rules(own_work=self.self_approval) for stage in self.stages)), may_change=False
        )

    def stage(self, name: str) -> StagePolicy | None:
        return next((stage for stage in self.stages if stage.name == name), None)


def _can_be_reached(needed: int, *, seats: int) -> None:
    if needed > seats:
        raise ValueError(f"{needed} of {seats} approvers can never be reached")
