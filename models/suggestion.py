"""What a rule, or a picture's own file, says of an asset: a suggestion, until a person has answered it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json, word
from models.ids import new_id


class Reply(StrEnum):
    """What became of it."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"  # somebody gave another value
    OUTDATED = "outdated"  # a newer version says something else


class Suggestion(SQLModel, table=True):
    """One value for one attribute from one source; models/attributes/sources.py says how sources are called."""

    __table_args__ = (
        Index("ix_suggestion_asset", "asset_id"),
        Index("ix_suggestion_team", "team_id", "id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    asset_id: str = Field(foreign_key="asset.id")
    attribute: str
    value: Any = Field(sa_type=Json, nullable=False)  # a text, or a list of texts
    source: str
    made_at: datetime = Field(sa_type=Instant)
    reply: Reply | None = Field(default=None, sa_type=word(Reply))
    replied_by: str | None = None  # a person; None where a newer version made it old
    replied_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def is_open(self) -> bool:
        return self.reply is None

    def answer(self, reply: Reply, *, by: str | None, at: datetime) -> None:
        self.reply, self.replied_by, self.replied_at = reply, by, at
