"""Comments on tasks and folders."""

from sandbox.wrike import errors, ids, markup
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, get, listed, post, put
from sandbox.wrike.parameters import moment
from sandbox.wrike.records import Comment, Folder, Json, Task

WINDOW_DAYS = 7
AT_MOST = 1000
TYPES = ("Regular", "Email")


def add(account: Account, work: Task | Folder, html: str, *, by: str) -> Comment:
    now = account.now()
    comment = Comment(
        id=ids.old_id(ids.Kind.COMMENT, account.mint.number()),
        work_id=work.id,
        author_id=by,
        html=markup.kept(html, markup.COMMENT_TAGS),
        created=now,
        updated=now,
    )
    account.comments[comment.id] = comment
    details: Json = {
        "commentId": comment.id,
        "comment": {"text": markup.to_plain(comment.html), "html": comment.html},
    }
    account.tell([account.event(work, _event(work, "CommentAdded"), by, details)])
    return comment


def _event(work: Task | Folder, name: str) -> str:
    return name if isinstance(work, Task) else f"Folder{name}"


def of_work(account: Account, work_id: str) -> list[Comment]:
    """The newest first."""
    return [one for one in reversed(account.comments.values()) if one.work_id == work_id]


def on_task(call: Call) -> Answer:
    return _listed(call, of_work(call.account, call.account.task(call.path["id"]).id))


def on_folder(call: Call) -> Answer:
    return _listed(call, of_work(call.account, call.account.folder(call.path["id"]).id))


def every(call: Call) -> Answer:
    """Account-wide at most seven days at once, those of the last seven unless a range is given."""
    window = call.asked.moments("createdDate") or call.asked.moments("updatedDate")
    if window and window.is_wider_than(WINDOW_DAYS, now=call.account.now()):
        raise errors.invalid("createdDate")
    limit = call.asked.whole("limit", least=1, most=AT_MOST) or AT_MOST
    now = call.account.now()
    found = [
        one
        for one in reversed(call.account.comments.values())
        if (window.holds(moment(one.created)) if window else (now - one.created).days < WINDOW_DAYS)
    ]
    return _listed(call, found[:limit])


def by_ids(call: Call) -> Answer:
    return _listed(call, [_comment(call, one) for one in listed(call)])


def _listed(call: Call, found: list[Comment]) -> Answer:
    types = call.asked.choices("types", TYPES)
    if types and "Regular" not in types:
        found = []
    plain = bool(call.asked.flag("plainText"))
    shown = [shape(call.account, one, plain=plain) for one in found]
    if "type" in call.asked.choices("fields", ("type",)):
        shown = [one | {"type": "Regular"} for one in shown]
    return Answer(kind="comments", data=shown)


def shape(account: Account, one: Comment, *, plain: bool = False) -> Json:
    where = "taskId" if one.work_id in account.tasks else "folderId"
    return {
        "id": one.id,
        "authorId": one.author_id,
        "text": markup.to_plain(one.html) if plain else one.html,
        "updatedDate": moment(one.updated),
        "createdDate": moment(one.created),
        where: one.work_id,
    }


def comment_task(call: Call) -> Answer:
    return _added(call, call.account.task(call.path["id"]))


def comment_folder(call: Call) -> Answer:
    return _added(call, call.account.folder(call.path["id"]))


def _added(call: Call, work: Task | Folder) -> Answer:
    comment = add(call.account, work, _html(call), by=call.by)
    return Answer(kind="comments", data=[shape(call.account, comment)])


def _html(call: Call) -> str:
    text = call.asked.needed("text")
    return markup.from_plain(text) if call.asked.flag("plainText") else text


def update(call: Call) -> Answer:
    comment = _own(call)
    comment.html = markup.kept(_html(call), markup.COMMENT_TAGS)
    comment.updated = call.account.now()
    return Answer(kind="comments", data=[shape(call.account, comment)])


def remove(call: Call) -> Answer:
    comment = _own(call)
    del call.account.comments[comment.id]
    work = call.account.work(comment.work_id)
    event = call.account.event(work, _event(work, "CommentDeleted"), call.by, {"commentId": comment.id})
    call.account.tell([event])
    return Answer(kind="comments", data=[])


def _own(call: Call) -> Comment:
    comment = _comment(call, call.path["id"])
    if comment.author_id != call.by:
        raise errors.forbidden()
    return comment


def _comment(call: Call, comment_id: str) -> Comment:
    if comment_id not in call.account.comments:
        raise errors.not_found("comment")
    return call.account.comments[comment_id]


READS = ("plainText", "types", "fields")
ENDPOINTS: tuple[Endpoint, ...] = (
    get("/comments", every, *READS, "createdDate", "updatedDate", "limit"),
    get("/tasks/{id}/comments", on_task, *READS),
    get("/folders/{id}/comments", on_folder, *READS),
    get("/comments/{ids}", by_ids, *READS),
    post("/tasks/{id}/comments", comment_task, "text", "plainText"),
    post("/folders/{id}/comments", comment_folder, "text", "plainText"),
    put("/comments/{id}", update, "text", "plainText"),
    delete("/comments/{id}", remove),
)
