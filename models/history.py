"""The append-only history: one row for everything that was decided, done or refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json


class Entry(SQLModel, table=True):
    """One event. `event` is its kind's name in models.events, `details` its fields; nothing here is ever edited."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_asset", "asset_id", "number"),)

    number: int | None = Field(default=None, primary_key=True)
    team_id: str
    asset_id: str | None = None
    event: str
    actor_id: str | None = None  # a person; None when Galley did it by itself
    at: datetime = Field(sa_type=Instant)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Received(SQLModel, table=True):
    """A delivery that was taken in, so that the same one again changes nothing."""

    team_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)  # Slack's event id, or the natural key of a webhook
    at: datetime = Field(sa_type=Instant)


class PolicyEdition(SQLModel, table=True):
    """A galley.yml that was in force, by the digest of its meaning."""

    digest: str = Field(primary_key=True)
    text: str
    adopted_at: datetime = Field(sa_type=Instant)
