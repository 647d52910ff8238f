"""People, as Slack last described them."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import Instant


class Person(SQLModel, table=True):
    """A Slack account. `zone` is an IANA name from the Slack profile."""

    __table_args__ = (Index("ix_person_handle", "team_id", "handle"),)

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

    def is_called(self, reference: str) -> bool:
        """Whether galley.yml means this person: by id, handle, e-mail or full name."""
        wanted = reference.strip().lstrip("@").casefold()
        return wanted in {self.slack_id.casefold(), self.handle.casefold(), self.email.casefold(), self.name.casefold()}
