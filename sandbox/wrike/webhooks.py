"""Who wants to hear of changes; the listener must prove itself while the call is still open."""

from urllib.parse import urlsplit

from sandbox.wrike import errors, ids
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, get, listed, post, put
from sandbox.wrike.records import Json, Webhook

EVENTS = (
    "TaskCreated", "TaskDeleted", "TaskTitleChanged", "TaskImportanceChanged", "TaskStatusChanged",
    "TaskDatesChanged", "TaskParentsAdded", "TaskParentsRemoved", "TaskResponsiblesAdded",
    "TaskResponsiblesRemoved", "TaskSharedsAdded", "TaskSharedsRemoved", "TaskDescriptionChanged",
    "TaskCustomFieldChanged", "TaskApprovalStatusChanged", "TaskApprovalDecisionChanged",
    "TaskApprovalDecisionReset", "FolderCreated", "FolderDeleted", "FolderTitleChanged", "FolderParentsAdded",
    "FolderParentsRemoved", "FolderSharedsAdded", "FolderSharedsRemoved", "FolderDescriptionChanged",
    "FolderCommentAdded", "FolderCommentDeleted", "FolderAttachmentAdded", "FolderAttachmentDeleted",
    "FolderCustomFieldChanged", "FolderApprovalStatusChanged", "FolderApprovalDecisionChanged",
    "FolderApprovalDecisionReset", "ProjectDatesChanged", "ProjectOwnersAdded", "ProjectOwnersRemoved",
    "ProjectStatusChanged", "AttachmentAdded", "AttachmentDeleted", "CommentAdded", "CommentDeleted",
    "TimelogChanged", "WorkItemTypeChanged", "CreateFromBlueprintCompleted", "ImportFromFileCompleted",
)  # fmt: skip


def of_account(call: Call) -> Answer:
    found = [hook for hook in call.account.webhooks.values() if hook.owner_id == call.by]
    return _shown(found)


def by_ids(call: Call) -> Answer:
    return _shown([_hook(call, one) for one in listed(call)])


async def listen_to_account(call: Call) -> Answer:
    return await _registered(call)


async def listen_to_folder(call: Call) -> Answer:
    return await _registered(call, folder_id=call.account.folder(call.path["id"]).id)


async def listen_to_space(call: Call) -> Answer:
    return await _registered(call, space_id=call.account.space(call.path["id"]).id)


async def _registered(call: Call, folder_id: str | None = None, space_id: str | None = None) -> Answer:
    hook = Webhook(
        id=ids.old_id(ids.Kind.WEBHOOK, call.account.mint.number()),
        owner_id=call.by,
        url=_url(call),
        secret=call.asked.text("secret"),
        events=tuple(call.asked.choices("events", EVENTS)),
        folder_id=folder_id,
        space_id=space_id,
        recursive=bool(call.asked.flag("recursive")),
    )
    if not await call.deliveries.shake_hands(hook):
        raise errors.invalid_request("Webhook URL verification failed")
    call.account.webhooks[hook.id] = hook
    return _shown([hook])


def _url(call: Call) -> str:
    url = call.asked.needed("hookUrl")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise errors.invalid("hookUrl") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise errors.invalid("hookUrl")
    return url


def update(call: Call) -> Answer:
    """What happened while it was suspended is lost."""
    hook = _hook(call, call.path["id"])
    status = call.asked.choice("status", ("Active", "Suspended"))
    if status is None:
        raise errors.required("status")
    hook.is_active = status == "Active"
    return _shown([hook])


def remove(call: Call) -> Answer:
    hook = _hook(call, call.path["id"])
    hook.is_active = False
    del call.account.webhooks[hook.id]
    return _shown([])


def _hook(call: Call, hook_id: str) -> Webhook:
    hook = call.account.webhooks.get(hook_id)
    if hook is None or hook.owner_id != call.by:
        raise errors.not_found("webhook")
    return hook


def _shown(hooks: list[Webhook]) -> Answer:
    return Answer(kind="webhooks", data=[shape(hook) for hook in hooks])


def shape(hook: Webhook) -> Json:
    """The secret is never shown."""
    shown: Json = {
        "id": hook.id,
        "accountId": ids.ACCOUNT,
        "hookUrl": hook.url,
        "status": "Active" if hook.is_active else "Suspended",
    }
    if hook.folder_id:
        shown |= {"folderId": hook.folder_id, "recursive": hook.recursive}
    if hook.space_id:
        shown |= {"spaceId": hook.space_id}
    return shown | ({"events": list(hook.events)} if hook.events else {})


WISHES = ("hookUrl", "secret", "events")
ENDPOINTS: tuple[Endpoint, ...] = (
    get("/webhooks", of_account),
    get("/webhooks/{ids}", by_ids),
    post("/webhooks", listen_to_account, *WISHES),
    post("/folders/{id}/webhooks", listen_to_folder, *WISHES, "recursive"),
    post("/spaces/{id}/webhooks", listen_to_space, *WISHES, "recursive"),
    put("/webhooks/{id}", update, "status"),
    delete("/webhooks/{id}", remove),
)
