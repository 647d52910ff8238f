"""Folders and projects: two shapes of list, reads by id, writes."""

from collections.abc import Callable

from sandbox.wrike import errors, folder_edits, ids, paging, reading, shapes
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, fields, get, listed, post, put
from sandbox.wrike.folder_edits import FolderEdit, ProjectEdit
from sandbox.wrike.matching import metadata_match, value_match
from sandbox.wrike.parameters import Asked, moment
from sandbox.wrike.records import Folder, Json

LEGACY_STATUS = ("Green", "Yellow", "Red", "Completed", "OnHold", "Cancelled", "Custom")
LEGACY_GROUPS = {"Completed": "Completed", "OnHold": "Deferred", "Cancelled": "Cancelled"}
FILTERS = frozenset(
    {
        "permalink", "descendants", "metadata", "customField", "customFields", "updatedDate", "project", "deleted",
        "customStatuses", "owners", "authors", "startDate", "endDate", "title", "customItemTypes",
    }
)  # fmt: skip
PAGING = frozenset({"pageSize", "nextPageToken"})

Test = Callable[[Folder], bool]


def every(call: Call) -> Answer:
    among = list(call.account.folders.values())
    if call.asked.flag("descendants") is False:
        among = [folder for folder in among if ids.ROOT in folder.parent_ids]
    return _list(call, among, tree=_whole_tree)


def in_folder(call: Call) -> Answer:
    return _below(call, call.account.place(call.path["id"]))


def in_space(call: Call) -> Answer:
    return _below(call, call.account.space(call.path["id"]).id)


def _below(call: Call, folder_id: str) -> Answer:
    account = call.account
    below = account.below(folder_id)
    if call.asked.flag("descendants") is False:
        below = [folder for folder in below if folder_id in folder.parent_ids]

    def tree(_: Account, optional: frozenset[str]) -> list[Json]:
        top = [] if folder_id == ids.ROOT else [account.folder(folder_id)]
        return [shapes.tree_entry(account, folder, optional) for folder in (*top, *below)]

    return _list(call, below, tree=tree)


def _list(call: Call, among: list[Folder], *, tree: Callable[[Account, frozenset[str]], list[Json]]) -> Answer:
    """Without a filter a tree of short entries, recycle bin included; with any filter the full model, in pages."""
    asked, account = call.asked, call.account
    optional = fields(call, shapes.FOLDER_LIST_FIELDS)
    if not asked.names & FILTERS:
        call.asked.only(frozenset({"fields"}))
        return Answer(kind="folderTree", data=tree(account, optional))
    tests = [*_by_words(account, asked), *_by_project(account, asked)]
    is_deleted = bool(asked.flag("deleted"))
    found = [one for one in among if one.is_deleted == is_deleted and all(test(one) for test in tests)]
    here, said = paging.page(account, asked, found)
    return Answer(kind="folders", data=[shapes.folder(account, one, optional) for one in here], paging=said)


def _whole_tree(account: Account, optional: frozenset[str]) -> list[Json]:
    logical: list[Json] = [
        {"id": ids.ROOT, "title": "Root", "childIds": shapes.children(account, ids.ROOT), "scope": "WsRoot"},
        {
            "id": ids.RECYCLE_BIN,
            "title": "Recycle Bin",
            "childIds": shapes.children(account, ids.RECYCLE_BIN),
            "scope": "RbRoot",
        },
    ]
    return logical + [shapes.tree_entry(account, folder, optional) for folder in account.folders.values()]


def _by_words(account: Account, asked: Asked) -> list[Test]:
    tests: list[Test] = []
    if (link := asked.text("permalink")) is not None:
        tests.append(lambda folder: ids.permalink(folder.number) == link)
    if (title := asked.text("title")) is not None:
        tests.append(lambda folder: title.casefold() in folder.title.casefold())
    if updated := asked.moments("updatedDate"):
        tests.append(lambda folder: updated.holds(moment(folder.updated)))
    if key := asked.object("metadata"):
        tests.append(lambda folder: metadata_match(key, folder.metadata))
    one = asked.object("customField")
    wishes = [*([one] if one else []), *asked.objects("customFields")]
    tests.extend(value_match(account, wish) for wish in wishes)
    if asked.texts("customItemTypes"):
        tests.append(lambda _: False)  # this account has none
    return tests


def _by_project(account: Account, asked: Asked) -> list[Test]:
    tests: list[Test] = []
    if (is_project := asked.flag("project")) is not None:
        tests.append(lambda folder: bool(folder.project) == is_project)
    if statuses := asked.texts("customStatuses"):
        tests.append(lambda folder: folder.project is not None and folder.project.custom_status_id in statuses)
    if owners := reading.contacts(account, asked, "owners"):
        tests.append(lambda folder: folder.project is not None and bool(set(owners) & set(folder.project.owner_ids)))
    if authors := reading.contacts(account, asked, "authors"):
        tests.append(lambda folder: folder.author_id in authors)
    if start := asked.days("startDate"):
        tests.append(lambda folder: folder.project is not None and start.holds(folder.project.start))
    if end := asked.days("endDate"):
        tests.append(lambda folder: folder.project is not None and end.holds(folder.project.end))
    return tests


