"""Wrike: its records, and what they are in the words of the port."""

from datetime import UTC
from html import escape

from pydantic import AwareDatetime, BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from connectors.board import Attachment, Comment, Contact, Project, Status, StatusGroup, Task, Watch
from connectors.marker import unsigned
from connectors.wrike.dates import Day

GROUPS = {
    "Active": StatusGroup.ACTIVE,
    "Completed": StatusGroup.COMPLETED,
    "Deferred": StatusGroup.DEFERRED,
    "Cancelled": StatusGroup.CANCELLED,
}


class WrikeRecord(BaseModel):
    """Tolerant: fields that we do not need may be absent or new."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class Identified(WrikeRecord):
    id: str


class Pair(WrikeRecord):
    key: str
    value: str


class DatesRecord(WrikeRecord):
    due: Day | None = None


class TaskRecord(Identified):
    title: str = ""
    permalink: str = ""
    status: str = "Active"
    custom_status_id: str | None = None
    dates: DatesRecord = DatesRecord()
    responsible_ids: tuple[str, ...] = ()
    parent_ids: tuple[str, ...] = ()
    updated_date: AwareDatetime
    scope: str = "WsTask"
    metadata: tuple[Pair, ...] = ()


class FolderRecord(Identified):
    title: str = ""
    permalink: str = ""
    workflow_id: str | None = None
    scope: str = "WsFolder"


class StatusRecord(Identified):
    name: str
    group: str
    hidden: bool = False


class WorkflowRecord(Identified):
    standard: bool = False
    custom_statuses: tuple[StatusRecord, ...] = ()


class ProfileRecord(WrikeRecord):
    email: str | None = None


class ContactRecord(Identified):
    """Invited people and groups have no first name."""

    first_name: str = ""
    last_name: str = ""
    profiles: tuple[ProfileRecord, ...] = ()
    primary_email: str | None = None
    deleted: bool = False


class CommentRecord(Identified):
    author_id: str = ""
    text: str = ""
    created_date: AwareDatetime


class AttachmentRecord(Identified):
    name: str = ""
    size: int = -1
    created_date: AwareDatetime


class HookRecord(Identified):
    folder_id: str | None = None
    space_id: str | None = None
    hook_url: str = ""
    status: str = "Active"


def task_of(record: TaskRecord, *, status: Status, assignees: tuple[Contact, ...]) -> Task:
    return Task(
        id=record.id,
        title=record.title,
        permalink=record.permalink,
        status=status,
        due=record.dates.due,
        assignees=assignees,
        project_ids=record.parent_ids,
        updated_at=record.updated_date.astimezone(UTC),
        is_deleted=record.scope.startswith("Rb"),
    )


def project_of(record: FolderRecord, *, workflow: tuple[Status, ...]) -> Project:
    return Project(id=record.id, title=record.title, permalink=record.permalink, workflow=workflow)


def status_of(record: StatusRecord) -> Status:
    return Status(id=record.id, name=record.name, group=group_of(record.group), is_hidden=record.hidden)


def group_of(name: str) -> StatusGroup:
    """Groups that Wrike may add later count as active: nothing is closed by mistake."""
    return GROUPS.get(name, StatusGroup.ACTIVE)


def contact_of(record: ContactRecord) -> Contact:
    name = f"{record.first_name} {record.last_name}".strip()
    email = record.primary_email or next((profile.email for profile in record.profiles if profile.email), None)
    return Contact(id=record.id, name=name or email or record.id, email=email)


def comment_of(record: CommentRecord, *, task_id: str) -> Comment:
    return Comment(
        id=record.id,
        task_id=task_id,
        author_id=record.author_id,
        text=unsigned(record.text),
        created_at=record.created_date.astimezone(UTC),
    )


def attachment_of(record: AttachmentRecord, *, task_id: str) -> Attachment:
    """External files have size -1."""
    return Attachment(
        id=record.id,
        task_id=task_id,
        name=record.name,
        size=record.size if record.size >= 0 else None,
        created_at=record.created_date.astimezone(UTC),
    )


def watch_of(record: HookRecord, *, project_id: str) -> Watch:
    return Watch(id=record.id, project_id=project_id, hook_url=record.hook_url)


def html_of(text: str) -> str:
    """Plain text as a task's description."""
    return escape(text, quote=False).replace("\n", "<br />")
