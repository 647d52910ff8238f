"""Files on tasks and folders: raw bytes in, versions, bytes out."""

import secrets
from datetime import timedelta

import httpx
from starlette.responses import Response

from sandbox.outgoing import outgoing
from sandbox.wrike import errors, ids
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, get, listed
from sandbox.wrike.parameters import moment
from sandbox.wrike.records import Attachment, Folder, Json, Task

WINDOW_DAYS = 31
PREVIEW_SIZES = ("w44", "w100", "w200", "w300", "w400", "h400")
OCTETS = "application/octet-stream"


def on_task(call: Call) -> Answer:
    return _listed(call, _current(call, call.account.task(call.path["id"]).id))


def on_folder(call: Call) -> Answer:
    return _listed(call, _current(call, call.account.folder(call.path["id"]).id))


def every(call: Call) -> Answer:
    window = call.asked.moments("createdDate")
    if window is None:
        raise errors.required("createdDate")
    if window.is_wider_than(WINDOW_DAYS, now=call.account.now()):
        raise errors.invalid("createdDate")
    return _listed(call, _current(call, None))


def by_ids(call: Call) -> Answer:
    return _listed(call, [_attachment(call, one) for one in listed(call)])


def _current(call: Call, work_id: str | None) -> list[Attachment]:
    """The newest version of each file, or all of them."""
    here = [one for one in call.account.attachments.values() if work_id is None or one.work_id == work_id]
    if not call.asked.flag("versions"):
        here = [one for one in here if call.account.versions(one)[-1] is one]
    window = call.asked.moments("createdDate")
    return [one for one in here if window is None or window.holds(moment(one.created))]


def _listed(call: Call, found: list[Attachment]) -> Answer:
    shown = [shape(call.account, one) for one in found]
    if call.asked.flag("withUrls"):
        shown = [known | {"url": _public_url(call, one)} for known, one in zip(shown, found, strict=True)]
    return Answer(kind="attachments", data=shown)


def shape(account: Account, one: Attachment) -> Json:
    where = "taskId" if one.work_id in account.tasks else "folderId"
    shown: Json = {
        "id": one.id,
        "authorId": one.author_id,
        "name": one.name,
        "createdDate": moment(one.created),
        "version": one.version,
        "type": "Wrike",
        "contentType": one.content_type,
        "size": len(one.content),
        where: one.work_id,
        "reviewIds": [],
        "originVersionId": one.origin_id,
        "currentAttachmentId": account.versions(one)[-1].id,
    }
    return shown


def attach_to_task(call: Call) -> Answer:
    return _added(call, call.account.task(call.path["id"]))


def attach_to_folder(call: Call) -> Answer:
    return _added(call, call.account.folder(call.path["id"]))


def _added(call: Call, work: Task | Folder) -> Answer:
    """The whole header is the name, whatever it looks like."""
    name = call.headers.get("X-File-Name", "")
    if not name:
        raise errors.required("X-File-Name")
    attachment = _stored(call, work, name=name, content=call.body, content_type=_content_type(call))
    attachment.origin_id = attachment.id
    return _told(call, work, attachment)


async def add_version(call: Call) -> Answer:
    before = call.account.versions(_attachment(call, call.path["id"]))[-1]
    work = call.account.work(before.work_id)
    name, content, content_type = call.headers.get("X-File-Name") or before.name, call.body, _content_type(call)
    if (url := call.asked.text("url")) is not None:
        content, content_type = await _fetched(url)
    attachment = _stored(call, work, name=name, content=content, content_type=content_type)
    attachment.origin_id = before.origin_id
    attachment.version = before.version + 1
    return _told(call, work, attachment)


def _content_type(call: Call) -> str:
    return call.headers.get("content-type", OCTETS)


