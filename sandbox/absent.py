"""Workfront and MediaValet: the ports are there, the systems are not yet; each says so in its own error shape."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

NOT_IMPLEMENTED = 501
WORKFRONT = "The sandbox does not play Workfront yet."
MEDIAVALET = "The sandbox does not play MediaValet yet."


async def workfront(scope: Scope, receive: Receive, send: Send) -> None:
    answer = JSONResponse({"error": {"message": WORKFRONT}}, NOT_IMPLEMENTED)
    await answer(scope, receive, send)


async def mediavalet(scope: Scope, receive: Receive, send: Send) -> None:
    answer = JSONResponse({"statusCode": NOT_IMPLEMENTED, "message": MEDIAVALET}, NOT_IMPLEMENTED)
    await answer(scope, receive, send)


def control_routes() -> list[BaseRoute]:
    return [
        Route("/control/workfront{rest:path}", _control_workfront, methods=["GET", "POST"]),
        Route("/control/mediavalet{rest:path}", _control_mediavalet, methods=["GET", "POST"]),
    ]


async def _control_workfront(_: Request) -> JSONResponse:
    return JSONResponse({"error": WORKFRONT}, NOT_IMPLEMENTED)


async def _control_mediavalet(_: Request) -> JSONResponse:
    return JSONResponse({"error": MEDIAVALET}, NOT_IMPLEMENTED)
