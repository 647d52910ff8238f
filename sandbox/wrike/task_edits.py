"""What changes when a task is made, edited or thrown away, by a call or by a person; and the events it causes."""

from dataclasses import dataclass, field

from sandbox.wrike import ids, markup, shapes
from sandbox.wrike.account import Account
from sandbox.wrike.records import Dates, Event, Json, Task


@dataclass(frozen=True, kw_only=True)
class TaskEdit:
    """None: leave as it is."""

    title: str | None = None
    description: str | None = None
    importance: str | None = None
    custom_status_id: str | None = None
    dates: Dates | None = None
    add_parents: list[str] = field(default_factory=list)
    remove_parents: list[str] = field(default_factory=list)
    add_responsibles: list[str] = field(default_factory=list)
    remove_responsibles: list[str] = field(default_factory=list)
    add_shareds: list[str] = field(default_factory=list)
    remove_shareds: list[str] = field(default_factory=list)
    add_followers: list[str] = field(default_factory=list)
    add_super_tasks: list[str] = field(default_factory=list)
    remove_super_tasks: list[str] = field(default_factory=list)
    metadata: dict[str, str | None] = field(default_factory=dict)
    custom_fields: dict[str, str | None] = field(default_factory=dict)
    restore: bool = False


def create(account: Account, edit: TaskEdit, *, by: str) -> Task:
    number, now = account.mint.number(), account.now()
    workflow = account.workflow_of(edit.add_parents)
    first = workflow.first_of("Active") or workflow.statuses[0]
    task = Task(
        id=ids.new_id(number),
        number=number,
        title=edit.title or "",
        created=now,
        updated=now,
        author_id=by,
        custom_status_id=first.id,
        follower_ids=[by],
        shared_ids=[by],
    )
    account.tasks[task.id] = task
    Editing(account, task, by).apply(edit)
    account.tell([account.event(task, "TaskCreated", by)])
    return task


def change(account: Account, task: Task, edit: TaskEdit, *, by: str) -> None:
    editing = Editing(account, task, by)
    editing.apply(edit)
    if editing.events or editing.is_silently_changed:
        task.updated = account.now()
    account.tell(editing.events)


def delete(account: Account, task: Task, *, by: str) -> None:
    """To the recycle bin, with its subtasks."""
    for subtask in account.subtasks(task):
        delete(account, subtask, by=by)
    task.is_deleted = True
    task.updated = account.now()
    account.tell([account.event(task, "TaskDeleted", by)])


def purge(account: Account, task: Task, *, by: str) -> None:
    """Out of the recycle bin, for ever."""
    if not task.is_deleted:
        delete(account, task, by=by)
    del account.tasks[task.id]
    for one in [one for one in account.comments.values() if one.work_id == task.id]:
        del account.comments[one.id]
    for file in [file for file in account.attachments.values() if file.work_id == task.id]:
        del account.attachments[file.id]
    for approval in [approval for approval in account.approvals.values() if approval.work_id == task.id]:
        del account.approvals[approval.id]


class Editing:
    """One task under one pen; collects the events."""

    def __init__(self, account: Account, task: Task, by: str) -> None:
        self._account = account
        self._task = task
        self._by = by
        self.events: list[Event] = []
        self.is_silently_changed = False

    def apply(self, edit: TaskEdit) -> None:
        self._restore(edit)
        self._words(edit)
        self._status(edit)
        self._dates(edit)
        self._lists(edit)
        self._keys(edit)

    def _say(self, type_: str, details: Json | None = None) -> None:
        self.events.append(self._account.event(self._task, type_, self._by, details))

    def _restore(self, edit: TaskEdit) -> None:
        if edit.restore and self._task.is_deleted:
            self._task.is_deleted = False
            self.is_silently_changed = True

    def _words(self, edit: TaskEdit) -> None:
        task = self._task
        if edit.title is not None and edit.title != task.title:
            old, task.title = task.title, edit.title
            self._say("TaskTitleChanged", {"oldValue": old, "title": task.title})
        if edit.description is not None:
            rewritten = markup.kept(edit.description, markup.DESCRIPTION_TAGS)
            if rewritten != task.description:
                task.description = rewritten
                self._say("TaskDescriptionChanged")
        if edit.importance is not None and edit.importance != task.importance:
            old, task.importance = task.importance, edit.importance
            self._say("TaskImportanceChanged", {"oldValue": old, "importance": task.importance})

    def _status(self, edit: TaskEdit) -> None:
        task, new = self._task, edit.custom_status_id
        if new is None or new == task.custom_status_id:
            return
        old, task.custom_status_id = task.custom_status_id, new
        group = self._account.group_of(new)
        task.completed = self._account.now() if group == "Completed" else None
        self._say(
            "TaskStatusChanged",
            {
                "oldStatus": self._account.group_of(old),
                "status": group,
                "oldCustomStatusId": old,
                "customStatusId": new,
            },
        )

    def _dates(self, edit: TaskEdit) -> None:
        if edit.dates is None or edit.dates == self._task.dates:
            return
        old, self._task.dates = self._task.dates, edit.dates
        details: Json = {
            "oldValue": shapes.dates(old, start="startDate", due="dueDate"),
            "dates": shapes.dates(edit.dates, start="startDate", due="dueDate"),
        }
        self._say("TaskDatesChanged", details)

    def _lists(self, edit: TaskEdit) -> None:
        task = self._task
        self._pair(task.parent_ids, edit.add_parents, edit.remove_parents, "Parents")
        if not task.parent_ids and not task.super_task_ids and not edit.add_super_tasks:
            task.parent_ids = [ids.ROOT]
        self._pair(task.responsible_ids, edit.add_responsibles, edit.remove_responsibles, "Responsibles")
        self._pair(task.shared_ids, edit.add_shareds, edit.remove_shareds, "Shareds")
        task.follower_ids += [one for one in edit.add_followers if one not in task.follower_ids]
        kept = [one for one in task.super_task_ids if one not in edit.remove_super_tasks]
        task.super_task_ids = kept + [one for one in edit.add_super_tasks if one not in kept]
        self.is_silently_changed |= bool(edit.add_followers or edit.add_super_tasks or edit.remove_super_tasks)

    def _pair(self, present: list[str], add: list[str], remove: list[str], name: str) -> None:
        added = [one for one in add if one not in present]
        removed = [one for one in remove if one in present]
        present += added
        for one in removed:
            present.remove(one)
        if added:
            self._say(f"Task{name}Added", {f"added{name}": list(added)})
        if removed:
            self._say(f"Task{name}Removed", {f"removed{name}": list(removed)})

    def _keys(self, edit: TaskEdit) -> None:
        before = dict(self._task.metadata)
        put(self._task.metadata, edit.metadata)
        self.is_silently_changed |= self._task.metadata != before
        for field_id, value in edit.custom_fields.items():
            old = self._task.custom_fields.get(field_id)
            put(self._task.custom_fields, {field_id: value})
            if old != value:
                self._say("TaskCustomFieldChanged", {"customFieldId": field_id, "oldValue": old, "value": value})


def put(known: dict[str, str], changes: dict[str, str | None]) -> None:
    """None removes a key."""
    for key, value in changes.items():
        if value is None:
            known.pop(key, None)
        else:
            known[key] = value
