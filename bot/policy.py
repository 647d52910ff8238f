"""galley.yml: how this team works. Shapes and their rules; reading the file is galley_yml.py."""

import re
from collections.abc import Container
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

import holidays
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from models.approval import Rule, needed_for
from models.calendar import QuietHours, WorkingTime
from models.checks import Checks, ratio
from models.reminder import Ladder

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _duration(written: object) -> object:
    """`4h`, `-30m`, `+1d` (a day is 24 hours; in working time, where the field says so, it is 8)."""
    if isinstance(written, timedelta):
        return written
    match = re.fullmatch(r"\s*([+-]?\d+)\s*([smhd])\s*", str(written))
    if match is None:
        raise ValueError(f"write a number and s, m, h or d, such as 30m, 4h or 2d, not {written!r}")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _working_duration(written: object) -> object:
    match = re.fullmatch(r"\s*([+-]?\d+)\s*d\s*", str(written))
    return timedelta(hours=8 * int(match[1])) if match else _duration(written)


def _hours(written: object) -> object:
    if isinstance(written, tuple):
        return written
    match = re.fullmatch(r"\s*(\d\d?):(\d\d)\s*-\s*(\d\d?):(\d\d)\s*", str(written))
    if match is None:
        raise ValueError(f"write two times of day such as 09:00-18:00, not {written!r}")
    try:
        return time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError as error:
        raise ValueError(f"{written!r} is not a time of day: hours go to 23, minutes to 59") from error


