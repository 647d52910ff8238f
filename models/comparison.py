"""Two versions of a picture, held side by side once, whoever asks and however often."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json
from models.events import Event
from models.ids import new_id


class Comparison(SQLModel, table=True):
    """`made_at` is None until the darkroom has answered. The picture itself is a Picture of the kind COMPARISON."""

    __table_args__ = (UniqueConstraint("older_id", "newer_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    batch_id: str = Field(foreign_key="batch.id")
    asset_id: str = Field(foreign_key="asset.id")
    older_id: str = Field(foreign_key="version.id")
    newer_id: str = Field(foreign_key="version.id")
    asked_by: str | None = None  # None: Galley made it by itself, because changes had been asked for
    asked_in: str | None = None  # the channel in which that person is answered
    asked_at: datetime = Field(sa_type=Instant)
    made_at: datetime | None = Field(default=None, sa_type=Instant)
    found: dict[str, Any] | None = Field(default=None, sa_type=Json)  # imaging.Comparison.to_json()
    refusal: str | None = None  # why it cannot be made, as a sentence


@dataclass(frozen=True, kw_only=True)
class VersionsCompared(Event):
    """Both were laid over one another; `changed` is the share that does not look the same, 0 to 1."""

    batch_id: str
    version_id: str
    older_id: str
    number: int
    older_number: int
    changed: float
