"""What came in together: one upload of one or more pictures, and the one card that stands for it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Instant, word
from models.ids import new_id


class Origin(StrEnum):
    DROP = "drop"  # files in an intake channel
    FORM = "form"  # /galley submit
    SHORTCUT = "shortcut"  # "Send to review" on somebody's message


class Batch(SQLModel, table=True):
    """One upload. `message_ts` is the message that carried the files; a form has none."""

    __table_args__ = (
        UniqueConstraint("team_id", "channel_id", "message_ts"),
        Index("ix_batch_submitter", "team_id", "submitter_id", "id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    channel_id: str
    message_ts: str | None = None
    submitter_id: str
    origin: Origin = Field(sa_type=word(Origin))
    campaign_id: str | None = Field(default=None, foreign_key="campaign.id")
    submitted_at: datetime = Field(sa_type=Instant)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)  # when reviewers may see it
    sheet_given_up: str | None = None  # why nobody tries any more to lay its contact sheet out

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None
