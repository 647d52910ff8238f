"""Five ports, one loop: the stand-ins, the page and the control API, started and stopped together."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from sandbox import absent
from sandbox.control import common
from sandbox.control import wrike as wrike_control
from sandbox.page import app as page
from sandbox.slack.app import SlackStandIn
from sandbox.traffic import CUT, Traffic
from sandbox.world import Addresses, World
from sandbox.wrike.app import WrikeStandIn

HOST = "127.0.0.1"
LINGER_S = 0.05  # what an answer on its way may still take when the sandbox stops


class PortTaken(Exception):
    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken. The sandbox needs five ports in a row; choose others with --port.")


async def serve(port: int = 8700, *, ready: Callable[[World], None] = lambda _: None) -> None:
    """Run until cancelled."""
    async with Sandbox(port) as sandbox:
        ready(sandbox.world)
        await asyncio.Event().wait()


class Sandbox:
    """`async with Sandbox(8700) as sandbox:` and every system answers at `sandbox.world.addresses`."""

    def __init__(self, port: int = 8700) -> None:
        self.world = World(addresses=Addresses.from_port(port))
        self.slack = SlackStandIn(self.world)
        self.wrike = WrikeStandIn(self.world)
        self.desk = self._desk()
        self._port = port
        self._servers: list[uvicorn.Server] = []
        self._ticks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        apps = self._apps()
        listeners = _bind(self._port, len(apps))
        for app, listener in zip(apps, listeners, strict=True):
            server = uvicorn.Server(_config(app))
            server.config.load()
            server.lifespan = server.config.lifespan_class(server.config)
            await server.startup(sockets=[listener])
            self._servers.append(server)
            self._ticks.append(asyncio.create_task(server.main_loop()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.slack.aclose()
        await self.wrike.aclose()
        for server in self._servers:
            for listener in server.servers:
                listener.close()
        for server in self._servers:
            await _hang_up(server)
        for tick in self._ticks:
            tick.cancel()
        await asyncio.gather(*self._ticks, return_exceptions=True)

    def _apps(self) -> list[ASGIApp]:
        return [
            self.desk,
            Traffic(self.slack.asgi, self.world, "slack"),
            Traffic(self.wrike.asgi, self.world, "wrike"),
            Traffic(absent.workfront, self.world, "workfront"),
            Traffic(absent.mediavalet, self.world, "mediavalet"),
        ]

    def _desk(self) -> ASGIApp:
        """The page and the control API."""
        return Starlette(
            routes=[
                *common.routes(self.world, bot_is_connected=lambda: self.slack.bot_is_connected),
                *self.slack.routes,
                *wrike_control.routes(self.wrike),
                *absent.control_routes(),
                *page.routes(),
            ],
            exception_handlers=common.ERRORS,
        )


def _bind(port: int, count: int) -> list[socket.socket]:
    with contextlib.ExitStack() as undo:
        listeners = []
        for number in range(port, port + count):
            try:
                listener = socket.create_server((HOST, number), backlog=512)
            except OSError as error:
                raise PortTaken(number) from error
            # Inherited by each connection; asyncio sets it only on sockets that name their protocol.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            undo.callback(listener.close)
            listeners.append(listener)
        undo.pop_all()
    return listeners


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=CuttableHttp,
        ws=CuttableWebSocket,
        lifespan="off",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
    )


async def _hang_up(server: uvicorn.Server) -> None:
    for connection in list(server.server_state.connections):
        if connection.transport is not None:
            connection.transport.abort()
    if server.server_state.tasks:
        _, late = await asyncio.wait(server.server_state.tasks, timeout=LINGER_S)
        for task in late:
            task.cancel()


class CuttableHttp(HttpToolsProtocol):
    """Lets the app hang up on its caller: the extension `sandbox.cut`."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app = _with_scissors(self.app, transport)
        super().connection_made(transport)


class CuttableWebSocket(WebSocketsSansIOProtocol):
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app = _with_scissors(self.app, transport)
        super().connection_made(transport)


def _with_scissors(app: ASGIApp, transport: asyncio.Transport) -> ASGIApp:
    async def cuttable(scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {**(scope.get("extensions") or {}), CUT: transport.abort}
        try:
            await app(scope, receive, send)
        except asyncio.CancelledError:
            if not transport.is_closing():  # hung up on at the end: nobody waits for the rest
                raise

    return cuttable
