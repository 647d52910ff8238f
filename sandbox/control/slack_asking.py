"""How a control call about Slack is read: which workspace it means, and its body."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.control.asking import Refused
from sandbox.control.asking import json_body as any_json_body
from sandbox.slack.refusals import Json, NotAcknowledged, NotPossible
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces

Call = Callable[[Workspace, Request], Awaitable[Json]]
CallOfAll = Callable[[Workspaces, Request], Awaitable[Json]]


async def json_body(request: Request, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> Any:
    """`team` may stand in every body."""
    body = await any_json_body(request, required=required, optional=(*optional, "team"))
    return {key: value for key, value in body.items() if key != "team"}


async def team_named(request: Request) -> object:
    if "team" in request.query_params or request.method == "GET":
        return request.query_params.get("team")
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return (await request.form()).get("team")  # kept by the request, and closed by whoever reads the rest
    return (await any_json_object(request)).get("team")


async def any_json_object(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError as error:
        raise Refused(f"The body is not JSON: {error}.") from error
    return body if isinstance(body, dict) else {}


def route(workspaces: Workspaces, name: str, call: Call) -> Route:
    async def of_one(all_of_them: Workspaces, request: Request) -> Json:
        return await call(all_of_them.named(await team_named(request)), request)

    return route_of_all(workspaces, name, of_one)


def route_of_all(workspaces: Workspaces, name: str, call: CallOfAll) -> Route:
    method, _, path = name.partition(" ")

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(await call(workspaces, request))
        except NotPossible as refusal:
            raise Refused(str(refusal), status=refusal.status) from refusal
        except NotAcknowledged as refusal:
            is_late = refusal.reason in ("http_timeout", "connection_failed")
            raise Refused("timeout" if is_late else "dispatch_failed", status=504 if is_late else 502) from refusal

    return Route(f"/control/slack/{path}", endpoint, methods=[method])
