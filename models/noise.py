"""Noise: which messages rang whom, about which picture, and how many of them are too many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import Instant, word
from models.post import PostKind

WINDOW = timedelta(days=30)  # of which the report tells
BUDGET = 3  # messages that ring one person about one picture
NO_PICTURE = ""  # what a message to an admin is about


class Ring(SQLModel, table=True):
    """A message that rang somebody: direct to them, or one that names them. A line for each picture that it is about.

    Private lines in a channel, replies that name nobody and edits ring nobody. `ts` is the message's own: where
    somebody deleted it and it was written anew, it rang twice.
    """

    __table_args__ = (
        Index("ix_ring_person", "team_id", "person_id", "rang_at"),
        Index("ix_ring_at", "rang_at"),
    )

    team_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    asset_id: str = Field(default=NO_PICTURE, primary_key=True)
    post_id: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    kind: PostKind = Field(sa_type=word(PostKind))
    rang_at: datetime = Field(sa_type=Instant)


@dataclass(frozen=True, kw_only=True)
class Loud:
    """A picture about which somebody was rung more often than the budget allows, and by which kinds of messages."""

    title: str
    kinds: Mapping[PostKind, int]

    @property
    def rings(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, kw_only=True)
class Noise:
    """One person's: how many messages rang them, and how often they decided."""

    person_id: str
    messages: int
    decisions: int
    loud: tuple[Loud, ...] = ()

    @property
    def per_decision(self) -> float | None:
        """None before the first decision."""
        return self.messages / self.decisions if self.decisions else None


def is_above_budget(rings: int) -> bool:
    """Whether one message more would be above it: what is not urgent then waits for a digest."""
    return rings >= BUDGET


def is_too_loud(rings: int) -> bool:
    """Whether it has been more than the budget allows already."""
    return rings > BUDGET