def by_ids(call: Call) -> Answer:
    extra = fields(call, shapes.FOLDER_EXTRA_FIELDS)
    return _shown(call, [call.account.folder(one) for one in listed(call)], extra)


def create(call: Call) -> Answer:
    account, asked = call.account, call.asked
    title = asked.needed("title")
    parent = account.place(call.path["id"])
    extra = fields(call, shapes.FOLDER_EXTRA_FIELDS)
    project = asked.nested("project", frozenset({"ownerIds", "status", "customStatusId", "startDate", "endDate"}))
    edit = FolderEdit(
        title=title,
        description=asked.text("description"),
        add_parents=[parent],
        add_shareds=reading.contacts(account, asked, "shareds"),
        metadata=reading.metadata(asked),
        custom_fields=reading.custom_fields(account, asked),
        custom_columns=_columns(account, asked),
        project=_project(account, project, [parent], owners_add="ownerIds") if project is not None else None,
    )
    return _shown(call, [folder_edits.create(account, edit, by=call.by)], extra)


def update(call: Call) -> Answer:
    folders = [call.account.folder(one) for one in listed(call)]
    if len(folders) > 1:
        call.asked.only(frozenset({"customFields", "fields"}))
    extra = fields(call, shapes.FOLDER_EXTRA_FIELDS)
    edits = [_edit(call, folder) for folder in folders]
    for folder, edit in zip(folders, edits, strict=True):
        folder_edits.change(call.account, folder, edit, by=call.by)
    return _shown(call, folders, extra)


def _edit(call: Call, folder: Folder) -> FolderEdit:
    account, asked = call.account, call.asked
    becomes_folder = asked.is_null("project")
    project = None
    if not becomes_folder:
        allowed = frozenset({"ownersAdd", "ownersRemove", "status", "customStatusId", "startDate", "endDate"})
        project = asked.nested("project", allowed)
    return FolderEdit(
        title=asked.needed("title") if "title" in asked else None,
        description=asked.text("description"),
        add_parents=reading.folders(account, asked, "addParents"),
        remove_parents=reading.folders(account, asked, "removeParents"),
        add_shareds=reading.contacts(account, asked, "addShareds"),
        remove_shareds=reading.contacts(account, asked, "removeShareds"),
        metadata=reading.metadata(asked),
        custom_fields=reading.custom_fields(account, asked),
        custom_columns=_columns(account, asked),
        project=_project(account, project, [folder.id], owners_add="ownersAdd") if project is not None else None,
        becomes_folder=becomes_folder,
        restore=bool(asked.flag("restore")),
    )


def _project(account: Account, asked: Asked, places: list[str], *, owners_add: str) -> ProjectEdit:
    """The owners are `ownerIds` when it is made, `ownersAdd` and `ownersRemove` later."""
    return ProjectEdit(
        owners_add=reading.contacts(account, asked, owners_add),
        owners_remove=reading.contacts(account, asked, "ownersRemove"),
        custom_status_id=_project_status(account, asked, places),
        start=reading.day(asked, "startDate"),
        end=reading.day(asked, "endDate"),
    )


def _project_status(account: Account, asked: Asked, places: list[str]) -> str | None:
    if (custom := reading.custom_status(account, asked, "customStatusId")) is not None:
        return custom
    legacy = asked.choice("status", LEGACY_STATUS)
    if legacy is None or legacy == "Custom":
        return None
    first = account.workflow_of(places).first_of(LEGACY_GROUPS.get(legacy, "Active"))
    if first is None:
        raise errors.invalid("status")
    return first.id


def _columns(account: Account, asked: Asked) -> list[str] | None:
    found = asked.texts("customColumns")
    if any(one not in account.custom_fields for one in found):
        raise errors.invalid("customColumns")
    return found if "customColumns" in asked else None


def remove(call: Call) -> Answer:
    folder = call.account.folder(call.path["id"])
    if folder.is_space:
        raise errors.not_allowed("A space cannot be deleted as a folder")
    folder_edits.delete(call.account, folder, by=call.by)
    return _shown(call, [folder])


def _shown(call: Call, folders: list[Folder], extra: frozenset[str] = frozenset()) -> Answer:
    shown = [shapes.folder(call.account, folder, shapes.FOLDER_BY_ID | extra) for folder in folders]
    return Answer(kind="folders", data=shown)


LISTS = (*FILTERS, *PAGING, "fields")
WRITES = ("title", "description", "metadata", "customFields", "customColumns", "project", "fields")
ENDPOINTS: tuple[Endpoint, ...] = (
    get("/folders", every, *LISTS),
    get("/folders/{id}/folders", in_folder, *LISTS),
    get("/spaces/{id}/folders", in_space, *LISTS),
    get("/folders/{ids}", by_ids, "fields"),
    post("/folders/{id}/folders", create, *WRITES, "shareds"),
    put("/folders/{ids}", update, *WRITES, "addParents", "removeParents", "addShareds", "removeShareds", "restore"),
    delete("/folders/{id}", remove),
)
