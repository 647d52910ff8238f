"""People, as Slack last described them."""

from datetime import date, datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.choices import Choices
from models.columns import Instant, Json

_HAS_CHOSEN = text("choices IS NOT NULL")


class Likeness(IntEnum):
    """What a person is called by, the surest last. Anybody can give themselves anybody's full name."""

    NONE = 0
    FULL_NAME = 1
    HANDLE = 2
    EMAIL = 3
    ID = 4


class Person(SQLModel, table=True):
    """A Slack account. `zone` is an IANA name from the Slack profile."""

    __table_args__ = (
        Index("ix_person_handle", "team_id", "handle"),
        Index("ix_person_choices", "team_id", sqlite_where=_HAS_CHOSEN, postgresql_where=_HAS_CHOSEN),
    )

    team_id: str = Field(primary_key=True)
    slack_id: str = Field(primary_key=True)
    handle: str
    name: str
    email: str = ""
    zone: str = "UTC"
    is_bot: bool = False
    is_active: bool = True
    is_guest: bool = False
    is_owner: bool = False  # administers the Slack workspace
    read_at: datetime = Field(sa_type=Instant)
    home_seen_at: datetime | None = Field(default=None, sa_type=Instant)  # when they last opened App Home
    choices: dict[str, Any] | None = Field(default=None, sa_type=Json)  # models.choices.Choices.to_json()
    digest_day: date | None = None  # the last day, where they are, whose digest was looked after
    digested_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def chosen(self) -> Choices:
        return Choices.from_json(self.choices) if self.choices else Choices()

    def likeness(self, reference: str) -> Likeness:
        """How well galley.yml's word for somebody names this person."""
        wanted = reference.strip().lstrip("@").casefold()
        names = {
            Likeness.ID: self.slack_id,
            Likeness.EMAIL: self.email,
            Likeness.HANDLE: self.handle,
            Likeness.FULL_NAME: self.name,
        }
        return next((how for how, name in names.items() if wanted and wanted == name.casefold()), Likeness.NONE)
