"""What a person sees and does in Wrike, for programs."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.control import wrike_edits
from sandbox.control.asking import INERT, Refused, json_body, person_named
from sandbox.wrike import (
    approvals,
    attachments,
    comments,
    contacts,
    custom_fields,
    shapes,
    spaces,
    webhooks,
    workflows,
)
from sandbox.wrike.account import Account
from sandbox.wrike.app import WrikeStandIn
from sandbox.wrike.errors import WrikeError
from sandbox.wrike.records import Folder, Json, Task
from sandbox.wrike.seed import INTEGRATION

EVERYTHING = shapes.TASK_LIST_FIELDS


def routes(wrike: WrikeStandIn) -> list[BaseRoute]:
    async def look(_: Request) -> Response:
        return JSONResponse(everything(wrike.account))

    async def edit(request: Request) -> Response:
        body = await json_body(request, required=("user", "id", "set"))
        try:
            return JSONResponse(_edited(wrike.account, body))
        except WrikeError as error:
            raise Refused(f"{error.description}.") from error

    async def attachment(request: Request) -> Response:
        found = wrike.account.attachments.get(request.path_params["id"])
        if found is None:
            raise Refused("There is no such attachment.", status=HTTPStatus.NOT_FOUND)
        return Response(found.content, media_type=found.content_type, headers=INERT)

    return [
        Route("/control/wrike", look),
        Route("/control/wrike/edit", edit, methods=["POST"]),
        Route("/control/wrike/attachment/{id}", attachment),
    ]


def everything(account: Account) -> Json:
    folders = account.folders.values()
    return {
        "account": contacts.account_shape(account),
        "spaces": [spaces.shape(account, one) for one in folders if one.is_space],
        "folders": [_folder(account, one) for one in folders],
        "tasks": [_task(account, one) for one in account.tasks.values()],
        "contacts": [contacts.shape(one, me=INTEGRATION) for one in account.contacts.values()],
        "workflows": [workflows.shape(one) for one in account.workflows.values()],
        "customFields": [custom_fields.shape(one) for one in account.custom_fields.values()],
        "approvals": [approvals.shape(account, one) for one in account.approvals.values()],
        "webhooks": [webhooks.shape(one) for one in account.webhooks.values()],
    }


def _task(account: Account, task: Task) -> Json:
    status = account.status(task.custom_status_id)
    shown = shapes.task(account, task, EVERYTHING)
    return shown | {"customStatus": status.name if status else None} | _said_on(account, task)


def _folder(account: Account, folder: Folder) -> Json:
    return shapes.folder(account, folder) | _said_on(account, folder)


def _said_on(account: Account, work: Task | Folder) -> Json:
    files = [one for one in account.attachments.values() if one.work_id == work.id]
    return {
        "comments": [comments.shape(account, one) for one in comments.of_work(account, work.id)],
        "attachments": [attachments.shape(account, one) for one in files],
    }


def _edited(account: Account, body: dict[str, Any]) -> Json:
    by = person_named(body["user"]).wrike_id
    if not isinstance(body["set"], dict) or not body["set"]:
        raise Refused("'set' must be a JSON object with at least one key.")
    work = _work(account, str(body["id"]))
    if isinstance(work, Task):
        wrike_edits.write_task(account, work, body["set"], by=by)
        return {"id": work.id, "task": _task(account, work)}
    wrike_edits.write_folder(account, work, body["set"], by=by)
    return {"id": work.id, "folder": _folder(account, work)}


def _work(account: Account, known_as: str) -> Task | Folder:
    """By id, permalink or the number in it."""
    works: list[Task | Folder] = [*account.tasks.values(), *account.folders.values()]
    for work in works:
        if known_as in (work.id, str(work.number), f"https://www.wrike.com/open.htm?id={work.number}"):
            return work
    raise Refused(f"Wrike holds no task or folder '{known_as}'.", status=HTTPStatus.NOT_FOUND)
