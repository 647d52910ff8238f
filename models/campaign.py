"""A campaign: a Slack channel bound to a project on somebody's board, and the task of each asset there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Instant, Json, Sealed
from models.ids import new_id


class Campaign(SQLModel, table=True):
    """A channel and the project it stands for. Re-linking a channel ends the old row and makes a new one."""

    __table_args__ = (Index("ix_campaign_channel", "team_id", "channel_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    channel_id: str
    board: str  # "wrike"
    project_id: str
    title: str
    permalink: str
    workflow: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)  # status id, name, group
    linked_by: str
    linked_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    read_until: datetime | None = Field(default=None, sa_type=Instant)  # changes before this are known
    hook_id: str | None = None
    hook_secret: str | None = Field(default=None, sa_type=Sealed)
    hook_problem: str | None = None  # why changes come by poll only, as a sentence


class TaskLink(SQLModel, table=True):
    """An asset's task on the board, as last read there; `wanted_status` tells our own echo from a change."""

    __table_args__ = (
        UniqueConstraint("asset_id"),
        Index("ix_tasklink_task", "board", "task_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    team_id: str
    asset_id: str = Field(foreign_key="asset.id")
    campaign_id: str | None = Field(default=None, foreign_key="campaign.id")
    board: str
    task_id: str | None = None  # None until the task is made
    permalink: str = ""
    title: str = ""
    status: str = ""  # the custom status' name
    due: date | None = None
    assignees: list[str] = Field(default_factory=list, sa_type=Json)  # names
    wanted_status: str = ""  # where Galley last moved it
    is_gone: bool = False  # deleted or no longer visible there
    read_at: datetime | None = Field(default=None, sa_type=Instant)
    changed_at: datetime | None = Field(default=None, sa_type=Instant)  # the board's own time of the last change
