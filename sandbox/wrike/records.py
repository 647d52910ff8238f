"""What one Wrike account holds."""

from dataclasses import dataclass, field
from datetime import datetime

Json = dict[str, object]


@dataclass(kw_only=True)
class Contact:
    id: str
    first_name: str
    last_name: str = ""
    email: str = ""
    zone: str = "Europe/Berlin"
    type: str = "Person"
    is_admin: bool = False
    is_external: bool = False
    member_ids: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class CustomStatus:
    id: str
    name: str
    group: str  # Active, Completed, Deferred, Cancelled
    color: str
    standard: bool = False
    hidden: bool = False


@dataclass(kw_only=True)
class Workflow:
    id: str
    name: str
    standard: bool = False
    hidden: bool = False
    statuses: list[CustomStatus] = field(default_factory=list)

    def first_of(self, group: str) -> CustomStatus | None:
        return next((status for status in self.statuses if status.group == group and not status.hidden), None)


@dataclass(kw_only=True)
class Project:
    author_id: str
    owner_ids: list[str]
    custom_status_id: str
    created: datetime
    start: str | None = None
    end: str | None = None
    completed: datetime | None = None


@dataclass(kw_only=True)
class Work:
    """What tasks and folders have in common."""

    id: str
    number: int  # the one in the permalink
    title: str
    created: datetime
    updated: datetime
    author_id: str
    description: str = ""
    parent_ids: list[str] = field(default_factory=list)
    shared_ids: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    custom_fields: dict[str, str] = field(default_factory=dict)
    is_deleted: bool = False


@dataclass(kw_only=True)
class Folder(Work):
    project: Project | None = None
    is_space: bool = False
    workflow_id: str | None = None  # None: that of the parent
    custom_columns: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Dates:
    """Local times without a zone, as Wrike keeps them."""

    type: str = "Backlog"
    start: str | None = None
    due: str | None = None
    duration: int | None = None  # working minutes
    work_on_weekends: bool = False


@dataclass(kw_only=True)
class Task(Work):
    custom_status_id: str
    importance: str = "Normal"
    dates: Dates = field(default_factory=Dates)
    completed: datetime | None = None
    responsible_ids: list[str] = field(default_factory=list)
    follower_ids: list[str] = field(default_factory=list)
    super_task_ids: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Comment:
    id: str
    work_id: str
    author_id: str
    html: str
    created: datetime
    updated: datetime


@dataclass(kw_only=True)
class Attachment:
    """One version of one file."""

    id: str
    work_id: str
    author_id: str
    name: str
    content_type: str
    content: bytes
    created: datetime
    version: int = 1
    origin_id: str = ""


@dataclass(kw_only=True)
class Seat:
    """One approver of one approval; only Wrike's own pages can fill it in."""

    approver_id: str
    status: str
    comment: str
    updated: datetime


@dataclass(kw_only=True)
class Approval:
    id: str
    work_id: str
    author_id: str
    title: str
    description: str
    updated: datetime
    due: str | None
    seats: list[Seat]
    attachment_ids: list[str]
    finishes_on_approve: bool
    finishes_on_reject: bool
    is_cancelled: bool = False


@dataclass(kw_only=True)
class Dependency:
    id: str
    predecessor_id: str
    successor_id: str
    relation: str


@dataclass(kw_only=True)
class CustomField:
    id: str
    title: str
    type: str
    settings: Json
    space_id: str | None = None


@dataclass(kw_only=True)
class Webhook:
    id: str
    owner_id: str
    url: str
    secret: str | None
    events: tuple[str, ...]  # none means all
    folder_id: str | None
    space_id: str | None
    recursive: bool
    is_active: bool = True


@dataclass(kw_only=True)
class Job:
    """Something that takes a while; it is done at the second look."""

    id: str
    type: str
    result: Json
    looks: int = 0


@dataclass(frozen=True, kw_only=True)
class Event:
    """One change, as webhooks tell it."""

    type: str
    by: str
    at: datetime
    subject: Json  # {"taskId": ...} or {"folderId": ...}
    details: Json
    folders: frozenset[str]  # directly there
    within: frozenset[str]  # there or above
