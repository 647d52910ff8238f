"""How our messages stand in Slack, and by which job each is brought up to date."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col

from bot.jobs.port import Order
from models.post import Post, PostKind

SHOW, EDIT_CARD, EDIT, TELL = "slack.show", "slack.edit_card", "slack.edit", "slack.tell"
REMIND = "slack.remind"

EDITABLE = frozenset(
    {
        PostKind.CARD,
        PostKind.RECEIPT,
        PostKind.ASK,
        PostKind.OUTCOME,
        PostKind.ANNOUNCEMENT,
        PostKind.REMINDER,
        PostKind.ADVICE,
        PostKind.STUCK,
        PostKind.HAND,
        PostKind.ABSENCE,
    }
)


@dataclass(frozen=True)
class Standing:
    """How a message stands in Slack, as far as its job is concerned."""

    id: str
    team_id: str
    kind: PostKind
    channel_id: str
    recipient_id: str | None
    ts: str | None
    is_gone: bool

    @classmethod
    def of(cls, post: Post) -> "Standing":
        return cls(post.id, post.team_id, post.kind, post.channel_id, post.recipient_id, post.ts, post.is_gone)

    @property
    def is_pending(self) -> bool:
        """Whether Slack may have to hear of it: it is not there yet, or it is of a kind that is edited."""
        return self.ts is None or (self.kind in EDITABLE and not self.is_gone)


def order(post: Standing, *, not_before: datetime | None = None) -> Order:
    """The job that brings this message up to date. An edit never queues behind the channel's new messages."""
    place = f"slack:{post.team_id}:{post.channel_id}"
    if post.ts is not None:
        kind, lane = EDIT_CARD if post.kind is PostKind.CARD else EDIT, f"{place}:{post.id}"
    elif post.kind is PostKind.REMINDER:
        kind, lane = REMIND, f"slack:{post.channel_id}:reminders"  # nothing else waits behind a flood of them
    elif post.kind is PostKind.WHISPER:
        kind, lane = SHOW, f"{place}:{post.recipient_id}"
    else:
        kind, lane = TELL if post.kind is PostKind.NOTICE else SHOW, place
    return Order(
        kind=kind,
        subject=post.id,
        lane=lane,
        key=f"{kind}:{post.id}",
        team_id=post.team_id,
        not_before=not_before,
        coalesce=True,
    )


STANDING = (
    col(Post.id), col(Post.team_id), col(Post.kind), col(Post.channel_id), col(Post.recipient_id), col(Post.ts),
    col(Post.is_gone),
)  # fmt: skip
"""What a Standing is made of, in its order: read without the row's other columns."""
