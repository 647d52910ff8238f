"""The append-only history: one row for everything that was decided, done or refused."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.chain import BEGINNING, Head
from models.columns import Instant, Json
from models.guards import guard

_IS_LOOSE = text("seq IS NULL")
_IS_SEALED = text("seq IS NOT NULL")
_IS_PASSING = text("substr(key, 1, 5) <> 'drop:'")


class Entry(SQLModel, table=True):
    """One event. `event` is its kind's name in models.events, `details` its fields; nothing here is ever edited.

    `digest` covers the content (models/chain.py) from the moment it is written. `seq`, `prev` and `link` are its
    place in its workspace's chain, the link before it and its own; they stay empty until it is sealed, a moment later
    (bot/audit/sealing.py). Guards in the database (models/guards.py) refuse every other change.
    """

    __tablename__ = "history"
    __table_args__ = (
        Index("ix_history_asset", "asset_id", "number"),
        Index("ix_history_loose", "team_id", "number", sqlite_where=_IS_LOOSE, postgresql_where=_IS_LOOSE),
        Index("ix_history_chain", "team_id", "seq", unique=True, sqlite_where=_IS_SEALED, postgresql_where=_IS_SEALED),
    )

    number: int | None = Field(default=None, primary_key=True)
    team_id: str
    asset_id: str | None = None
    event: str
    actor_id: str | None = None  # a person; None when Galley did it by itself
    at: datetime = Field(sa_type=Instant)
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    digest: str
    seq: int | None = None
    prev: str | None = None
    link: str | None = None


class Chain(SQLModel, table=True):
    """The head of a workspace's chain; whoever seals holds this row. It only ever grows."""

    team_id: str = Field(primary_key=True)
    seq: int = 0
    link: str = BEGINNING

    @property
    def head(self) -> Head:
        return Head(seq=self.seq, link=self.link)


class Received(SQLModel, table=True):
    """A delivery that was taken in, so that the same one again changes nothing. Whoever delivers stops repeating itself
    after a while, and then it may be forgotten; a dropped message (`drop:`) may be sent to review again in a year.
    """

    __table_args__ = (Index("ix_received_at", "at", sqlite_where=_IS_PASSING, postgresql_where=_IS_PASSING),)

    team_id: str = Field(primary_key=True)
    key: str = Field(primary_key=True)  # Slack's event id, or the natural key of a webhook
    at: datetime = Field(sa_type=Instant)


class PolicyEdition(SQLModel, table=True):
    """A galley.yml that was in force, by the digest of its meaning."""

    digest: str = Field(primary_key=True)
    text: str
    adopted_at: datetime = Field(sa_type=Instant)


guard(SQLModel.metadata)
