"""The web port, touched by whoever can reach it: nobody holds it up, and nothing that is half a request comes in."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
import uvicorn
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.courtesy import Courtesy
from bot.doorstep import Patient
from bot.service import Server
from bot.slack.http import LARGEST_BODY, build_server
from tests.conftest import free_ports
from tests.waiting import eventually

HOST = b"Host: galley.example\r\n"
HEALTH = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /slack/events HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
FLOOD = 16 * 1024 * 1024


class Hurried(Patient):
    """The same, with a test's patience."""

    head_s, body_s, read_s, most = 0.3, 0.3, 0.3, 4


@dataclass
class Port:
    number: int
    server: Server

    @property
    def connections(self) -> list[Hurried]:
        return [one for one in self.server.server_state.connections if isinstance(one, Hurried)]

    async def open(self) -> "Caller":
        return Caller(*await asyncio.open_connection("127.0.0.1", self.number))

    async def say(self, *parts: bytes) -> bytes:
        """All that is answered until the port hangs up."""
        async with asyncio.timeout(10):
            caller = await self.open()
            for part in parts:
                await caller.send(part)
            return await caller.rest()

    async def is_well(self) -> bool:
        return (await self.say(HEALTH.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))).endswith(b"ok")


@dataclass
class Caller:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, part: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self.writer.write(part)
            await self.writer.drain()

    async def rest(self) -> bytes:
        answer = bytearray()
        with contextlib.suppress(ConnectionError):
            while part := await self.reader.read(65_536):
                answer += part
        self.writer.close()
        return bytes(answer)


@pytest.fixture
async def port() -> AsyncIterator[Port]:
    async def nothing() -> Sequence[str]:
        return ()

    async def flood(_: Request) -> Response:
        return Response(b"x" * FLOOD)

    slack = AsyncApp(client=AsyncWebClient(token="xoxb-1"), signing_secret="secret", process_before_response=True)
    routes = (Route("/flood", flood), Route("/named/{name}", lambda r: PlainTextResponse(r.path_params["name"])))
    app = build_server(app=slack, problems=nothing, courtesy=Courtesy(), signing_secret="secret", routes=routes)
    number = free_ports()
    config = uvicorn.Config(
        app, port=number, http=Hurried, ws="none", lifespan="off", log_config=None, timeout_keep_alive=0
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    yield Port(number, server)
    server.should_exit = True
    await serving


@pytest.mark.parametrize(
    "trickle",
    [
        (),
        (b"GET /hea",),
        (b"GET /health HTTP/1.1\r\n" + HOST, b"X-Slow: a"),
        (POST + b"Content-Length: 100\r\n\r\n", b"{"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\nab"),
        (HEALTH + b"GET /he",),
        (b"POST /health HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n", b"x"),
    ],
    ids=[
        "silence",
        "half a line",
        "half a header",
        "half a body",
        "half a chunk",
        "half a second one",
        "to a deaf ear",
    ],
)
async def test_whoever_never_ends_is_let_go(port: Port, trickle: Sequence[bytes]) -> None:
    await port.say(*trickle)

    assert await port.is_well()


async def test_a_letter_now_and_then_does_not_prolong_it(port: Port) -> None:
    caller = await port.open()
    ends = asyncio.create_task(caller.rest())

    async def trickle() -> bool:
        await caller.send(b"X")
        return ends.done()

    await caller.send(b"GET /health HTTP/1.1\r\n")
    await eventually(trickle, within=5)


async def test_whoever_does_not_read_the_answer_is_let_go(port: Port) -> None:
    with socket.create_connection(("127.0.0.1", port.number)) as deaf:
        deaf.sendall(b"GET /flood HTTP/1.1\r\n" + HOST + b"\r\n")
        await eventually(lambda: any(one.flow.write_paused for one in port.connections))

        await eventually(lambda: not port.connections, within=5)


async def test_those_who_only_hold_the_port_make_room(port: Port) -> None:
    callers = [await port.open() for _ in range(12)]

    assert await port.is_well()
    for caller in callers:
        caller.writer.close()


@pytest.mark.parametrize(
    "head",
    [
        b"GET /health HTTP/1.1\r\n" + HOST + b"X-Long: " + b"a" * 40_000,
        b"GET /health HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: a\r\n" % n for n in range(5_000)) + b"\r\n",
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET /health?" + b"a" * 40_000,
    ],
    ids=["one long header", "many headers", "a long address", "an endless address"],
)
async def test_very_large_headers_are_refused(port: Port, head: bytes) -> None:
    assert b" 431 " in await port.say(head)
    assert await port.is_well()


@pytest.mark.parametrize(
    "parts",
    [
        (POST + b"Content-Length: %d\r\n\r\n" % (LARGEST_BODY * 4), b"x" * (LARGEST_BODY * 4)),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", *[b"10000\r\n" + b"x" * 65_536 + b"\r\n"] * 20),
    ],
    ids=["announced", "in chunks"],
)
async def test_a_very_large_body_is_not_read_to_its_end(port: Port, parts: Sequence[bytes]) -> None:
    answer = await port.say(*parts)

    assert b" 413 " in answer or answer == b""  # cut while we were still sending
    assert await port.is_well()


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HEALTH,
        POST + b"Content-Length: 4\r\nContent-Length: 0\r\n\r\n" + HEALTH,
        POST + b"Content-Length : 4\r\n\r\n{}{}",
        POST + b"Content-Length: +4\r\n\r\n{}{}",
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HEALTH,
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + b" folded: yes\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + b"Host: localhost\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + b"hOsT: galley.example\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=[
        "both lengths", "two lengths", "a blank in a name", "a sign", "an unknown coding", "no number", "folded", "nul",
        "two hosts", "a host twice", "not ASCII", "TLS", "a tunnel", "HTTP/2",
    ],
)  # fmt: skip
async def test_what_two_readers_would_read_differently_is_read_by_neither(port: Port, request_: bytes) -> None:
    answer = await port.say(request_)

    assert answer.count(b"HTTP/1.1 200") == 0, answer
    assert await port.is_well()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET /../../etc/passwd", 404),
        (b"GET /%2e%2e/%2e%2e/etc/passwd", 404),
        (b"GET /health/../metrics", 404),
        (b"GET //evil.example/health", 404),
        (b"GET /health/", 404),
        (b"GET /named/..%2f..%2fetc", 404),
        (b"PUT /health", 405),
        (b"DELETE /slack/events", 405),
        (b"GET /slack/events", 405),
        (b"TRACE /health", 405),
        (b"HEAD /health", 200),
        (b"GET http://evil.example/health", 200),
    ],
)
async def test_only_the_doors_that_are_there_open(port: Port, line: bytes, status: int) -> None:
    host = b"Host: evil.example\r\nConnection: close\r\n"

    answer = await port.say(line + b" HTTP/1.1\r\n" + host + b"\r\n")

    assert answer.startswith(b"HTTP/1.1 %d" % status)
    assert b"evil.example" not in answer
