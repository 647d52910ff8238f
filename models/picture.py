"""The small pictures that people see in Slack: proofs (previews) of versions, contact sheets, comparisons."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Instant, word
from models.ids import new_id


class PictureKind(StrEnum):
    PROOF = "proof"  # of one version
    SHEET = "sheet"  # of a batch; `edition` counts how often it was made anew
    COMPARISON = "comparison"  # of two versions of a picture


class Picture(SQLModel, table=True):
    """A picture to be shared in the card's thread, so that the card may show it (Slack's `slack_file`)."""

    __table_args__ = (UniqueConstraint("batch_id", "kind", "subject_id", "edition"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    batch_id: str = Field(foreign_key="batch.id", index=True)
    kind: PictureKind = Field(sa_type=word(PictureKind))
    subject_id: str  # version id, batch id for a sheet, comparison id
    edition: int = 1
    path: str  # below the data folder
    file_name: str
    alt_text: str
    words: str | None = None  # mrkdwn that it is shared with, in a message of its own; without, it joins the others
    slack_file_id: str | None = None
    uploaded_at: datetime | None = Field(default=None, sa_type=Instant)  # Slack has the bytes; nobody sees them yet
    shared_at: datetime | None = Field(default=None, sa_type=Instant)  # the review channel may see it