async def _fetched(url: str) -> tuple[bytes, str]:
    try:
        async with outgoing() as client:
            answer = await client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise errors.invalid("url") from error
    if answer.status_code != httpx.codes.OK:
        raise errors.invalid("url")
    return answer.content, answer.headers.get("content-type", OCTETS)


def _stored(call: Call, work: Task | Folder, *, name: str, content: bytes, content_type: str) -> Attachment:
    if not content:
        raise errors.invalid_request("Attachment is empty")
    attachment = Attachment(
        id=ids.old_id(ids.Kind.ATTACHMENT, call.account.mint.number()),
        work_id=work.id,
        author_id=call.by,
        name=name,
        content_type=content_type,
        content=content,
        created=call.account.now(),
    )
    call.account.attachments[attachment.id] = attachment
    return attachment


def _told(call: Call, work: Task | Folder, attachment: Attachment) -> Answer:
    details: Json = {"attachmentId": attachment.id}
    call.account.tell([call.account.event(work, _event(work, "AttachmentAdded"), call.by, details)])
    return Answer(kind="attachments", data=[shape(call.account, attachment)])


def _event(work: Task | Folder, name: str) -> str:
    return name if isinstance(work, Task) else f"Folder{name}"


def download(call: Call) -> Response:
    one = _attachment(call, call.path["id"])
    return Response(one.content, media_type=OCTETS)


def preview(call: Call) -> Response:
    """Wrike scales it; here the picture itself is the preview. What is no picture has none."""
    one = _attachment(call, call.path["id"])
    call.asked.choice("size", PREVIEW_SIZES)
    if not one.content.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")):
        raise errors.not_found("preview")
    return Response(one.content, media_type=OCTETS)


def public_url(call: Call) -> Answer:
    one = _attachment(call, call.path["id"])
    return Answer(kind="attachmentUrl", data=[{"id": one.id, "url": _public_url(call, one)}])


def _public_url(call: Call, one: Attachment) -> str:
    link = secrets.token_urlsafe(16)
    call.account.links[link] = (one.id, call.account.now() + timedelta(hours=24))
    return f"{call.base_url}/attachments/public/{link}"


def public_file(account: Account, link: str) -> Response:
    """Whoever has the link may read, for a day."""
    attachment_id, until = account.links.get(link, ("", account.now()))
    if attachment_id not in account.attachments or account.now() >= until:
        raise errors.not_found("attachment")
    return Response(account.attachments[attachment_id].content, media_type=OCTETS)


def remove(call: Call) -> Answer:
    """Every version of it."""
    one = _attachment(call, call.path["id"])
    for version in call.account.versions(one):
        del call.account.attachments[version.id]
    work = call.account.work(one.work_id)
    event = call.account.event(work, _event(work, "AttachmentDeleted"), call.by, {"attachmentId": one.id})
    call.account.tell([event])
    return Answer(kind="attachments", data=[])


def _attachment(call: Call, attachment_id: str) -> Attachment:
    if attachment_id not in call.account.attachments:
        raise errors.not_found("attachment")
    return call.account.attachments[attachment_id]


READS = ("versions", "createdDate", "withUrls")
ENDPOINTS: tuple[Endpoint, ...] = (
    get("/attachments", every, *READS),
    get("/tasks/{id}/attachments", on_task, *READS),
    get("/folders/{id}/attachments", on_folder, *READS),
    get("/attachments/{ids}", by_ids, "versions", "withUrls"),
    get("/attachments/{id}/download", download),
    get("/attachments/{id}/preview", preview, "size"),
    get("/attachments/{id}/url", public_url),
    Endpoint(method="POST", path="/tasks/{id}/attachments", handler=attach_to_task, body_is_file=True),
    Endpoint(method="POST", path="/folders/{id}/attachments", handler=attach_to_folder, body_is_file=True),
    Endpoint(method="PUT", path="/attachments/{id}", handler=add_version, body_is_file=True, allows=frozenset({"url"})),
    delete("/attachments/{id}", remove),
)
