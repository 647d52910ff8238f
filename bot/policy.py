"""galley.yml: how this team works. Shapes and their rules; reading the file is galley_yml.py."""

import re
from collections.abc import Container, Iterable, Mapping
from datetime import date, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

import holidays
from pydantic import Field, field_validator, model_validator

from bot.policy_renditions import RenditionPolicy
from bot.policy_review import Review
from bot.policy_values import Duration, Hours, Section, WorkingDuration
from models import naming
from models.attributes.reading import Reader
from models.attributes.rules import TagRule
from models.attributes.schema import Attribute, Moment
from models.attributes.sorts import AssetType
from models.attributes.vocabulary import Vocabulary
from models.calendar import QuietHours, WorkingTime
from models.checks import Checks, ratio
from models.reminder import Ladder
from models.review.workflow import Workflow

ROLE, BUILT_IN = "role:", ("lead", "admin", "submitter")  # role:legal is whoever people.roles says

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Intake(Section):
    channels: tuple[str, ...] = Field(min_length=1)  # Slack channel names or ids
    max_megabytes: float = Field(default=200, gt=0, le=1000)  # larger files are not fetched


class People(Section):
    lead: str  # told when a stage stays late
    admins: tuple[str, ...] = Field(min_length=1)  # told when Galley itself needs help
    roles: dict[str, tuple[str, ...]] = Field(default_factory=dict)  # who role:NAME is
    campaigns: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)  # by title: who it is there


class Roles(Section):
    """Approvers are those of the stages; guests are Slack's. models/roles.py says who may do what."""

    admins: tuple[str, ...] | None = Field(default=None, min_length=1)  # people.admins, where nobody is named
    leads: tuple[str, ...] | None = Field(default=None, min_length=1)  # people.lead, where nobody is named
    submitters: tuple[str, ...] | None = Field(default=None, min_length=1)  # everybody, where nobody is named
    viewers: tuple[str, ...] = ()  # may look on, and nothing else


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

    @field_validator("rename_to")
    @classmethod
    def _is_a_template(cls, template: str | None) -> str | None:
        return None if template is None else naming.checked(template)


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


class Pilot(Section):
    """A new galley.yml that is tried in a few channels. It lies beside this one, whole."""

    channels: tuple[str, ...] = Field(min_length=1)  # whatever begins there is asked about by that file
    file: str = Field(min_length=1)


class Policy(Section):
    """All of galley.yml."""

    version: Literal[1] = 1
    intake: Intake
    review: Review
    people: People
    roles: Roles = Roles()
    checks: CheckPolicy = CheckPolicy()
    attributes: dict[str, Attribute] = Field(default_factory=dict)
    vocabularies: dict[str, Vocabulary] = Field(default_factory=dict)
    asset_types: dict[str, AssetType] = Field(default_factory=dict)
    tag_rules: tuple[TagRule, ...] = Field(default=(), max_length=200)
    distribution: Distribution = Distribution()
    tasks: Tasks = Tasks()
    reminders: Reminders = Reminders()
    calendar: Calendar = Calendar()
    retention: Retention = Retention()
    pilot: Pilot | None = None

    @property
    def admins(self) -> tuple[str, ...]:
        return self.roles.admins or self.people.admins

    @property
    def leads(self) -> tuple[str, ...]:
        return self.roles.leads or (self.people.lead,)

    @property
    def approvers(self) -> tuple[str, ...]:
        """Of every stage, each once."""
        named = [name for stage in self.review.every_stage for name in stage.people]
        here = [self.expand(named, campaign=title) for title in ("", *self.people.campaigns)]
        return tuple(dict.fromkeys(name for names in here for name in names))

    def expand(self, references: Iterable[str], *, campaign: str = "", submitter: str = "") -> tuple[str, ...]:
        """With role:NAME as whoever has that role, in this campaign or everywhere."""
        there = next((roles for title, roles in self.people.campaigns.items() if _alike(title, campaign)), {})
        built_in = {"lead": (self.people.lead,), "admin": self.admins, "submitter": (submitter,) if submitter else ()}
        roles = {**built_in, **self.people.roles, **there}
        meant = (roles.get(one.removeprefix(ROLE), (one,)) if one.startswith(ROLE) else (one,) for one in references)
        return tuple(dict.fromkeys(name for names in meant for name in names))

    @property
    def workflow(self) -> Workflow:
        """How a question goes that opens under this policy."""
        return self.review.rules(ZoneInfo(self.calendar.time_zone))

    def needed(self, asset_type: str, moment: Moment = Moment.SUBMITTED) -> tuple[str, ...]:
        """The attributes without which no asset of this type comes so far."""
        own = self.attributes_of(asset_type).items()
        return tuple(name for name, attribute in own if attribute.is_needed(moment))

    def attributes_of(self, asset_type: str) -> Mapping[str, Attribute]:
        """Those that an asset of this type has."""
        return {name: one for name, one in self.attributes.items() if one.is_of(asset_type)}

    def reader(self, name: str) -> Reader:
        """Of what people write into that attribute."""
        attribute, zone = self.attributes[name], ZoneInfo(self.calendar.time_zone)
        return Reader(attribute=attribute, vocabulary=attribute.words(self.vocabularies), zone=zone)

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


def _alike(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _holidays_of(code: str | None) -> Container[date]:
    if code is None:
        return frozenset()
    country, _, region = code.partition("-")
    try:
        return holidays.country_holidays(country, subdiv=region or None)
    except NotImplementedError as error:
        raise ValueError(f"no holidays are known for {code!r}; write ISO codes such as DE or DE-BY") from error
