"""Records as Wrike shows them: which fields always, which only when asked for."""

from sandbox.wrike import ids, markup
from sandbox.wrike.account import Account
from sandbox.wrike.parameters import moment
from sandbox.wrike.records import Dates, Folder, Json, Project, Task, Work

TASK_LIST_FIELDS = frozenset(
    {
        "authorIds", "hasAttachments", "attachmentCount", "parentIds", "superParentIds", "sharedIds",
        "responsibleIds", "description", "briefDescription", "recurrent", "superTaskIds", "subTaskIds",
        "dependencyIds", "metadata", "customFields", "customItemTypeId", "followerIds",
        "responsiblePlaceholderIds", "effortAllocation", "billingType", "workScheduleId",
    }
)  # fmt: skip
TASK_EXTRA_FIELDS = frozenset(
    {  # the only ones that may be named when reading by id
        "recurrent", "attachmentCount", "effortAllocation", "billingType", "customItemTypeId",
        "cascadingFields", "finance", "responsiblePlaceholderIds", "workScheduleId",
    }
)  # fmt: skip
TASK_BY_ID = TASK_LIST_FIELDS - TASK_EXTRA_FIELDS
FOLDER_LIST_FIELDS = frozenset(
    {
        "metadata", "hasAttachments", "attachmentCount", "description", "briefDescription", "customFields",
        "customColumnIds", "superParentIds", "space", "contractType", "customItemTypeId",
    }
)  # fmt: skip
FOLDER_EXTRA_FIELDS = frozenset(
    {
        "cascadingFields", "accessRoles", "customItemTypeId", "customColumnIds", "contractType",
        "attachmentCount", "briefDescription", "finance",
    }
)  # fmt: skip
FOLDER_BY_ID = FOLDER_LIST_FIELDS - FOLDER_EXTRA_FIELDS


def task(account: Account, one: Task, optional: frozenset[str] = TASK_BY_ID) -> Json:
    shown: Json = {
        "id": one.id,
        "accountId": ids.ACCOUNT,
        "title": one.title,
        "status": account.group_of(one.custom_status_id),
        "importance": one.importance,
        "createdDate": moment(one.created),
        "updatedDate": moment(one.updated),
        "dates": dates(one.dates),
        "scope": "RbTask" if one.is_deleted else "WsTask",
        "customStatusId": one.custom_status_id,
        "permalink": ids.permalink(one.number),
        "priority": f"{one.number:012x}800000000000",
    }
    if one.completed:
        shown["completedDate"] = moment(one.completed)
    everything = _task_optional(account, one) if optional else {}
    return shown | {name: everything[name] for name in sorted(optional) if name in everything}


def _task_optional(account: Account, one: Task) -> Json:
    above = account.places_of(one)
    return {
        "authorIds": [one.author_id],
        "hasAttachments": bool(account.attached_to(one)),
        "attachmentCount": len(account.attached_to(one)),
        "parentIds": one.parent_ids,
        "superParentIds": [place for place in above if place not in one.parent_ids],
        "sharedIds": one.shared_ids,
        "responsibleIds": one.responsible_ids,
        "description": one.description,
        "briefDescription": markup.brief(one.description),
        "recurrent": False,
        "superTaskIds": one.super_task_ids,
        "subTaskIds": [subtask.id for subtask in account.subtasks(one)],
        "dependencyIds": [
            link.id for link in account.dependencies.values() if one.id in (link.predecessor_id, link.successor_id)
        ],
        "metadata": metadata(one),
        "customFields": custom_fields(one),
        "followerIds": one.follower_ids,
    }


def folder(account: Account, one: Folder, optional: frozenset[str] = FOLDER_BY_ID) -> Json:
    """The full model."""
    shown: Json = {
        "id": one.id,
        "accountId": ids.ACCOUNT,
        "title": one.title,
        "createdDate": moment(one.created),
        "updatedDate": moment(one.updated),
        "sharedIds": one.shared_ids,
        "parentIds": one.parent_ids,
        "childIds": children(account, one.id),
        "scope": folder_scope(one),
        "permalink": ids.permalink(one.number),
        "workflowId": account.workflow_of([one.id]).id,
    }
    if one.project:
        shown["project"] = project(one.project)
    return shown | _asked_of_folder(account, one, optional)


def tree_entry(account: Account, one: Folder, optional: frozenset[str]) -> Json:
    """The short model of kind folderTree."""
    shown: Json = {
        "id": one.id,
        "title": one.title,
        "childIds": children(account, one.id),
        "scope": folder_scope(one),
    }
    if one.project:
        shown["project"] = project(one.project)
    return shown | _asked_of_folder(account, one, optional)


def _asked_of_folder(account: Account, one: Folder, optional: frozenset[str]) -> Json:
    everything: Json = {
        "metadata": metadata(one),
        "hasAttachments": bool(account.attached_to(one)),
        "attachmentCount": len(account.attached_to(one)),
        "description": one.description,
        "briefDescription": markup.brief(one.description),
        "customFields": custom_fields(one),
        "customColumnIds": one.custom_columns,
        "superParentIds": [],
        "space": one.is_space,
    }
    return {name: everything[name] for name in sorted(optional) if name in everything}


def folder_scope(one: Folder) -> str:
    return "RbFolder" if one.is_deleted else "WsFolder"


def children(account: Account, folder_id: str) -> list[str]:
    """A deleted folder hangs in the recycle bin, with its own subtree below it."""
    found = []
    for one in account.folders.values():
        parents_deleted = any(account.folders[up].is_deleted for up in one.parent_ids if up in account.folders)
        parents = [ids.RECYCLE_BIN] if one.is_deleted and not parents_deleted else one.parent_ids
        if folder_id in parents:
            found.append(one.id)
    return found


def project(one: Project) -> Json:
    """`status` is left out, as live answers do: the custom status says more."""
    shown: Json = {
        "authorId": one.author_id,
        "ownerIds": one.owner_ids,
        "customStatusId": one.custom_status_id,
        "createdDate": moment(one.created),
    }
    if one.start:
        shown["startDate"] = one.start
    if one.end:
        shown["endDate"] = one.end
    if one.completed:
        shown["completedDate"] = moment(one.completed)
    return shown


def dates(one: Dates, *, start: str = "start", due: str = "due") -> Json:
    """REST says start and due, webhooks say startDate and dueDate."""
    shown: Json = {"type": one.type}
    if one.duration is not None:
        shown["duration"] = one.duration
    if one.start:
        shown[start] = one.start
    if one.due:
        shown[due] = one.due
    if one.work_on_weekends:
        shown["workOnWeekends"] = True
    return shown


def metadata(one: Work) -> list[Json]:
    return [{"key": key, "value": value} for key, value in one.metadata.items()]


def custom_fields(one: Work) -> list[Json]:
    return [{"id": field_id, "value": value} for field_id, value in one.custom_fields.items()]
