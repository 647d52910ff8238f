"""One person's pen in Wrike: what `set` says, checked as a whole and then written."""

from collections.abc import Iterable

from sandbox.control.asking import Refused, person_named
from sandbox.wrike import comments, folder_edits, reading, task_edits
from sandbox.wrike.account import Account
from sandbox.wrike.folder_edits import FolderEdit, ProjectEdit
from sandbox.wrike.parameters import is_day, is_local
from sandbox.wrike.records import Dates, Folder, Json, Task
from sandbox.wrike.task_edits import TaskEdit

ALIASES = {  # Wrike's own names, as its answers and its calls spell them
    "customStatus": "status",
    "customStatusId": "status",
    "due": "dueDate",
    "start": "startDate",
    "endDate": "dueDate",
    "responsibles": "assignees",
    "responsibleIds": "assignees",
    "owners": "assignees",
    "ownerIds": "assignees",
}
TASK_KEYS = ("title", "description", "importance", "status", "startDate", "dueDate", "assignees", "comment", "deleted")
FOLDER_KEYS = ("title", "description", "status", "startDate", "dueDate", "assignees", "comment", "deleted")
FOREVER = "forever"


def write_task(account: Account, task: Task, wish: Json, *, by: str) -> None:
    wish = _known(wish, TASK_KEYS)
    comment, deleted = _text(wish, "comment"), _deleted(wish)
    add, remove = _people(wish, task.responsible_ids)
    edit = TaskEdit(
        title=_title(wish),
        description=_text(wish, "description"),
        importance=_importance(wish),
        custom_status_id=_status(account, account.places_of(task), wish),
        dates=_dates(task.dates, wish),
        add_responsibles=add,
        remove_responsibles=remove,
        restore=deleted is False,
    )
    task_edits.change(account, task, edit, by=by)
    if comment is not None:
        comments.add(account, task, comment, by=by)
    if deleted == FOREVER:
        task_edits.purge(account, task, by=by)
    elif deleted and not task.is_deleted:
        task_edits.delete(account, task, by=by)


def write_folder(account: Account, folder: Folder, wish: Json, *, by: str) -> None:
    wish = _known(wish, FOLDER_KEYS)
    comment, deleted = _text(wish, "comment"), _deleted(wish)
    if deleted == FOREVER:
        raise Refused("A folder goes to the recycle bin only: 'deleted' must be true or false.")
    edit = FolderEdit(
        title=_title(wish),
        description=_text(wish, "description"),
        project=_project(account, folder, wish),
        restore=deleted is False,
    )
    folder_edits.change(account, folder, edit, by=by)
    if comment is not None:
        comments.add(account, folder, comment, by=by)
    if deleted and not folder.is_deleted:
        folder_edits.delete(account, folder, by=by)


def _known(wish: Json, keys: tuple[str, ...]) -> Json:
    found: Json = {}
    for key, value in wish.items():
        name = ALIASES.get(key, key)
        if name not in keys:
            raise Refused(f"'{key}' cannot be set; allowed: {', '.join(keys)}.")
        found[name] = value
    return found


def _text(wish: Json, key: str) -> str | None:
    value = wish.get(key)
    if key in wish and not isinstance(value, str):
        raise Refused(f"'{key}' must be a text.")
    return value if isinstance(value, str) else None


def _title(wish: Json) -> str | None:
    title = _text(wish, "title")
    if title is not None and not title.strip():
        raise Refused("'title' must not be empty.")
    return title


def _importance(wish: Json) -> str | None:
    importance = _text(wish, "importance")
    if importance not in (None, "High", "Normal", "Low"):
        raise Refused("'importance' must be High, Normal or Low.")
    return importance


def _deleted(wish: Json) -> bool | str | None:
    deleted = wish.get("deleted")
    if "deleted" in wish and not isinstance(deleted, bool) and deleted != FOREVER:
        raise Refused(f"'deleted' must be true, false or '{FOREVER}'.")
    return deleted if isinstance(deleted, bool | str) else None


def _status(account: Account, places: Iterable[str], wish: Json) -> str | None:
    """By id or name, in the own workflow first; or by the name of a group."""
    known_as = _text(wish, "status")
    if known_as is None:
        return None
    own = account.workflow_of(places)
    for status in (*own.statuses, *account.statuses()):
        if known_as == status.id or known_as.casefold() == status.name.casefold():
            return status.id
    if first := own.first_of(known_as):
        return first.id
    raise Refused(f"There is no status '{known_as}'; this workflow has {', '.join(one.name for one in own.statuses)}.")


def _dates(old: Dates, wish: Json) -> Dates | None:
    """A new due date keeps the start, unless it lies before it; no date at all makes a backlog task."""
    if "dueDate" not in wish and "startDate" not in wish:
        return None
    start, due = _date(wish, "startDate", old.start), _date(wish, "dueDate", old.due)
    if start is None and due is None:
        return Dates()
    if start and due and start > due:
        start, due = (start, None) if "dueDate" not in wish else (None, due)
    return reading.completed_dates("Planned", start, due)


def _date(wish: Json, key: str, old: str | None) -> str | None:
    value = wish.get(key, old)
    if value is not None and not (isinstance(value, str) and is_local(value)):
        raise Refused(f"'{key}' must be a local date such as 2026-03-20 or 2026-03-20T17:00:00, or null.")
    return value


def _people(wish: Json, present: list[str]) -> tuple[list[str], list[str]]:
    """Who comes and who goes, from the list of those who should be there."""
    if "assignees" not in wish:
        return [], []
    wanted = wish["assignees"]
    if not isinstance(wanted, list):
        raise Refused("'assignees' must be a list of roles, ids or e-mails.")
    people = [person_named(one).wrike_id for one in wanted]
    return [one for one in people if one not in present], [one for one in present if one not in people]


def _project(account: Account, folder: Folder, wish: Json) -> ProjectEdit | None:
    if not wish.keys() & {"status", "startDate", "dueDate", "assignees"}:
        return None
    if folder.project is None:
        raise Refused("A folder that is no project has no status, dates or owners.")
    for key in ("startDate", "dueDate"):
        if key in wish and not is_day(str(wish[key])):
            raise Refused(f"'{key}' must be a day such as 2026-03-20.")
    add, remove = _people(wish, folder.project.owner_ids)
    return ProjectEdit(
        owners_add=add,
        owners_remove=remove,
        custom_status_id=_status(account, [folder.id], wish),
        start=_text(wish, "startDate"),
        end=_text(wish, "dueDate"),
    )
