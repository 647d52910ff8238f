"""Which task waits for which."""

from sandbox.wrike import errors, ids
from sandbox.wrike.account import Account
from sandbox.wrike.endpoint import Answer, Call, Endpoint, delete, get, listed, post, put
from sandbox.wrike.records import Dependency, Json

RELATIONS = ("StartToStart", "StartToFinish", "FinishToStart", "FinishToFinish")


def of_task(call: Call) -> Answer:
    task = call.account.task(call.path["id"])
    return _shown(
        [one for one in call.account.dependencies.values() if task.id in (one.predecessor_id, one.successor_id)]
    )


def by_ids(call: Call) -> Answer:
    return _shown([_dependency(call.account, one) for one in listed(call)])


def create(call: Call) -> Answer:
    """Either the one before or the one after is named, never both."""
    task = call.account.task(call.path["id"])
    before, after = call.asked.text("predecessorId"), call.asked.text("successorId")
    if (before is None) == (after is None):
        raise errors.invalid_request("Either 'predecessorId' or 'successorId' must be specified")
    other = call.account.task(before or after or "")
    if other is task:
        raise errors.invalid("predecessorId" if before else "successorId")
    dependency = Dependency(
        id=ids.old_id(ids.Kind.DEPENDENCY, call.account.mint.number()),
        predecessor_id=other.id if before else task.id,
        successor_id=task.id if before else other.id,
        relation=_relation(call),
    )
    call.account.dependencies[dependency.id] = dependency
    return _shown([dependency])


def update(call: Call) -> Answer:
    dependency = _dependency(call.account, call.path["id"])
    dependency.relation = _relation(call)
    return _shown([dependency])


def remove(call: Call) -> Answer:
    dependency = _dependency(call.account, call.path["id"])
    del call.account.dependencies[dependency.id]
    return _shown([])


def _relation(call: Call) -> str:
    relation = call.asked.choice("relationType", RELATIONS)
    if relation is None:
        raise errors.required("relationType")
    return relation


def _dependency(account: Account, dependency_id: str) -> Dependency:
    if dependency_id not in account.dependencies:
        raise errors.not_found("dependency")
    return account.dependencies[dependency_id]


def _shown(found: list[Dependency]) -> Answer:
    return Answer(kind="dependencies", data=[shape(one) for one in found])


def shape(one: Dependency) -> Json:
    return {
        "id": one.id,
        "predecessorId": one.predecessor_id,
        "successorId": one.successor_id,
        "relationType": one.relation,
    }


ENDPOINTS: tuple[Endpoint, ...] = (
    get("/tasks/{id}/dependencies", of_task),
    get("/dependencies/{ids}", by_ids),
    post("/tasks/{id}/dependencies", create, "predecessorId", "successorId", "relationType"),
    put("/dependencies/{id}", update, "relationType"),
    delete("/dependencies/{id}", remove),
)
