"""Spaces: folders at the top, with members and a workflow of their own."""

from sandbox.wrike import ids
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, fields, get
from sandbox.wrike.records import Folder, Json

FIELDS = frozenset({"members"})
ROLE = f"{ids.ACCOUNT}NRFULLAA"


def every(call: Call) -> Answer:
    """The account's people are members of every space, and none is archived."""
    optional = fields(call, FIELDS)
    call.asked.flag("withArchived")
    found = [one for one in call.account.folders.values() if one.is_space]
    if call.asked.flag("userIsMember") is False:
        found = []
    return Answer(kind="spaces", data=[shape(call.account, one, optional) for one in found])


def by_id(call: Call) -> Answer:
    optional = fields(call, FIELDS)
    return Answer(kind="spaces", data=[shape(call.account, call.account.space(call.path["id"]), optional)])


def shape(account: Account, one: Folder, optional: frozenset[str] = frozenset()) -> Json:
    workflow = account.workflow_of([one.id]).id
    shown: Json = {
        "id": one.id,
        "title": one.title,
        "avatarUrl": f"https://www.wrike.com/spaceicons/{one.id}.png",
        "accessType": "Public",
        "archived": False,
        "defaultProjectWorkflowId": workflow,
        "defaultTaskWorkflowId": workflow,
    }
    if "members" in optional:
        people = [contact for contact in account.contacts.values() if contact.type == "Person"]
        shown["members"] = [
            {"id": contact.id, "accessRoleId": ROLE, "isManager": contact.is_admin} for contact in people
        ]
    return shown


ENDPOINTS: tuple[Endpoint, ...] = (
    get("/spaces", every, "withArchived", "userIsMember", "fields"),
    get("/spaces/{id}", by_id, "fields"),
)
