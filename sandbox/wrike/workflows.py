"""Workflows and their custom statuses."""

from sandbox.wrike import errors, ids
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, get, post, put
from sandbox.wrike.parameters import Asked
from sandbox.wrike.records import CustomStatus, Json, Workflow
from sandbox.wrike.task_filters import GROUPS

COLORS = (
    "Brown", "Red", "Purple", "Indigo", "DarkBlue", "Blue", "Turquoise", "DarkCyan", "Green", "YellowGreen", "Yellow",
    "Orange", "Gray",
)  # fmt: skip


def every(call: Call) -> Answer:
    return _shown(list(call.account.workflows.values()))


def in_space(call: Call) -> Answer:
    """Its own; those of the account are not repeated."""
    space = call.account.space(call.path["id"])
    return _shown([one for one in call.account.workflows.values() if one.id == space.workflow_id])


def create(call: Call) -> Answer:
    workflow = Workflow(id=_id(call.account, ids.Kind.WORKFLOW), name=call.asked.needed("name"))
    workflow.statuses = [
        _status(call.account, "New", "Active", "Blue"),
        _status(call.account, "Completed", "Completed", "Green"),
    ]
    call.account.workflows[workflow.id] = workflow
    return _shown([workflow])


def update(call: Call) -> Answer:
    """One status a call: with an id it is changed, without it is added."""
    account, asked = call.account, call.asked
    if call.path["id"] not in account.workflows:
        raise errors.not_found("workflow")
    workflow = account.workflows[call.path["id"]]
    status = asked.nested("customStatus", frozenset({"id", "name", "color", "group", "hidden"}))
    if status is not None:
        _put_status(account, workflow, status)
    if "name" in asked:
        workflow.name = asked.needed("name")
    hidden = asked.flag("hidden")
    workflow.hidden = workflow.hidden if hidden is None else hidden
    return _shown([workflow])


def _put_status(account: Account, workflow: Workflow, asked: Asked) -> None:
    group, color = asked.choice("group", GROUPS), asked.choice("color", COLORS)
    if (status_id := asked.text("id")) is None:
        if group is None:
            raise errors.required("group")
        workflow.statuses.append(_status(account, asked.needed("name"), group, color or "Gray"))
        return
    status = next((one for one in workflow.statuses if one.id == status_id), None)
    if status is None:
        raise errors.invalid("customStatus")
    status.name = asked.text("name") or status.name
    status.color = color or status.color
    hidden = asked.flag("hidden")
    status.hidden = status.hidden if hidden is None else hidden


def _status(account: Account, name: str, group: str, color: str) -> CustomStatus:
    return CustomStatus(id=_id(account, ids.Kind.CUSTOM_STATUS), name=name, group=group, color=color)


def _id(account: Account, kind: str) -> str:
    return ids.old_id(kind, account.mint.number())


def _shown(found: list[Workflow]) -> Answer:
    return Answer(kind="workflows", data=[shape(one) for one in found])


def shape(one: Workflow) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "standard": one.standard,
        "hidden": one.hidden,
        "customStatuses": [
            {
                "id": status.id,
                "name": status.name,
                "standardName": status.standard,
                "color": status.color,
                "standard": status.standard,
                "group": status.group,
                "hidden": status.hidden,
            }
            for status in one.statuses
        ],
    }


ENDPOINTS: tuple[Endpoint, ...] = (
    get("/workflows", every),
    get("/spaces/{id}/workflows", in_space),
    post("/workflows", create, "name"),
    put("/workflows/{id}", update, "name", "hidden", "customStatus"),
)
