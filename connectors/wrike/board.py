"""Wrike: projects, tasks and their statuses."""

from collections.abc import Sequence

from connectors.board import Moved, Project, Status, StatusGroup, Task, TaskDraft
from connectors.declaration import Declaration, Health
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused
from connectors.http import sent_at
from connectors.wrike.client import WrikeClient
from connectors.wrike.dates import one_day
from connectors.wrike.directory import Directory
from connectors.wrike.many import read_many
from connectors.wrike.mapping import (
    ContactRecord,
    FolderRecord,
    HookRecord,
    Pair,
    TaskRecord,
    WorkflowRecord,
    contact_of,
    html_of,
    project_of,
    task_of,
)
from connectors.wrike.reference import find_id

MARKER = "galley"  # the metadata key; a key has at most 49 characters of A-Z a-z 0-9 - _


class WrikeBoard:
    """Implements `Board`."""

    def __init__(self, client: WrikeClient, directory: Directory, declaration: Declaration) -> None:
        self.declaration = declaration
        self._client = client
        self._directory = directory

    async def project(self, reference: str) -> Project:
        folder_id = await find_id(self._client, FolderRecord, reference, path="/folders", number_type="ApiV2Folder")
        folder = await self._folder(folder_id)
        if folder.scope.startswith("Rb"):
            raise NotFound(self._client.system, f"the project “{folder.title}” is in the recycle bin")
        return project_of(folder, workflow=await self._workflow(folder))

    async def task(self, reference: str) -> Task:
        task_id = await find_id(self._client, TaskRecord, reference, path="/tasks", number_type="ApiV2Task")
        return await self._told(await self._task(task_id))

    async def tasks(self, ids: Sequence[str]) -> tuple[Task, ...]:
        return await told(await read_many(self._client, TaskRecord, "/tasks", ids), self._directory)

    async def create_task(self, project_id: str, draft: TaskDraft, *, key: str) -> Task:
        people = await self._directory.ids_of(draft.assignee_emails) if draft.assignee_emails else None
        record = await self._client.post(
            TaskRecord,
            f"/folders/{self._client.id(project_id)}/tasks",
            title=draft.title,
            description=html_of(draft.description) or None,
            dates=one_day(draft.due) if draft.due else None,
            responsibles=people or None,
            customStatus=await self._first_status(project_id, draft.status_name),
            metadata=[{"key": MARKER, "value": key}],
        )
        return await self._told_after_writing(record)

    async def find_task(self, *, key: str) -> Task | None:
        """`fields` may be named here, as in every list; by id they are refused and come by themselves."""
        found = await self._client.read_pages(
            TaskRecord,
            "/tasks",
            metadata={"key": MARKER, "value": key},
            subTasks=True,
            fields=["metadata", "responsibleIds", "parentIds"],
        )
        ours = [record for record in found if Pair(key=MARKER, value=key) in record.metadata]
        return await self._told(ours[0]) if ours else None

    async def move(self, task_id: str, *, to: str, otherwise: StatusGroup | None = None) -> Moved:
        record = await self._task(task_id)
        if record.scope.startswith("Rb"):
            raise NotFound(self._client.system, f"the task “{record.title}” is in the recycle bin")
        workflow = await self._directory.workflow_of(record)
        status = named(workflow, to) or first_of(workflow, otherwise)
        if status is None:
            raise Refused(self._client.system, _no_status(record.title, to, workflow))
        is_written = record.custom_status_id != status.id
        if is_written:
            record = await self._put_status(record.id, status)
        task = await self._told_after_writing(record)
        return Moved(task=task, is_exact=_same(status.name, to), is_written=is_written)

    async def check(self) -> Health:
        self._directory.forget()
        me, headers = await self._client.read_with_headers(ContactRecord, "/contacts", me=True)
        missing = [
            *await self._missing("/workflows", WorkflowRecord, "workflows: no task can be moved"),
            *await self._missing("/webhooks", HookRecord, "webhooks: changes are seen by the poll only"),
        ]
        contact = contact_of(me)
        return Health(
            account=contact.email or contact.name,
            account_id=contact.id,
            server_time=sent_at(headers),
            missing=tuple(missing),
        )

    async def _folder(self, folder_id: str) -> FolderRecord:
        return await self._client.read_one(FolderRecord, f"/folders/{self._client.id(folder_id)}")

    async def _task(self, task_id: str) -> TaskRecord:
        return await self._client.read_one(TaskRecord, f"/tasks/{self._client.id(task_id)}")

    async def _workflow(self, folder: FolderRecord) -> tuple[Status, ...]:
        workflows = await self._directory.workflows()
        return workflows.get(folder.workflow_id or "", workflows[""])

    async def _first_status(self, project_id: str, name: str | None) -> str | None:
        if name is None:
            return None
        status = named(await self._workflow(await self._folder(project_id)), name)
        return status.id if status else None

    async def _put_status(self, task_id: str, status: Status) -> TaskRecord:
        """`customStatus` when written, customStatusId when read; `status` would only name the group."""
        return await self._client.put(TaskRecord, f"/tasks/{self._client.id(task_id)}", customStatus=status.id)

    async def _told(self, record: TaskRecord) -> Task:
        return (await told([record], self._directory))[0]

    async def _told_after_writing(self, record: TaskRecord) -> Task:
        """The write has happened, so no failure of the reads that name its people may say that it did not."""
        try:
            return await self._told(record)
        except ConnectorError as error:
            raise OutcomeUnknown(error.system, f"took the change, but then: {error.sentence}") from error

    async def _missing(self, path: str, kind: type[WorkflowRecord | HookRecord], loss: str) -> list[str]:
        try:
            await self._client.read(kind, path)
        except Refused as error:
            return [f"{loss} ({error.sentence})"]
        return []


async def told(records: Sequence[TaskRecord], directory: Directory) -> tuple[Task, ...]:
    """The records with the statuses and people that their ids stand for."""
    people = await directory.contacts(id_ for record in records for id_ in record.responsible_ids)
    return tuple(
        [
            task_of(
                record,
                status=await directory.status_of(record),
                assignees=tuple(people[id_] for id_ in record.responsible_ids),
            )
            for record in records
        ]
    )


def named(workflow: Sequence[Status], name: str) -> Status | None:
    return next((status for status in workflow if _same(status.name, name) and not status.is_hidden), None)


def first_of(workflow: Sequence[Status], group: StatusGroup | None) -> Status | None:
    return next((status for status in workflow if status.group is group and not status.is_hidden), None)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _no_status(title: str, name: str, workflow: Sequence[Status]) -> str:
    known = ", ".join(status.name for status in workflow if not status.is_hidden) or "none that we can see"
    return f"the task “{title}” cannot be moved to “{name}”; its workflow has: {known}"
