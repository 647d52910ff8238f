"""Slack at the root of its own port, and the control routes that play its people."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from sandbox.control.slack import routes
from sandbox.slack.api import FrontDesk
from sandbox.slack.host import Host
from sandbox.slack.methods import METHODS
from sandbox.slack.workspace import Workspace
from sandbox.world import World


class SlackStandIn:
    def __init__(self, world: World) -> None:
        self.workspace = Workspace(world)
        self.asgi: ASGIApp = _port(self.workspace)
        self.routes: list[Route] = routes(self.workspace)
        world.on_reset(self.workspace.reset)

    @property
    def bot_is_connected(self) -> bool:
        return self.workspace.delivery.has_listener

    async def aclose(self) -> None:
        await self.workspace.delivery.aclose()


def _port(workspace: Workspace) -> Starlette:
    desk, host = FrontDesk(workspace, METHODS), Host(workspace)
    return Starlette(
        routes=[
            Route("/", _root),
            Route("/api/{method}", desk.answer, methods=["GET", "POST"]),
            WebSocketRoute("/link/", workspace.sockets.serve),
            Route("/files-pri/{team_and_file}/{name}", host.download),
            Route("/files-pri/download/{team_and_file}/{name}", host.download),
            Route("/files-tmb/{team_and_file}/{size:int}/{name}", host.download),
            Route("/files/{user}/{file_id}/{name}", host.file_page),
            Route("/upload/v1/{file_id}", host.upload, methods=["POST"]),
            Route("/response/{code}", host.respond, methods=["POST"]),
            Route("/archives/{channel}/p{ts}", host.permalink),
        ]
    )


async def _root(_: Request) -> Response:
    return PlainTextResponse("Slack's stand-in.")
