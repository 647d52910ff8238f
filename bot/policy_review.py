"""galley.yml, `review`: who decides, in which order, by which rules."""

from functools import cached_property
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.policy_stage import StagePolicy, StepPolicy
from bot.policy_values import Section
from models.review.workflow import Path, Step, Workflow


class Review(Section):
    channel: str
    stages: tuple[StagePolicy, ...] = Field(default=(), min_length=1, max_length=100)  # the short form of a workflow
    workflow: tuple[StepPolicy, ...] = Field(default=(), min_length=1, max_length=100)
    self_approval: bool = False
    may_change: bool = False  # one's decision, while the stage is open
    may_recall: bool = True  # the submitter, while there is no answer
    may_reopen: tuple[str, ...] = ()  # what is settled
    carry_over: bool = False  # what a new version leaves untouched need not be asked again

    @model_validator(mode="after")
    def _makes_sense(self) -> "Review":
        if bool(self.stages) == bool(self.workflow):
            raise ValueError("write stages, asked in order, or workflow, which may have paths; one of them")
        names = [stage.name.casefold() for stage in self.every_stage]
        doubled = next((stage.name for stage in self.every_stage if names.count(stage.name.casefold()) > 1), None)
        if doubled is not None:
            raise ValueError(f"two stages are called {doubled}; people would not know which one is meant")
        return self

    @cached_property
    def every_stage(self) -> tuple[StagePolicy, ...]:
        """In the order of the file."""
        return tuple(stage for paths in self._steps for path in paths for stage in path)

    def allows_own_work(self, stage: StagePolicy) -> bool:
        return self.self_approval if stage.self_approval is None else stage.self_approval

    def rules(self, zone: ZoneInfo) -> Workflow:
        """Its meaning, without the people."""
        return Workflow(
            steps=tuple(Step(paths=tuple(self._path(path, zone) for path in paths)) for paths in self._steps),
            may_change=self.may_change,
            may_recall=self.may_recall,
            carries_over=self.carry_over,
        )

    def stage(self, name: str) -> StagePolicy | None:
        return next((stage for stage in self.every_stage if stage.name == name), None)

    @property
    def _steps(self) -> tuple[tuple[tuple[StagePolicy, ...], ...], ...]:
        if self.workflow:
            return tuple(step.lists for step in self.workflow)
        return tuple(((stage,),) for stage in self.stages)

    def _path(self, stages: tuple[StagePolicy, ...], zone: ZoneInfo) -> Path:
        return Path(stages=tuple(stage.rules(own_work=self.allows_own_work(stage), zone=zone) for stage in stages))
