"""Somebody who listens to webhooks: answers the handshake as it should, keeps what it hears."""

import asyncio
import hashlib
import hmac
import json
import socket
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

SECRET = "s3cr3t"


class Listener:
    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.are_signed = True
        self.refusals = 0  # how many deliveries to answer with 500
        self.knows_secret = True

    async def __aenter__(self) -> Self:
        app = Starlette(routes=[Route("/hook", self._hear, methods=["POST"])])
        config = uvicorn.Config(app, lifespan="off", access_log=False, log_config=None, ws="none")
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        bound = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{bound.getsockname()[1]}/hook"
        await self._server.startup(sockets=[bound])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for listening in self._server.servers:
            listening.close()
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        await asyncio.gather(*self._server.server_state.tasks)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for body in self.bodies for event in body]

    @property
    def types(self) -> list[str]:
        return [event["eventType"] for event in self.events]

    async def _hear(self, request: Request) -> Response:
        raw = await request.body()
        self.are_signed &= request.headers.get("X-Hook-Signature") == _signed(raw)
        body = json.loads(raw)
        if isinstance(body, dict):
            return self._prove(request.headers["X-Hook-Secret"])
        if self.refusals:
            self.refusals -= 1
            return Response(status_code=500)
        self.bodies.append(body)
        return Response()

    def _prove(self, challenge: str) -> Response:
        proof = _signed(challenge.encode()) if self.knows_secret else challenge
        return Response(headers={"X-Hook-Secret": proof})


def _signed(message: bytes) -> str:
    return hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest()
