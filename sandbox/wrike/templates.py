"""Copies: of a folder with all that is in it, and of a blueprint."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sandbox.wrike import errors, ids, reading, shapes
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, get, post
from sandbox.wrike.parameters import Asked
from sandbox.wrike.records import Dates, Folder, Job, Json, Project, Task

ENTRIES_AT_MOST = 250


@dataclass(frozen=True, kw_only=True)
class Copying:
    """What comes along."""

    title: str
    prefix: str
    parent: str
    descriptions: bool
    responsibles: bool
    add_responsibles: list[str]
    remove_responsibles: list[str]
    custom_fields: bool
    statuses: bool
    other_parents: bool  # a task that is also elsewhere stays there
    move_to: str | None
    from_end: bool
    entry_limit: int


@dataclass(frozen=True, kw_only=True)
class Source:
    top: Folder
    folders: list[Folder]
    tasks: list[Task]


def copy_folder(call: Call) -> Answer:
    made = _copy(call, _tree(call.account, call.account.folder(call.path["id"])))
    return Answer(kind="folders", data=[shapes.folder(call.account, made)])


def copy_folder_later(call: Call) -> Answer:
    made = _copy(call, _tree(call.account, call.account.folder(call.path["id"])))
    return _job(call, "CopyFolder", {"folderId": made.id})


def blueprints(call: Call) -> Answer:
    return _shown(list(call.account.blueprints.values()))


def blueprints_in_space(call: Call) -> Answer:
    space = call.account.space(call.path["id"])
    return _shown([one for one in call.account.blueprints.values() if space.id in one.parent_ids])


def launch(call: Call) -> Answer:
    account = call.account
    if call.path["id"] not in account.blueprints:
        raise errors.not_found("folder blueprint")
    top = account.blueprints[call.path["id"]]
    tasks = [task for task in account.blueprint_tasks if top.id in task.parent_ids]
    made = _copy(call, Source(top=top, folders=[], tasks=tasks))
    return _job(call, "LaunchFolderBlueprint", {"folderId": made.id})


def job(call: Call) -> Answer:
    """Under way at the first look, done at the second."""
    if call.path["id"] not in call.account.jobs:
        raise errors.not_found("async job")
    found = call.account.jobs[call.path["id"]]
    found.looks += 1
    return Answer(kind="async_job", data=[_job_shape(found)])


def _job(call: Call, type_: str, result: Json) -> Answer:
    number = call.account.mint.number()
    started = Job(id=ids.old_id(ids.Kind.JOB, number), type=type_, result=result)
    call.account.jobs[started.id] = started
    return Answer(kind="async_job", data=[_job_shape(started)])


def _job_shape(one: Job) -> Json:
    shown: Json = {"id": one.id, "type": one.type}
    if one.looks == 0:
        return shown | {"status": "InQueue", "progressPercent": 0}
    if one.looks == 1:
        return shown | {"status": "InProgress", "progressPercent": 50}
    return shown | {"status": "Completed", "progressPercent": 100, "result": one.result}


def _shown(found: list[Folder]) -> Answer:
    return Answer(
        kind="folderBlueprints",
        data=[{"id": one.id, "title": one.title, "childIds": [], "scope": "WsFolder"} for one in found],
    )


def _tree(account: Account, top: Folder) -> Source:
    folders = [one for one in account.below(top.id) if not one.is_deleted]
    places = {top.id} | {one.id for one in folders}
    tasks = [one for one in account.tasks.values() if not one.is_deleted and places & set(one.parent_ids)]
    return Source(top=top, folders=folders, tasks=tasks)


def _copy(call: Call, source: Source) -> Folder:
    how = _how(call.account, call.asked)
    if 1 + len(source.folders) + len(source.tasks) > how.entry_limit:
        raise errors.not_allowed("Affected entry limit exceeded")
    return Copier(call.account, call.by, how, source).run()


def _how(account: Account, asked: Asked) -> Copying:
    if "parent" not in asked:
        raise errors.required("parent")
    return Copying(
        title=asked.needed("title"),
        prefix=asked.text("titlePrefix") or "",
        parent=account.place(asked.needed("parent")),
        descriptions=asked.flag("copyDescriptions") is not False,
        responsibles=asked.flag("copyResponsibles") is not False,
        add_responsibles=reading.contacts(account, asked, "addResponsibles"),
        remove_responsibles=reading.contacts(account, asked, "removeResponsibles"),
        custom_fields=asked.flag("copyCustomFields") is not False,
        statuses=asked.flag("copyStatuses") is not False and asked.flag("copyCustomStatuses") is not False,
        other_parents=bool(asked.flag("copyParents")),
        move_to=reading.day(asked, "rescheduleDate"),
        from_end=asked.choice("rescheduleMode", ("Start", "End")) == "End",
        entry_limit=asked.whole("entryLimit", least=1, most=ENTRIES_AT_MOST) or ENTRIES_AT_MOST,
    )


class Copier:
    def __init__(self, account: Account, by: str, how: Copying, source: Source) -> None:
        self._account = account
        self._by = by
        self._how = how
        self._source = source
        self._shift = self._days_to_move()
        self._new: dict[str, str] = {}  # old id -> new id

    def run(self) -> Folder:
        made = self._folder(self._source.top, title=self._how.title, parents=[self._how.parent])
        for folder in self._source.folders:
            inside = [self._new[up] for up in folder.parent_ids if up in self._new]
            self._folder(folder, title=self._how.prefix + folder.title, parents=inside)
        for task in self._source.tasks:
            self._task(task)
        for task in self._source.tasks:
            copied = self._account.tasks[self._new[task.id]]
            copied.super_task_ids = [self._new[up] for up in task.super_task_ids if up in self._new]
        return made

    def _folder(self, old: Folder, *, title: str, parents: list[str]) -> Folder:
        number, now = self._account.mint.number(), self._account.now()
        new = replace(
            old, id=ids.new_id(number), number=number, title=title, parent_ids=parents, created=now, updated=now,
            author_id=self._by, metadata={}, custom_fields=self._fields(old), description=self._description(old),
            project=self._project(old.project), is_space=False, shared_ids=list(old.shared_ids),
        )  # fmt: skip
        self._new[old.id] = new.id
        self._account.folders[new.id] = new
        self._account.tell([self._account.event(new, "FolderCreated", self._by)])
        return new

    def _task(self, old: Task) -> None:
        number, now = self._account.mint.number(), self._account.now()
        places = [self._new[up] for up in old.parent_ids if up in self._new]
        if self._how.other_parents:
            places += [up for up in old.parent_ids if up not in self._new]
        first = self._account.workflow_of(places).statuses[0].id
        new = replace(
            old, id=ids.new_id(number), number=number, title=self._how.prefix + old.title, parent_ids=places,
            created=now, updated=now, author_id=self._by, metadata={}, custom_fields=self._fields(old),
            description=self._description(old), dates=self._moved(old.dates), shared_ids=list(old.shared_ids),
            responsible_ids=self._responsibles(old), follower_ids=[self._by],
            custom_status_id=old.custom_status_id if self._how.statuses else first,
            completed=old.completed if self._how.statuses else None,
        )  # fmt: skip
        self._new[old.id] = new.id
        self._account.tasks[new.id] = new
        self._account.tell([self._account.event(new, "TaskCreated", self._by)])

    def _fields(self, old: Folder | Task) -> dict[str, str]:
        return dict(old.custom_fields) if self._how.custom_fields else {}

    def _description(self, old: Folder | Task) -> str:
        return old.description if self._how.descriptions else ""

    def _responsibles(self, old: Task) -> list[str]:
        kept = [one for one in old.responsible_ids if one not in self._how.remove_responsibles]
        kept = kept if self._how.responsibles else []
        return kept + [one for one in self._how.add_responsibles if one not in kept]

    def _project(self, old: Project | None) -> Project | None:
        if old is None:
            return None
        return replace(
            old,
            author_id=self._by,
            owner_ids=list(old.owner_ids),
            created=self._account.now(),
            start=self._moved_day(old.start),
            end=self._moved_day(old.end),
        )

    def _days_to_move(self) -> timedelta:
        """So that the earliest start, or the latest due date, falls on the day asked for."""
        dates = [task.dates for task in self._source.tasks]
        project = self._source.top.project
        starts = [one.start[:10] for one in dates if one.start] + ([project.start] if project and project.start else [])
        ends = [one.due[:10] for one in dates if one.due] + ([project.end] if project and project.end else [])
        known = max(ends, default=None) if self._how.from_end else min(starts, default=None)
        if self._how.move_to is None or known is None:
            return timedelta()
        return date.fromisoformat(self._how.move_to) - date.fromisoformat(known)

    def _moved_day(self, day: str | None) -> str | None:
        return None if day is None else (date.fromisoformat(day) + self._shift).isoformat()

    def _moved(self, dates: Dates) -> Dates:
        return replace(dates, start=self._moved_time(dates.start), due=self._moved_time(dates.due))

    def _moved_time(self, time: str | None) -> str | None:
        return None if time is None else (datetime.fromisoformat(time) + self._shift).isoformat()


HOW = (
    "parent", "title", "titlePrefix", "copyDescriptions", "copyResponsibles", "addResponsibles", "removeResponsibles",
    "copyCustomFields", "copyCustomStatuses", "copyStatuses", "copyParents", "rescheduleDate", "rescheduleMode",
    "entryLimit",
)  # fmt: skip
LAUNCH = (
    "parent", "title", "titlePrefix", "copyDescriptions", "copyResponsibles", "copyCustomFields", "rescheduleDate",
    "rescheduleMode", "entryLimit",
)  # fmt: skip
ENDPOINTS: tuple[Endpoint, ...] = (
    post("/copy_folder/{id}", copy_folder, *HOW),
    post("/copy_folder_async/{id}", copy_folder_later, *HOW),
    get("/folder_blueprints", blueprints),
    get("/spaces/{id}/folder_blueprints", blueprints_in_space),
    post("/folder_blueprints/{id}/launch_async", launch, *LAUNCH),
    get("/async_job/{id}", job),
)
