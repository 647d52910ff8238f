"""A restored database: what was done after its backup was taken, it does not know."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.columns import Instant


class Restoration(SQLModel, table=True):
    """One return from a backup. `knows_until` is the story's time, `restored_at` real time (see bot.clock)."""

    number: int | None = Field(default=None, primary_key=True)
    knows_until: datetime = Field(sa_type=Instant)
    restored_at: datetime = Field(sa_type=Instant)
