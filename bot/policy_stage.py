"""galley.yml, one stage of a review: who is asked, by which rule, when, and what happens if nobody answers."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.policy_values import Section, WorkingDuration
from models.review.words import Closing, Opening, Rule, Settling
from models.review.workflow import Condition, StageRules

HALF_A_YEAR = timedelta(hours=8 * 130)  # of working time


class When(Section):
    """Each kind that is named must meet, by any of its values; upper and lower case are alike."""

    campaign: tuple[str, ...] = ()  # titles
    file_type: tuple[str, ...] = ()  # JPEG, PNG, ...
    region: tuple[str, ...] = ()  # values of the attribute region
    attribute: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def condition(self) -> Condition:
        return Condition(
            campaigns=self.campaign,
            file_types=self.file_type,
            regions=self.region,
            attributes=tuple(self.attribute.items()),
        )


class Late(Section):
    """What is done so long after the deadline, if nobody has answered; the card says so before."""

    after: WorkingDuration = Field(ge=timedelta(0), le=HALF_A_YEAR)
    tell: tuple[str, ...] = ()
    ask_instead: tuple[str, ...] = ()
    expire: bool = False

    @model_validator(mode="after")
    def _is_one_deed(self) -> "Late":
        if bool(self.tell) + bool(self.ask_instead) + self.expire != 1:
            raise ValueError("write one of tell, ask_instead and expire: true; further ones are entries of their own")
        return self


class StagePolicy(Section):
    """People are handles, e-mails, ids, @usergroups, or role:NAME."""

    name: str = Field(min_length=1, max_length=40)
    approvers: tuple[str, ...] = Field(default=(), min_length=1)
    rule: Literal[Rule.ANY, Rule.ALL, Rule.QUORUM] = Rule.ANY
    quorum: int | None = Field(default=None, ge=1)
    fail_count: int = Field(default=1, ge=1)  # how many must say no
    final_decider: str | None = None  # whose word alone counts
    closes: Closing = Closing.STAGE  # what their yes closes
    advisers: tuple[str, ...] = ()  # comment, and do not decide
    deny: tuple[str, ...] = ()  # may not decide here, whoever names them
    due_in: WorkingDuration = timedelta(hours=8)
    opens: Opening = Opening.APPROVED
    opens_at: datetime | None = None  # in the team's zone, where none is said
    when: When = When()
    late: tuple[Late, ...] = ()
    settles: Settling = Settling.AT_ONCE
    always_ask: bool = False  # never carried over to a new version
    self_approval: bool | None = None  # review.self_approval, where nothing is said
    task_status: str | None = None  # the board's status while this stage is open

    @model_validator(mode="after")
    def _makes_sense(self) -> "StagePolicy":
        for mistake in self._mistakes():
            raise ValueError(mistake)
        return self

    @property
    def people(self) -> Iterator[str]:
        """Everybody who is named to decide."""
        yield from self.approvers
        if self.final_decider:
            yield self.final_decider

    @property
    def is_counted(self) -> bool:
        """Whether its people can be counted before anybody is looked up."""
        return not any(name.startswith(("@", "role:")) for name in self.approvers)

    def rules(self, *, own_work: bool, zone: ZoneInfo) -> StageRules:
        at = self.opens_at
        return StageRules(
            name=self.name,
            rule=Rule.FINAL if self.final_decider else self.rule,
            quorum=self.quorum,
            fail_count=self.fail_count,
            settles=self.settles,
            closes=self.closes,
            opens=self.opens,
            opens_at=at.replace(tzinfo=at.tzinfo or zone) if at else None,
            when=self.when.condition,
            allows_own_work=own_work,
            is_always_asked=self.always_ask,
        )

    def _mistakes(self) -> Iterator[str]:
        if not self.approvers and not self.final_decider:
            yield "name who decides: approvers, or final_decider"
        if self.rule is Rule.QUORUM and self.quorum is None:
            yield "rule: quorum needs quorum: how many of the approvers must say yes"
        if self.rule is not Rule.QUORUM and self.quorum is not None:
            yield "quorum is only for rule: quorum"
        if self.final_decider and (self.rule is not Rule.ANY or self.fail_count > 1):
            yield "where a final decider decides, nobody is counted: leave out rule, quorum and fail_count"
        if self.rule is Rule.ALL and self.fail_count > 1:
            yield "where everybody must say yes, one no is enough: leave out fail_count"
        if self.closes is Closing.APPROVAL and not self.final_decider:
            yield "closes: approval needs final_decider"
        yield from self._wrong_numbers()
        yield from self._wrong_times()

    def _wrong_numbers(self) -> Iterator[str]:
        seats = len(set(self.approvers))
        if self.is_counted and seats and max(self.quorum or 1, self.fail_count) > seats:
            yield f"{max(self.quorum or 1, self.fail_count)} of {seats} approvers can never be reached"

    def _wrong_times(self) -> Iterator[str]:
        if (self.opens is Opening.DATE) != (self.opens_at is not None):
            yield "opens: date and opens_at belong together"
        steps = [one.after for one in self.late]
        if steps != sorted(steps):
            yield "late goes from the first step to the last, by after"
        if any(one.expire for one in self.late[:-1]):
            yield "nothing comes after expire: write it last in late"


class StepPolicy(StagePolicy):
    """An entry of a workflow: a stage, or paths of stages that run beside one another."""

    name: str = Field(default="", max_length=40)
    paths: tuple[tuple[StagePolicy, ...], ...] = Field(default=(), max_length=30)

    @model_validator(mode="after")
    def _makes_sense(self) -> "StepPolicy":
        """In place of what a stage alone is asked."""
        for mistake in self._mistakes_of_paths() if self.paths else self._mistakes_of_stage():
            raise ValueError(mistake)
        return self

    @property
    def lists(self) -> tuple[tuple[StagePolicy, ...], ...]:
        """Its paths; a stage alone is one of one."""
        return self.paths or ((self,),)

    def _mistakes_of_paths(self) -> Iterator[str]:
        if others := sorted(self.model_fields_set - {"paths"}):
            yield f"paths stands alone in its entry: {', '.join(others)} belongs to one of its stages"
        if any(not path for path in self.paths):
            yield "a path has at least one stage"

    def _mistakes_of_stage(self) -> Iterator[str]:
        if not self.name:
            yield "write a stage with its name, or paths: lists of stages"
        yield from self._mistakes()
