"""Socket Mode: up to ten sockets, each payload to any one of them, https://docs.slack.dev/apis/events-api/using-socket-mode."""

import asyncio
import secrets
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.slack import names
from sandbox.slack.refusals import Json, NotAcknowledged

MOST_SOCKETS = 10
LIFE_S = 3600.0
SHORT_LIFE_S = 360.0  # debug_reconnects=true
WARNING_S = 10.0


class Socket:
    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._waiting: dict[str, asyncio.Future[Json]] = {}

    async def send(self, frame: Json) -> None:
        await self._websocket.send_json(frame)

    async def ask(self, frame: Json) -> Json:
        """Send an envelope and wait for its acknowledgement's payload; the caller sets the time limit."""
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[frame["envelope_id"]] = answer
        try:
            await self.send(frame)
            return await answer
        except (WebSocketDisconnect, RuntimeError) as error:  # Starlette's word for a socket that is gone
            raise NotAcknowledged("connection_failed") from error
        finally:
            del self._waiting[frame["envelope_id"]]

    async def listen(self) -> None:
        try:
            while True:
                self._take(await self._websocket.receive_json())
        except WebSocketDisconnect:
            return
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(NotAcknowledged("connection_failed"))

    def _take(self, frame: Any) -> None:
        answer = self._waiting.get(frame.get("envelope_id", "")) if isinstance(frame, dict) else None
        if answer is not None and not answer.done():
            answer.set_result(frame.get("payload") or {})

    async def disconnect(self, reason: str) -> None:
        await self.send({"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}})
        if reason != "warning":
            await self._websocket.close()


class Sockets:
    def __init__(self, *, address: str) -> None:
        self._address = f"ws://{urlsplit(address).netloc}/link/"
        self._tickets: set[str] = set()
        self._open: list[Socket] = []
        self._arrival = asyncio.Event()

    @property
    def is_connected(self) -> bool:
        return bool(self._open)

    @property
    def count(self) -> int:
        return len(self._open)

    def issue_url(self) -> str:
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return f"{self._address}?{urlencode({'ticket': ticket, 'app_id': names.APP})}"

    async def serve(self, websocket: WebSocket) -> None:
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close()
            return
        self._tickets.remove(ticket)
        await websocket.accept()
        socket = Socket(websocket)
        if len(self._open) >= MOST_SOCKETS:
            await socket.disconnect("too_many_websockets")
            return
        await self._live(socket, life=SHORT_LIFE_S if "debug_reconnects" in websocket.query_params else LIFE_S)

    async def _live(self, socket: Socket, *, life: float) -> None:
        self._open.append(socket)
        ageing = asyncio.create_task(_age(socket, life))
        try:
            await socket.send(_hello(len(self._open), life))
            self._arrival.set()
            await socket.listen()
        finally:
            ageing.cancel()
            self._leave(socket)

    def _leave(self, socket: Socket) -> None:
        self._open.remove(socket)
        if not self._open:
            self._arrival.clear()

    async def deliver(self, kind: str, payload: Json, *, attempt: int, reason: str) -> Json:
        await self._arrival.wait()
        socket = self._open.pop(0)
        self._open.append(socket)  # the next one takes the next payload
        return await socket.ask(
            {
                "envelope_id": str(uuid4()),
                "type": kind,
                "payload": payload,
                "accepts_response_payload": kind != "events_api",
                "retry_attempt": attempt,
                "retry_reason": reason,
            }
        )

    async def disconnect_all(self, reason: str) -> int:
        sockets = list(self._open)
        for socket in sockets:
            await socket.disconnect(reason)
        return len(sockets)


async def _age(socket: Socket, life: float) -> None:
    await asyncio.sleep(life - WARNING_S)
    await socket.disconnect("warning")
    await asyncio.sleep(WARNING_S)
    await socket.disconnect("refresh_requested")


def _hello(count: int, life: float) -> Json:
    return {
        "type": "hello",
        "num_connections": count,
        "connection_info": {"app_id": names.APP},
        "debug_info": {
            "host": "sandbox",
            "started": "2026-03-02 09:00:00.000",
            "build_number": 1,
            "approximate_connection_time": int(life),
        },
    }
