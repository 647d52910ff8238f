"""What changes when a folder or project is made, edited or thrown away; and the events it causes."""

from dataclasses import dataclass, field

from sandbox.wrike import errors, ids, markup, task_edits
from sandbox.wrike.account import Account
from sandbox.wrike.records import Event, Folder, Json, Project


@dataclass(frozen=True, kw_only=True)
class ProjectEdit:
    owners_add: list[str] = field(default_factory=list)
    owners_remove: list[str] = field(default_factory=list)
    custom_status_id: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, kw_only=True)
class FolderEdit:
    """None: leave as it is."""

    title: str | None = None
    description: str | None = None
    add_parents: list[str] = field(default_factory=list)
    remove_parents: list[str] = field(default_factory=list)
    add_shareds: list[str] = field(default_factory=list)
    remove_shareds: list[str] = field(default_factory=list)
    metadata: dict[str, str | None] = field(default_factory=dict)
    custom_fields: dict[str, str | None] = field(default_factory=dict)
    custom_columns: list[str] | None = None
    project: ProjectEdit | None = None
    becomes_folder: bool = False
    restore: bool = False


def create(account: Account, edit: FolderEdit, *, by: str) -> Folder:
    number, now = account.mint.number(), account.now()
    folder = Folder(
        id=ids.new_id(number), number=number, title=edit.title or "", created=now, updated=now, author_id=by,
        shared_ids=[by],
    )  # fmt: skip
    account.folders[folder.id] = folder
    Editing(account, folder, by).apply(edit)
    account.tell([account.event(folder, "FolderCreated", by)])
    return folder


def change(account: Account, folder: Folder, edit: FolderEdit, *, by: str) -> None:
    if set(edit.add_parents) & ({folder.id} | {one.id for one in account.below(folder.id)}):
        raise errors.invalid("addParents")
    editing = Editing(account, folder, by)
    editing.apply(edit)
    folder.updated = account.now()
    account.tell(editing.events)


def delete(account: Account, folder: Folder, *, by: str) -> None:
    """The subtree goes to the recycle bin, with the tasks that are nowhere else."""
    for one in (folder, *account.below(folder.id)):
        one.is_deleted = True
        one.updated = account.now()
    for task in list(account.tasks.values()):
        if not task.is_deleted and task.parent_ids and all(_is_gone(account, place) for place in task.parent_ids):
            task_edits.delete(account, task, by=by)
    account.tell([account.event(folder, "FolderDeleted", by)])


def _is_gone(account: Account, folder_id: str) -> bool:
    return folder_id in account.folders and account.folders[folder_id].is_deleted


class Editing:
    """One folder under one pen; collects the events."""

    def __init__(self, account: Account, folder: Folder, by: str) -> None:
        self._account = account
        self._folder = folder
        self._by = by
        self.events: list[Event] = []

    def apply(self, edit: FolderEdit) -> None:
        self._restore(edit)
        self._words(edit)
        self._pair(self._folder.parent_ids, edit.add_parents, edit.remove_parents, "FolderParents", "Parents")
        if not self._folder.parent_ids:
            self._folder.parent_ids = [ids.ROOT]
        self._pair(self._folder.shared_ids, edit.add_shareds, edit.remove_shareds, "FolderShareds", "Shareds")
        self._keys(edit)
        self._project(edit)

    def _say(self, type_: str, details: Json | None = None) -> None:
        self.events.append(self._account.event(self._folder, type_, self._by, details))

    def _restore(self, edit: FolderEdit) -> None:
        if not edit.restore or not self._folder.is_deleted:
            return
        subtree = [self._folder, *self._account.below(self._folder.id)]
        for one in subtree:
            one.is_deleted = False
        places = {one.id for one in subtree}
        for task in self._account.tasks.values():
            if places & set(task.parent_ids):
                task.is_deleted = False

    def _words(self, edit: FolderEdit) -> None:
        folder = self._folder
        if edit.title is not None and edit.title != folder.title:
            old, folder.title = folder.title, edit.title
            self._say("FolderTitleChanged", {"oldValue": old, "title": folder.title})
        if edit.description is not None:
            rewritten = markup.kept(edit.description, markup.DESCRIPTION_TAGS)
            if rewritten != folder.description:
                folder.description = rewritten
                self._say("FolderDescriptionChanged")

    def _pair(self, present: list[str], add: list[str], remove: list[str], event: str, name: str) -> None:
        added = [one for one in add if one not in present]
        removed = [one for one in remove if one in present]
        present += added
        for one in removed:
            present.remove(one)
        if added:
            self._say(f"{event}Added", {f"added{name}": list(added)})
        if removed:
            self._say(f"{event}Removed", {f"removed{name}": list(removed)})

    def _keys(self, edit: FolderEdit) -> None:
        task_edits.put(self._folder.metadata, edit.metadata)
        if edit.custom_columns is not None:
            self._folder.custom_columns = edit.custom_columns
        for field_id, value in edit.custom_fields.items():
            old = self._folder.custom_fields.get(field_id)
            task_edits.put(self._folder.custom_fields, {field_id: value})
            if old != value:
                self._say("FolderCustomFieldChanged", {"customFieldId": field_id, "oldValue": old, "value": value})

    def _project(self, edit: FolderEdit) -> None:
        if edit.becomes_folder:
            self._folder.project = None
        if edit.project is None:
            return
        project = self._folder.project or self._new_project()
        self._folder.project = project
        self._pair(project.owner_ids, edit.project.owners_add, edit.project.owners_remove, "ProjectOwners", "Owners")
        self._project_status(project, edit.project)
        self._project_dates(project, edit.project)

    def _new_project(self) -> Project:
        workflow = self._account.workflow_of([self._folder.id])
        first = workflow.first_of("Active") or workflow.statuses[0]
        return Project(author_id=self._by, owner_ids=[], custom_status_id=first.id, created=self._account.now())

    def _project_status(self, project: Project, edit: ProjectEdit) -> None:
        new, old = edit.custom_status_id, project.custom_status_id
        if new is None or new == old:
            return
        project.custom_status_id = new
        project.completed = self._account.now() if self._account.group_of(new) == "Completed" else None
        self._say("ProjectStatusChanged", {"oldCustomStatusId": old, "customStatusId": new})

    def _project_dates(self, project: Project, edit: ProjectEdit) -> None:
        old = (project.start, project.end)
        project.start = edit.start or project.start
        project.end = edit.end or project.end
        if (project.start, project.end) != old:
            self._say(
                "ProjectDatesChanged",
                {
                    "oldValue": {"startDate": old[0], "dueDate": old[1]},
                    "dates": {"startDate": project.start, "dueDate": project.end},
                },
            )
