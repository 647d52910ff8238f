"""Slack at the root of its own port, and the control routes that play its people."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp

from sandbox.control.slack import routes
from sandbox.slack.api import FrontDesk
from sandbox.slack.consent import ConsentPage
from sandbox.slack.host import Host
from sandbox.slack.methods import METHODS
from sandbox.slack.methods.oauth import methods as oauth_methods
from sandbox.slack.workspace import Workspace
from sandbox.slack.workspaces import Workspaces
from sandbox.world import World


class SlackStandIn:
    def __init__(self, world: World) -> None:
        self.workspaces = Workspaces(world)
        self.asgi: ASGIApp = _port(self.workspaces)
        self.routes: list[Route] = routes(self.workspaces)
        world.on_reset(self.workspaces.reset)

    @property
    def workspace(self) -> Workspace:
        """The first one, in which the app is installed from the beginning."""
        return self.workspaces.first

    @property
    def bot_is_connected(self) -> bool:
        return self.workspaces.shared.dispatch.has_listener

    async def aclose(self) -> None:
        for workspace in self.workspaces:
            await workspace.delivery.aclose()
        await self.workspaces.shared.dispatch.aclose()


def _port(workspaces: Workspaces) -> Starlette:
    desk = FrontDesk(workspaces, {**METHODS, **oauth_methods(workspaces)})
    host, page = Host(workspaces), ConsentPage(workspaces)
    return Starlette(
        routes=[
            Route("/", _root),
            Route("/oauth/v2/authorize", page.show),
            Route("/oauth/v2/authorize", page.decide, methods=["POST"]),
            Route("/api/{method}", desk.answer, methods=["GET", "POST"]),
            WebSocketRoute("/link/", workspaces.shared.sockets.serve),
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
