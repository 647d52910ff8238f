"""One Wrike account: its records by id, who is where, and what is told of a change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.clock import Clock
from sandbox.wrike import errors, ids
from sandbox.wrike.records import (
    Approval,
    Attachment,
    Comment,
    Contact,
    CustomField,
    CustomStatus,
    Dependency,
    Event,
    Folder,
    Job,
    Json,
    Task,
    Webhook,
    Work,
    Workflow,
)

Listener = Callable[[list[Event]], None]


@dataclass(kw_only=True)
class Account:
    clock: Clock
    tell: Listener
    mint: ids.Mint = field(default_factory=ids.Mint)
    title: str = "Sandbox Studio"
    contacts: dict[str, Contact] = field(default_factory=dict)
    workflows: dict[str, Workflow] = field(default_factory=dict)
    custom_fields: dict[str, CustomField] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)
    tasks: dict[str, Task] = field(default_factory=dict)
    blueprints: dict[str, Folder] = field(default_factory=dict)
    blueprint_tasks: list[Task] = field(default_factory=list)
    comments: dict[str, Comment] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    approvals: dict[str, Approval] = field(default_factory=dict)
    dependencies: dict[str, Dependency] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    links: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # public downloads: what, until when

    def now(self) -> datetime:
        """Wrike knows no part of a second."""
        return self.clock.now().replace(microsecond=0)

    def task(self, task_id: str) -> Task:
        if task_id not in self.tasks:
            raise errors.not_found("task")
        return self.tasks[task_id]

    def folder(self, folder_id: str) -> Folder:
        """A real folder: neither the root nor the recycle bin."""
        if folder_id in (ids.ROOT, ids.RECYCLE_BIN):
            raise errors.logical_folder()
        if folder_id not in self.folders:
            raise errors.not_found("folder")
        return self.folders[folder_id]

    def place(self, folder_id: str) -> str:
        """A folder, or the root, in which something may be."""
        if folder_id != ids.ROOT:
            self.folder(folder_id)
        return folder_id

    def space(self, space_id: str) -> Folder:
        if space_id not in self.folders or not self.folders[space_id].is_space:
            raise errors.not_found("space")
        return self.folders[space_id]

    def work(self, work_id: str) -> Task | Folder:
        return self.tasks[work_id] if work_id in self.tasks else self.folder(work_id)

    def statuses(self) -> Iterable[CustomStatus]:
        return (status for workflow in self.workflows.values() for status in workflow.statuses)

    def status(self, status_id: str) -> CustomStatus | None:
        return next((status for status in self.statuses() if status.id == status_id), None)

    def group_of(self, status_id: str) -> str:
        status = self.status(status_id)
        return status.group if status else "Active"

    def workflow_of(self, folder_ids: Iterable[str]) -> Workflow:
        """That of the folder, or of the nearest folder above it; the account's own at the root."""
        for folder_id in folder_ids:
            folder = self.folders.get(folder_id)
            if folder and folder.workflow_id:
                return self.workflows[folder.workflow_id]
            if folder:
                return self.workflow_of(folder.parent_ids)
        return next(workflow for workflow in self.workflows.values() if workflow.standard)

    def places_of(self, task: Task) -> list[str]:
        """Its folders; a subtask stands where the tasks above it stand."""
        above = [place for one in task.super_task_ids if one in self.tasks for place in self.places_of(self.tasks[one])]
        return task.parent_ids + [place for place in above if place not in task.parent_ids]

    def self_and_super_tasks(self, task: Task) -> set[str]:
        above = [self.tasks[one] for one in task.super_task_ids if one in self.tasks]
        return {task.id}.union(*(self.self_and_super_tasks(one) for one in above))

    def above(self, folder_ids: Iterable[str]) -> frozenset[str]:
        """These folders and all that they are in."""
        found: set[str] = set()
        for folder_id in folder_ids:
            folder = self.folders.get(folder_id)
            found |= {folder_id} | (self.above(folder.parent_ids) if folder else set())
        return frozenset(found)

    def below(self, folder_id: str) -> list[Folder]:
        """The whole subtree, without its root."""
        children = [folder for folder in self.folders.values() if folder_id in folder.parent_ids]
        return [one for child in children for one in (child, *self.below(child.id))]

    def subtasks(self, task: Task) -> list[Task]:
        return [one for one in self.tasks.values() if task.id in one.super_task_ids and not one.is_deleted]

    def versions(self, attachment: Attachment) -> list[Attachment]:
        """Every version of the same file, the newest last."""
        same = [one for one in self.attachments.values() if one.origin_id == attachment.origin_id]
        return sorted(same, key=lambda one: one.version)

    def attached_to(self, work: Work) -> list[Attachment]:
        """The current version of every file."""
        here = [one for one in self.attachments.values() if one.work_id == work.id]
        return [one for one in here if self.versions(one)[-1] is one]

    def event(self, work: Task | Folder, type_: str, by: str, details: Json | None = None) -> Event:
        is_task = isinstance(work, Task)
        places = self.places_of(work) if isinstance(work, Task) else [work.id]
        return Event(
            type=type_,
            by=by,
            at=self.now(),
            subject={"taskId" if is_task else "folderId": work.id},
            details=details or {},
            folders=frozenset(places),
            within=self.above(places),
        )
