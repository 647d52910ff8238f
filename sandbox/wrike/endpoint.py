"""One row of Wrike's API: method, path, what may be asked, and who answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import Response

from sandbox.wrike import errors
from sandbox.wrike.account import Account
from sandbox.wrike.deliveries import Deliveries
from sandbox.wrike.parameters import Asked
from sandbox.wrike.records import Json

IDS_AT_MOST = 100


@dataclass(frozen=True, kw_only=True)
class Call:
    account: Account
    deliveries: Deliveries
    by: str  # the contact whose token it is
    base_url: str
    path: Mapping[str, str]
    asked: Asked
    headers: Headers
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Answer:
    kind: str
    data: list[Json]
    paging: Json = field(default_factory=dict)

    def as_json(self) -> Json:
        return {"kind": self.kind, **self.paging, "data": self.data}


Handler = Callable[[Call], Answer | Response | Awaitable[Answer | Response]]


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    method: str
    path: str
    handler: Handler
    allows: frozenset[str] = frozenset()
    body_is_file: bool = False


def get(path: str, handler: Handler, *allows: str) -> Endpoint:
    return Endpoint(method="GET", path=path, handler=handler, allows=frozenset(allows))


def post(path: str, handler: Handler, *allows: str) -> Endpoint:
    return Endpoint(method="POST", path=path, handler=handler, allows=frozenset(allows))


def put(path: str, handler: Handler, *allows: str) -> Endpoint:
    return Endpoint(method="PUT", path=path, handler=handler, allows=frozenset(allows))


def delete(path: str, handler: Handler) -> Endpoint:
    return Endpoint(method="DELETE", path=path, handler=handler)


def listed(call: Call, name: str = "ids") -> list[str]:
    """The ids in the path, comma-separated."""
    found = call.path[name].split(",")
    if len(found) > IDS_AT_MOST:
        raise errors.invalid_request(f"Too many IDs: at most {IDS_AT_MOST} are allowed")
    return found


def fields(call: Call, allowed: frozenset[str]) -> frozenset[str]:
    """The optional fields asked for."""
    names = call.asked.texts("fields")
    for name in names:
        if name not in allowed:
            raise errors.invalid_field(name)
    return frozenset(names)
