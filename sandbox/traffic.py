"""The road to every stand-in: a bad day strikes here, and every call is written down."""

import asyncio
import itertools
import json
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.faults import Fault, Kind
from sandbox.world import World

CUT = "sandbox.cut"  # the ASGI extension by which a server lets the app hang up
RETRY_AFTER_S = 1
SLOW_S = 2.0
CALL_KINDS = frozenset(Kind) - {Kind.DUPLICATE, Kind.REORDER}

ACCOUNTS = {
    "xoxb-sandbox": "bot",
    "xapp-sandbox": "app",
    "wrike-sandbox": "integration",
    "wrike-person": "lead",
    "workfront-sandbox": "integration",
    "workfront-person": "lead",
}

RATE_LIMITED: dict[str, dict[str, object]] = {
    "slack": {"ok": False, "error": "ratelimited"},
    "wrike": {"errorDescription": "Rate limit exceeded", "error": "rate_limit_exceeded"},
    "workfront": {"error": {"class": "java.lang.RuntimeException", "message": "Too many requests"}},
    "mediavalet": {"statusCode": 429, "message": "Rate limit is exceeded. Try again in 1 seconds."},
}
BROKEN: dict[str, dict[str, object]] = {
    "slack": {"ok": False, "error": "internal_error"},
    "wrike": {"errorDescription": "Internal server error", "error": "server_error"},
    "workfront": {"error": {"class": "java.lang.RuntimeException", "message": "Internal error"}},
    "mediavalet": {"statusCode": 500, "message": "Internal server error"},
}


@dataclass(kw_only=True)
class Remark:
    """What the log says beside the status; a stand-in may know the caller better, or the vendor's error word."""

    who: str = ""
    detail: str = ""


def remark(scope: Scope) -> Remark:
    found: Remark = scope.setdefault("sandbox.remark", Remark())
    return found


class Traffic:
    """Stands before one system's app on its own port."""

    def __init__(self, app: ASGIApp, world: World, system: str) -> None:
        self._app = app
        self._world = world
        self._system = system
        self._rate_limits = itertools.count()
        self._open_sockets: list[Scope] = []
        world.faults.on_arm(self._cut_open_sockets)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
            return

        remark(scope).who = caller(scope)
        fault = self._world.faults.strike(self._system, scope["path"], CALL_KINDS)
        if fault is None:
            await self._app(scope, receive, self._noting(scope, send))
        else:
            await self._suffer(fault, scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        fault = self._world.faults.strike(self._system, scope["path"], frozenset({Kind.OFFLINE}))
        if fault is not None:
            await cut(scope, receive)
            return

        self._open_sockets.append(scope)
        try:
            await self._app(scope, receive, send)
        finally:
            self._open_sockets.remove(scope)

    def _cut_open_sockets(self, fault: Fault) -> None:
        """A host that goes takes its open connections along."""
        if fault.system == self._system and fault.kind is Kind.OFFLINE:
            for scope in self._open_sockets:
                if fault.match in scope["path"]:
                    scope["extensions"][CUT]()

    async def _suffer(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        remark(scope).detail = fault.kind.value
        match fault.kind:
            case Kind.RATE_LIMIT:
                await drain(receive)
                await self._answer(429, RATE_LIMITED[self._system], self._retry_after(), scope, send)
            case Kind.ERROR:
                await drain(receive)
                await self._answer(500, BROKEN[self._system], [], scope, send)
            case Kind.LOST_REPLY:
                await self._app(scope, receive, self._swallowing(scope))
                await cut(scope, receive)
            case Kind.SLOW:
                await asyncio.sleep(SLOW_S)
                await self._app(scope, receive, self._noting(scope, send))
            case _:
                self._note(scope, status=0)
                await cut(scope, receive)

    def _retry_after(self) -> list[tuple[bytes, bytes]]:
        # Slack always says how long (docs.slack.dev/apis/web-api/rate-limits); Wrike does not promise to.
        if self._system == "wrike" and next(self._rate_limits) % 2:
            return []
        return [(b"retry-after", str(RETRY_AFTER_S).encode())]

    async def _answer(
        self, status: int, said: dict[str, object], headers: list[tuple[bytes, bytes]], scope: Scope, send: Send
    ) -> None:
        headers = [(b"content-type", b"application/json"), *headers]
        self._note(scope, status=status)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(said).encode()})

    def _noting(self, scope: Scope, send: Send) -> Send:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._note(scope, status=message["status"])
            await send(message)

        return noted

    def _swallowing(self, scope: Scope) -> Send:
        async def swallowed(message: Message) -> None:
            if message["type"] == "http.response.start":
                remark(scope).detail = Kind.LOST_REPLY.value
                self._note(scope, status=message["status"])

        return swallowed

    def _note(self, scope: Scope, *, status: int) -> None:
        self._world.calls.note(
            time=self._world.clock.now(),
            system=self._system,
            method=scope["method"],
            path=scope["path"],
            status=status,
            who=remark(scope).who,
            detail=remark(scope).detail,
        )


def caller(scope: Scope) -> str:
    """The account whose token the call carries; the token itself when it is nobody's."""
    headers = Headers(scope=scope)
    token = headers.get("authorization", "").rpartition(" ")[2] or headers.get("apikey", "")
    return ACCOUNTS.get(token, token)


async def drain(receive: Receive) -> None:
    """Read what the caller still sends, so that it hears the answer."""
    while (await receive()).get("more_body", False):
        continue


async def cut(scope: Scope, receive: Receive) -> None:
    """Hang up without a word, as a client sees it when the host or the network goes."""
    scope["extensions"][CUT]()
    while (await receive())["type"] not in ("http.disconnect", "websocket.disconnect"):
        continue
