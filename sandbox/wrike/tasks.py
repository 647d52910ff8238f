"""Tasks: lists, reads by id, and writes one by one or in bulk."""

from sandbox.wrike import errors, paging, reading, shapes, task_edits, task_filters
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, fields, get, listed, post, put
from sandbox.wrike.parameters import Asked
from sandbox.wrike.records import Task
from sandbox.wrike.task_edits import TaskEdit

IN_BULK = frozenset(
    {"customFields", "customStatus", "addParents", "removeParents", "addResponsibles", "removeResponsibles"}
)


def every(call: Call) -> Answer:
    return _list(call, list(call.account.tasks.values()))


def in_folder(call: Call) -> Answer:
    return _list(call, _below(call, call.account.place(call.path["id"])))


def in_space(call: Call) -> Answer:
    return _list(call, _below(call, call.account.space(call.path["id"]).id))


def _below(call: Call, folder_id: str) -> list[Task]:
    places = frozenset({folder_id})
    if call.asked.flag("descendants"):
        places |= {folder.id for folder in call.account.below(folder_id)}
    return [task for task in call.account.tasks.values() if places & set(call.account.places_of(task))]


def _list(call: Call, among: list[Task]) -> Answer:
    optional = fields(call, shapes.TASK_LIST_FIELDS)
    found = task_filters.limited(call.asked, task_filters.wanted(call.account, call.asked, among))
    here, said = paging.page(call.account, call.asked, found)
    return Answer(kind="tasks", data=[shapes.task(call.account, task, optional) for task in here], paging=said)


def by_ids(call: Call) -> Answer:
    """One bad id fails the whole list. What is shown anyway may not be named in `fields`."""
    extra = fields(call, shapes.TASK_EXTRA_FIELDS)
    return _shown(call, [call.account.task(one) for one in listed(call)], extra)


def create(call: Call) -> Answer:
    account, asked = call.account, call.asked
    title = asked.needed("title")
    folder = account.place(call.path["id"])
    extra = fields(call, shapes.TASK_EXTRA_FIELDS)
    super_tasks = reading.tasks(account, asked, "superTasks")
    parents = reading.folders(account, asked, "parents")
    edit = TaskEdit(
        title=title,
        description=asked.text("description"),
        importance=asked.choice("importance", task_filters.IMPORTANCES),
        custom_status_id=_status(account, asked, [folder, *parents]),
        dates=reading.dates(asked),
        add_parents=[folder, *parents],
        add_responsibles=reading.contacts(account, asked, "responsibles"),
        add_shareds=reading.contacts(account, asked, "shareds"),
        add_followers=reading.contacts(account, asked, "followers"),
        add_super_tasks=super_tasks,
        metadata=reading.metadata(asked),
        custom_fields=reading.custom_fields(account, asked),
    )
    return _shown(call, [task_edits.create(account, edit, by=call.by)], extra)


def update(call: Call) -> Answer:
    tasks = [call.account.task(one) for one in listed(call)]
    if len(tasks) > 1:
        call.asked.only(IN_BULK)
    if call.asked.flag("restore") is None and any(task.is_deleted for task in tasks):
        raise errors.not_allowed("Task is in the recycle bin")
    extra = fields(call, shapes.TASK_EXTRA_FIELDS)
    edits = [_edit(call, task) for task in tasks]
    for task, edit in zip(tasks, edits, strict=True):
        task_edits.change(call.account, task, edit, by=call.by)
    return _shown(call, tasks, extra)


def _edit(call: Call, task: Task) -> TaskEdit:
    account, asked = call.account, call.asked
    return TaskEdit(
        title=asked.needed("title") if "title" in asked else None,
        description=asked.text("description"),
        importance=asked.choice("importance", task_filters.IMPORTANCES),
        custom_status_id=_status(account, asked, account.places_of(task)),
        dates=reading.dates(asked),
        add_parents=reading.folders(account, asked, "addParents"),
        remove_parents=reading.folders(account, asked, "removeParents"),
        add_responsibles=reading.contacts(account, asked, "addResponsibles"),
        remove_responsibles=reading.contacts(account, asked, "removeResponsibles"),
        add_shareds=reading.contacts(account, asked, "addShareds"),
        remove_shareds=reading.contacts(account, asked, "removeShareds"),
        add_followers=reading.contacts(account, asked, "addFollowers"),
        add_super_tasks=_above(account, asked, task),
        remove_super_tasks=reading.tasks(account, asked, "removeSuperTasks"),
        metadata=reading.metadata(asked),
        custom_fields=reading.custom_fields(account, asked),
        restore=bool(asked.flag("restore")),
    )


def _above(account: Account, asked: Asked, task: Task) -> list[str]:
    """No task stands above itself."""
    found = reading.tasks(account, asked, "addSuperTasks")
    if any(task.id in account.self_and_super_tasks(account.task(one)) for one in found):
        raise errors.invalid("addSuperTasks")
    return found


def _status(account: Account, asked: Asked, places: list[str]) -> str | None:
    """`status` names a group; the first status of that group in the task's workflow is meant."""
    if (custom := reading.custom_status(account, asked, "customStatus")) is not None:
        return custom
    group = asked.choice("status", task_filters.GROUPS)
    if group is None:
        return None
    first = account.workflow_of(places).first_of(group)
    if first is None:
        raise errors.invalid("status")
    return first.id


def remove(call: Call) -> Answer:
    task = call.account.task(call.path["id"])
    task_edits.delete(call.account, task, by=call.by)
    return _shown(call, [task])


def _shown(call: Call, tasks: list[Task], extra: frozenset[str] = frozenset()) -> Answer:
    return Answer(kind="tasks", data=[shapes.task(call.account, task, shapes.TASK_BY_ID | extra) for task in tasks])


CREATES = (
    "title", "description", "status", "importance", "dates", "shareds", "parents", "responsibles", "followers",
    "superTasks", "metadata", "customFields", "customStatus", "fields",
)  # fmt: skip
UPDATES = (
    "title", "description", "status", "importance", "dates", "addParents", "removeParents", "addShareds",
    "removeShareds", "addResponsibles", "removeResponsibles", "addFollowers", "addSuperTasks", "removeSuperTasks",
    "metadata", "customFields", "customStatus", "restore", "fields",
)  # fmt: skip
ENDPOINTS: tuple[Endpoint, ...] = (
    get("/tasks", every, *task_filters.ALLOWED),
    get("/folders/{id}/tasks", in_folder, "descendants", *task_filters.ALLOWED),
    get("/spaces/{id}/tasks", in_space, "descendants", *task_filters.ALLOWED),
    get("/tasks/{ids}", by_ids, "fields"),
    post("/folders/{id}/tasks", create, *CREATES),
    put("/tasks/{ids}", update, *UPDATES),
    delete("/tasks/{id}", remove),
)