Duration = Annotated[timedelta, BeforeValidator(_duration)]
WorkingDuration = Annotated[timedelta, BeforeValidator(_working_duration)]
Hours = Annotated[tuple[time, time], BeforeValidator(_hours)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Section(BaseModel):
    """Every part of galley.yml: an unknown key is an error, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Intake(Section):
    channels: tuple[str, ...] = Field(min_length=1)  # Slack channel names or ids
    max_megabytes: float = Field(default=200, gt=0, le=1000)  # larger files are not fetched


class People(Section):
    lead: str  # told when a stage stays late
    admins: tuple[str, ...] = Field(min_length=1)  # told when Galley itself needs help


class Roles(Section):
    """Approvers are those of the stages; guests are Slack's. models/roles.py says who may do what."""

    admins: tuple[str, ...] | None = Field(default=None, min_length=1)  # people.admins, where nobody is named
    leads: tuple[str, ...] | None = Field(default=None, min_length=1)  # people.lead, where nobody is named
    submitters: tuple[str, ...] | None = Field(default=None, min_length=1)  # everybody, where nobody is named
    viewers: tuple[str, ...] = ()  # may look on, and nothing else


class StagePolicy(Section):
    name: str = Field(min_length=1, max_length=40)
    approvers: tuple[str, ...] = Field(min_length=1)  # handles, e-mails, ids, or @usergroup
    rule: Rule = Rule.ANY
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
            needed_for(self.rule, len(set(self.approvers)), self.quorum)
        return self


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


class CheckPolicy(Checks):
    @field_validator("ratios")
    @classmethod
    def _are_ratios(cls, ratios: tuple[str, ...]) -> tuple[str, ...]:
        for written in ratios:
            ratio(written)
        return ratios

    @field_validator("file_name")
    @classmethod
    def _is_a_pattern(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern


class AttributePolicy(Section):
    label: str = Field(min_length=1, max_length=48)
    required: bool = False
    options: tuple[str, ...] = ()  # empty: free text
    many: bool = False  # several values, written with commas between them
    default: Literal["file_name"] | None = None  # take it from the file name when nobody gives it
    hint: str = Field(default="", max_length=150)


class Fit(StrEnum):
    FIT = "fit"
    FILL = "fill"
    PAD = "pad"


class RenditionPolicy(Section):
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")
    width: int = Field(ge=1, le=20_000)
    height: int = Field(ge=1, le=20_000)
    fit: Fit = Fit.FIT
    format: Literal["JPEG", "PNG", "WEBP", "AVIF"] = "JPEG"
    quality: int = Field(default=82, ge=1, le=100)


class Distribution(Section):
    library: Literal["local"] = "local"
    renditions: tuple[RenditionPolicy, ...] = ()
    announce_in: tuple[str, ...] = ()  # channels that hear of every published batch
    downloads_for: Duration = Field(default=timedelta(days=7), ge=timedelta(hours=1), le=timedelta(days=90))

    @field_validator("renditions")
    @classmethod
    def _names_differ(cls, renditions: tuple[RenditionPolicy, ...]) -> tuple[RenditionPolicy, ...]:
        names = [rendition.name for rendition in renditions]
        doubled = next((name for name in names if names.count(name) > 1), None)
        if doubled is not None:
            raise ValueError(f"two renditions are called {doubled}")
        return renditions


class TaskStatuses(Section):
    """Names of the board's own statuses; where one is missing there, the first of the same group is taken."""

    submitted: str = "New"
    in_review: str = "In Review"
    changes_requested: str = "Changes Requested"
    rejected: str = "Rejected"
    approved: str = "Approved"
    published: str = "Published"


class Tasks(Section):
    statuses: TaskStatuses = TaskStatuses()
    poll_every: Duration = timedelta(seconds=60)  # while the board also calls us; every 4 s where it cannot


class Reminders(Section):
    ladder: tuple[WorkingDuration, ...] = (timedelta(hours=-4), timedelta(0), timedelta(hours=4))
    escalate_after: WorkingDuration | None = timedelta(hours=8)
    quiet_hours: Hours = (time(19), time(8))

    @model_validator(mode="after")
    def _escalates_last(self) -> "Reminders":
        if self.escalate_after is not None and any(step >= self.escalate_after for step in self.ladder):
            raise ValueError("escalate_after comes after the last step of the ladder")
        return self


class Calendar(Section):
    time_zone: str = "Europe/Berlin"
    working_days: tuple[Day, ...] = Field(default=("mon", "tue", "wed", "thu", "fri"), min_length=1)
    working_hours: Hours = (time(9), time(18))
    holidays: str | None = None  # a country, or country-region, as ISO codes: DE, DE-BY, US

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"{zone!r} is not a time zone; write one such as Europe/Berlin")
        return zone

    @field_validator("working_hours")
    @classmethod
    def _is_a_day(cls, hours: tuple[time, time]) -> tuple[time, time]:
        if hours[0] >= hours[1]:
            raise ValueError("working hours begin before they end")
        return hours

    @field_validator("holidays")
    @classmethod
    def _is_a_country(cls, code: str | None) -> str | None:
        if code is not None:
            _holidays_of(code)
        return code

    @property
    def day_numbers(self) -> frozenset[int]:
        return frozenset(_DAYS.index(day) for day in self.working_days)


LEAST = timedelta(days=3)  # Slack repeats an event for a day; and a look at what went wrong takes a weekend


class Retention(Section):
    """How long the books of what has ended are kept. The history is kept for ever."""

    jobs: Duration = Field(default=timedelta(days=30), ge=LEAST)
    deliveries: Duration = Field(default=timedelta(days=30), ge=LEAST)
    answers: Duration = Field(default=timedelta(days=30), ge=LEAST)
    reminders: Duration = Field(default=timedelta(days=90), ge=LEAST)


class Policy(Section):
    """All of galley.yml."""

    version: Literal[1] = 1
    intake: Intake
    review: Review
    people: People
    roles: Roles = Roles()
    checks: CheckPolicy = CheckPolicy()
    attributes: dict[str, AttributePolicy] = {}
    distribution: Distribution = Distribution()
    tasks: Tasks = Tasks()
    reminders: Reminders = Reminders()
    calendar: Calendar = Calendar()
    retention: Retention = Retention()

    @property
    def admins(self) -> tuple[str, ...]:
        return self.roles.admins or self.people.admins

    @property
    def leads(self) -> tuple[str, ...]:
        return self.roles.leads or (self.people.lead,)

    @property
    def approvers(self) -> tuple[str, ...]:
        """Of every stage, each once."""
        return tuple(dict.fromkeys(name for stage in self.review.stages for name in stage.approvers))

    @property
    def required(self) -> tuple[str, ...]:
        """The attributes without which nothing is asked or published."""
        return tuple(name for name, attribute in self.attributes.items() if attribute.required)

    @property
    def working_time(self) -> WorkingTime:
        calendar = self.calendar
        start, end = calendar.working_hours
        return WorkingTime(
            zone=ZoneInfo(calendar.time_zone),
            days=calendar.day_numbers,
            start=start,
            end=end,
            holidays=_holidays_of(calendar.holidays),
        )

    @property
    def quiet_hours(self) -> QuietHours:
        start, end = self.reminders.quiet_hours
        days, closed = self.calendar.day_numbers, _holidays_of(self.calendar.holidays)
        return QuietHours(start=start, end=end, days=days, holidays=closed)

    @property
    def ladder(self) -> Ladder:
        return Ladder(steps=self.reminders.ladder, escalate_after=self.reminders.escalate_after)


def _holidays_of(code: str | None) -> Container[date]:
    if code is None:
        return frozenset()
    country, _, region = code.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known for {code!r}; write ISO codes such as DE or DE-BY") from error
