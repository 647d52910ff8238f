"""What Galley has said in Slack, and keeps true by editing it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json, word
from models.ids import new_id

ANSWER = "whisper:"  # how the key of a private answer begins; what it names is never asked for again after a minute
_IS_SPENT = text("substr(key, 1, 8) = 'whisper:' AND posted_at IS NOT NULL")

_IS_UNSAID = text("ts IS NULL AND recipient_id IS NOT NULL")


class PostKind(StrEnum):
    CARD = "card"  # the batch in the review channel: subject = batch
    RECEIPT = "receipt"  # the uploader's view of the batch, where they dropped it: subject = batch
    ASK = "ask"  # "waits for you", to one approver: subject = batch
    OUTCOME = "outcome"  # what became of the batch, to its uploader: subject = batch
    ANNOUNCEMENT = "announcement"  # published pictures, to a destination: subject = batch
    LINE = "line"  # one line in a thread that is never edited: subject = what it tells of
    REMINDER = "reminder"  # to one person who is late, or to their lead: subject = batch
    ADVICE = "advice"  # to an adviser of a stage, who decides nothing: subject = batch
    STUCK = "stuck"  # to the lead, of a stage that nobody can make pass any more: subject = batch
    HAND = "hand"  # to the lead, of a stage that waits until they open it: subject = batch
    WHISPER = "whisper"  # seen by one person only (ephemeral), never edited
    NOTICE = "notice"  # to an admin
    ABSENCE = "absence"  # to whom an absence concerns who did not write it down: subject = absence
    DIGEST = "digest"  # one person's morning round-up, never edited: subject = that person


class Post(SQLModel, table=True):
    """One Slack message of ours. `ts` is None until Slack has it; `shown` is the digest of what it shows now.

    `key` names it for ever (a card of a batch, an ask of a stage to a person), so that it is written once.
    `channel_id` may be a person's id until the first answer names the DM's own channel.
    """

    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        Index("ix_post_subject", "subject_id", "kind"),
        Index("ix_post_ts", "channel_id", "ts"),
        Index("ix_post_unsaid", "recipient_id", "kind", sqlite_where=_IS_UNSAID, postgresql_where=_IS_UNSAID),
        Index("ix_post_spent", "posted_at", sqlite_where=_IS_SPENT, postgresql_where=_IS_SPENT),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    key: str
    kind: PostKind = Field(sa_type=word(PostKind))
    subject_id: str
    channel_id: str
    thread_ts: str | None = None
    recipient_id: str | None = None  # the person it is for, where it is for one
    details: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  # what a never-edited one says
    ts: str | None = None
    shown: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    posted_at: datetime | None = Field(default=None, sa_type=Instant)
    changes: int = 0  # how often what it is to show has changed while it was on its way
    is_gone: bool = False  # somebody deleted it; a new one is written in its place
