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


MOST = 20
"""Pictures of one batch: its card, receipt and forms tell each of them whole within Slack's limits (50 blocks and
12,000 characters a message, 2,000 a button, 100 blocks a form). A larger upload is several batches, a card each.
"""


class Batch(SQLModel, table=True):
    """One upload, or a part of a large one. `message_ts` is the message that carried the files; a form has none."""

    __table_args__ = (
        UniqueConstraint("team_id", "channel_id", "message_ts", "part"),
        Index("ix_batch_submitter", "team_id", "submitter_id", "id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    channel_id: str
    message_ts: str | None = None
    part: int = 1  # of that message; the numbers of its pictures go on from one part to the next
    submitter_id: str
    origin: Origin = Field(sa_type=word(Origin))
    campaign_id: str | None = Field(default=None, foreign_key="campaign.id")
    submitted_at: datetime = Field(sa_type=Instant)
    checked_at: datetime | None = Field(default=None, sa_type=Instant)  # when reviewers may see it
    sheet_given_up: str | None = None  # why nobody tries any more to lay its contact sheet out

    @property
    def last_position(self) -> int:
        """The number of the last picture for which it has room."""
        return self.part * MOST

    def is_of_one_message_with(self, other: "Batch") -> bool:
        if self.message_ts is None:
            return self.id == other.id
        here, there = ((one.team_id, one.channel_id, one.message_ts) for one in (self, other))
        return here == there

    @property
    def is_checked(self) -> bool:
        return self.checked_at is not None
