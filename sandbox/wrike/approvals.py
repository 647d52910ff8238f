"""Approvals. Nothing here records a decision: Wrike offers no call for it, only its own pages do."""

from sandbox.wrike import errors, ids, paging, reading
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, get, listed, post, put
from sandbox.wrike.parameters import moment
from sandbox.wrike.records import Approval, Folder, Json, Seat, Task

STATUSES = ("Pending", "Approved", "Rejected", "Cancelled", "Draft")


def every(call: Call) -> Answer:
    asked, account = call.asked, call.account
    statuses = asked.choices("statuses", STATUSES)
    updated, due = asked.moments("updatedDate"), asked.days("dueDate")
    approvers = reading.contacts(account, asked, "approvers")
    pending = reading.contacts(account, asked, "pendingApprovers")
    type_ = asked.choice("type", ("Regular", "FilesOnly"))
    found = [
        one
        for one in account.approvals.values()
        if (not statuses or status(one) in statuses)
        and (updated is None or updated.holds(moment(one.updated)))
        and (due is None or due.holds(one.due))
        and (not approvers or any(seat.approver_id in approvers for seat in one.seats))
        and (not pending or any(seat.approver_id in pending and seat.status == "Pending" for seat in one.seats))
        and type_ != "FilesOnly"
    ]
    here, said = paging.page(account, asked, found[: asked.whole("limit", least=1, most=1000)])
    return Answer(kind="approvals", data=[shape(account, one) for one in here], paging=said)


def on_task(call: Call) -> Answer:
    return _shown(call, _of(call, call.account.task(call.path["id"])))


def on_folder(call: Call) -> Answer:
    return _shown(call, _of(call, call.account.folder(call.path["id"])))


def _of(call: Call, work: Task | Folder) -> list[Approval]:
    return [one for one in call.account.approvals.values() if one.work_id == work.id]


def by_ids(call: Call) -> Answer:
    return _shown(call, [_approval(call, one) for one in listed(call)])


def ask_on_task(call: Call) -> Answer:
    return _asked(call, call.account.task(call.path["id"]))


def ask_on_folder(call: Call) -> Answer:
    return _asked(call, call.account.folder(call.path["id"]))


def _asked(call: Call, work: Task | Folder) -> Answer:
    asked, account, now = call.asked, call.account, call.account.now()
    approvers = reading.contacts(account, asked, "approvers")
    approval = Approval(
        id=ids.old_id(ids.Kind.APPROVAL, account.mint.number()),
        work_id=work.id,
        author_id=call.by,
        title=work.title,
        description=asked.text("description") or "",
        updated=now,
        due=reading.day(asked, "dueDate"),
        seats=[Seat(approver_id=one, status="Pending", comment="", updated=now) for one in approvers],
        attachment_ids=_attachments(call, work, "attachments"),
        finishes_on_approve=asked.flag("autoFinishOnApprove") is not False,
        finishes_on_reject=asked.flag("autoFinishOnReject") is not False,
    )
    account.approvals[approval.id] = approval
    return _told(call, approval)


def update(call: Call) -> Answer:
    asked, account, approval = call.asked, call.account, _approval(call, call.path["id"])
    if approval.is_cancelled:
        raise errors.not_allowed("Approval is finished")
    work = account.work(approval.work_id)
    added = reading.contacts(account, asked, "addApprovers")
    gone = reading.contacts(account, asked, "removeApprovers")
    files = _attachments(call, work, "addAttachments")
    description, due = asked.text("description"), reading.day(asked, "dueDate")
    approval.description = approval.description if description is None else description
    approval.due = due or approval.due
    approval.seats = [seat for seat in approval.seats if seat.approver_id not in gone]
    known = {seat.approver_id for seat in approval.seats}
    new = [one for one in added if one not in known]
    approval.seats += [Seat(approver_id=one, status="Pending", comment="", updated=account.now()) for one in new]
    kept = [one for one in approval.attachment_ids if one not in asked.texts("removeAttachments")]
    approval.attachment_ids = kept + [one for one in files if one not in kept]
    _finishing(call, approval)
    approval.updated = account.now()
    return _told(call, approval)


def _finishing(call: Call, approval: Approval) -> None:
    if (on_approve := call.asked.flag("autoFinishOnApprove")) is not None:
        approval.finishes_on_approve = on_approve
    if (on_reject := call.asked.flag("autoFinishOnReject")) is not None:
        approval.finishes_on_reject = on_reject


def _attachments(call: Call, work: Task | Folder, name: str) -> list[str]:
    """Ids of first versions only."""
    found = call.asked.texts(name)
    for one in found:
        known = call.account.attachments.get(one)
        if known is None or known.work_id != work.id or known.origin_id != one:
            raise errors.invalid(name)
    return found


def cancel(call: Call) -> Answer:
    """The record stays."""
    approval = _approval(call, call.path["id"])
    approval.is_cancelled = True
    approval.updated = call.account.now()
    return _told(call, approval)


def _told(call: Call, approval: Approval) -> Answer:
    """The task's own status does not move: an approval made by a call triggers no automation."""
    work = call.account.work(approval.work_id)
    prefix = "Task" if isinstance(work, Task) else "Folder"
    call.account.tell([call.account.event(work, f"{prefix}ApprovalStatusChanged", call.by)])
    return _shown(call, [approval])


def _approval(call: Call, approval_id: str) -> Approval:
    if approval_id not in call.account.approvals:
        raise errors.not_found("approval")
    return call.account.approvals[approval_id]


def _shown(call: Call, found: list[Approval]) -> Answer:
    return Answer(kind="approvals", data=[shape(call.account, one) for one in found])


def status(one: Approval) -> str:
    if one.is_cancelled:
        return "Cancelled"
    return "Pending" if one.seats else "Draft"


def shape(account: Account, one: Approval) -> Json:
    where = "taskId" if one.work_id in account.tasks else "folderId"
    shown: Json = {
        "id": one.id,
        where: one.work_id,
        "authorId": one.author_id,
        "title": one.title,
        "description": one.description,
        "status": status(one),
        "updatedDate": moment(one.updated),
        "decisions": [
            {
                "approverId": seat.approver_id,
                "status": seat.status,
                "comment": seat.comment,
                "updatedDate": moment(seat.updated),
            }
            for seat in one.seats
        ],
        "attachmentIds": one.attachment_ids,
        "type": "Regular",
        "autoFinishOnApprove": one.finishes_on_approve,
        "autoFinishOnReject": one.finishes_on_reject,
        "finished": one.is_cancelled,
    }
    return shown | ({"dueDate": one.due} if one.due else {})


CREATES = ("description", "dueDate", "approvers", "attachments", "autoFinishOnApprove", "autoFinishOnReject")
UPDATES = (
    "description", "dueDate", "addApprovers", "removeApprovers", "addAttachments", "removeAttachments",
    "autoFinishOnApprove", "autoFinishOnReject",
)  # fmt: skip
FILTERS = (
    "statuses", "updatedDate", "dueDate", "approvers", "pendingApprovers", "type", "limit", "pageSize",
    "nextPageToken",
)  # fmt: skip
ENDPOINTS: tuple[Endpoint, ...] = (
    get("/approvals", every, *FILTERS),
    get("/tasks/{id}/approvals", on_task),
    get("/folders/{id}/approvals", on_folder),
    get("/approvals/{ids}", by_ids),
    post("/tasks/{id}/approvals", ask_on_task, *CREATES),
    post("/folders/{id}/approvals", ask_on_folder, *CREATES),
    put("/approvals/{id}", update, *UPDATES),
    delete("/approvals/{id}", cancel),
)
