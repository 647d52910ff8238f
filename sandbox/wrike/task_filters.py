"""Which tasks a list asks for, in which order, and which page of it."""

from collections.abc import Callable

from sandbox.wrike import ids, reading
from sandbox.wrike.account import Account
from sandbox.wrike.matching import metadata_match, value_match
from sandbox.wrike.parameters import Asked, moment
from sandbox.wrike.records import Task

GROUPS = ("Active", "Completed", "Deferred", "Cancelled")
IMPORTANCES = ("High", "Normal", "Low")
SORT_FIELDS = (
    "CreatedDate", "UpdatedDate", "CompletedDate", "DueDate", "Status", "Importance", "Title", "LastAccessDate",
    "StartFinishInterval",
)  # fmt: skip
ALLOWED = (
    "title", "status", "importance", "startDate", "dueDate", "scheduledDate", "createdDate", "updatedDate",
    "completedDate", "authors", "responsibles", "permalink", "type", "limit", "sortField", "sortOrder", "subTasks",
    "pageSize", "nextPageToken", "metadata", "customField", "customFields", "customStatuses", "customItemTypes",
    "plainTextCustomFields", "fields",
)  # fmt: skip

Test = Callable[[Task], bool]


def wanted(account: Account, asked: Asked, among: list[Task]) -> list[Task]:
    tests = [*_by_words(account, asked), *_by_dates(asked), *_by_people(account, asked), *_by_keys(account, asked)]
    with_subtasks = asked.flag("subTasks")
    found = [
        task
        for task in among
        if not task.is_deleted and (with_subtasks or not task.super_task_ids) and all(test(task) for test in tests)
    ]
    return _in_order(account, asked, found)


def _by_words(account: Account, asked: Asked) -> list[Test]:
    tests: list[Test] = []
    if (title := asked.text("title")) is not None:
        tests.append(lambda task: title.casefold() in task.title.casefold())
    if groups := asked.choices("status", GROUPS):
        tests.append(lambda task: account.group_of(task.custom_status_id) in groups)
    if importance := asked.choice("importance", IMPORTANCES):
        tests.append(lambda task: task.importance == importance)
    if (link := asked.text("permalink")) is not None:
        tests.append(lambda task: ids.permalink(task.number) == link)
    if type_ := asked.choice("type", ("Backlog", "Planned", "Milestone")):
        tests.append(lambda task: task.dates.type == type_)
    if statuses := asked.texts("customStatuses"):
        tests.append(lambda task: task.custom_status_id in statuses)
    if asked.texts("customItemTypes"):
        tests.append(lambda _: False)  # this account has none
    return tests


def _by_dates(asked: Asked) -> list[Test]:
    tests: list[Test] = []
    if created := asked.moments("createdDate"):
        tests.append(lambda task: created.holds(moment(task.created)))
    if updated := asked.moments("updatedDate"):
        tests.append(lambda task: updated.holds(moment(task.updated)))
    if completed := asked.moments("completedDate"):
        tests.append(lambda task: bool(task.completed) and completed.holds(moment(task.completed or task.created)))
    if start := asked.days("startDate"):
        tests.append(lambda task: start.holds(task.dates.start))
    if due := asked.days("dueDate"):
        tests.append(lambda task: due.holds(task.dates.due))
    if scheduled := asked.days("scheduledDate"):
        tests.append(lambda task: scheduled.holds(task.dates.start) or scheduled.holds(task.dates.due))
    return tests


def _by_people(account: Account, asked: Asked) -> list[Test]:
    tests: list[Test] = []
    if authors := reading.contacts(account, asked, "authors"):
        tests.append(lambda task: task.author_id in authors)
    if responsibles := reading.contacts(account, asked, "responsibles"):
        tests.append(lambda task: any(one in responsibles for one in task.responsible_ids))
    return tests


def _by_keys(account: Account, asked: Asked) -> list[Test]:
    tests: list[Test] = []
    if key := asked.object("metadata"):
        tests.append(lambda task: metadata_match(key, task.metadata))
    one = asked.object("customField")
    wishes = [*([one] if one else []), *asked.objects("customFields")]
    tests.extend(value_match(account, wish) for wish in wishes)
    return tests


def _in_order(account: Account, asked: Asked, found: list[Task]) -> list[Task]:
    field = asked.choice("sortField", SORT_FIELDS)
    descending = asked.choice("sortOrder", ("Asc", "Desc")) == "Desc"
    if field is None:
        return sorted(found, key=lambda task: task.number, reverse=True)
    orders: dict[str, Callable[[Task], str | int]] = {
        "CreatedDate": lambda task: moment(task.created),
        "CompletedDate": lambda task: moment(task.completed) if task.completed else "",
        "DueDate": lambda task: task.dates.due or "9999",
        "Status": lambda task: GROUPS.index(account.group_of(task.custom_status_id)),
        "Importance": lambda task: IMPORTANCES.index(task.importance),
        "Title": lambda task: task.title.casefold(),
        "StartFinishInterval": lambda task: task.dates.duration or 0,
    }
    order = orders.get(field, _last_change)
    return sorted(found, key=lambda task: (order(task), task.number), reverse=descending)


def _last_change(task: Task) -> str | int:
    return moment(task.updated)


def limited(asked: Asked, found: list[Task]) -> list[Task]:
    return found[: asked.whole("limit", least=1, most=1000)]
