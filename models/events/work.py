"""What follows from approvals: what is published, moved on the board, reminded."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.events.event import Event

# distribution


@dataclass(frozen=True, kw_only=True)
class RenditionsMade(Event):
    version_id: str
    names: tuple[str, ...]
    files: Mapping[str, str]  # the SHA-256 of each


@dataclass(frozen=True, kw_only=True)
class AssetPublished(Event):
    batch_id: str
    version_id: str
    library: str
    location: str


@dataclass(frozen=True, kw_only=True)
class ReceiptFiled(Event):
    """The decision receipt of a published version is in the library beside it; `digest` is the receipt's own."""

    version_id: str
    library: str
    digest: str


# campaigns and tasks


@dataclass(frozen=True, kw_only=True)
class CampaignLinked(Event):
    campaign_id: str
    channel_id: str
    title: str
    permalink: str


@dataclass(frozen=True, kw_only=True)
class CampaignEnded(Event):
    """Its channel belongs to no project any more, or to another one."""

    campaign_id: str
    channel_id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class TaskLinked(Event):
    batch_id: str
    link_id: str
    permalink: str


@dataclass(frozen=True, kw_only=True)
class TaskChanged(Event):
    """Somebody changed the task on the board; `changed` names what: status, due, assignees, title, gone."""

    batch_id: str
    link_id: str
    changed: tuple[str, ...]


# reminders


@dataclass(frozen=True, kw_only=True)
class ReminderSent(Event):
    batch_id: str
    stage_id: str
    reminder_id: str
    rung: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class Snoozed(Event):
    stage_id: str
    until: str
