"""Every way a call can go wrong is sorted by what to do next."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from connectors import http
from connectors.declaration import Limits
from connectors.errors import ConnectorError, NotFound, OutcomeUnknown, Refused, Unauthorized, Unavailable
from connectors.http import Client, open_client
from connectors.upload import FileBody

LIMITS = Limits(calls_per_minute=None, in_flight=2, timeout=2.0, quarantine=0.0)
Answering = Callable[[Request], Awaitable[Response]]
Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def client_of(answering: Answering, *, limits: Limits = LIMITS) -> Client:
    """A client whose system is this function."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await (await answering(Request(scope, receive)))(scope, receive, send)

    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return open_client(system="sys", base_url="https://sys.example/api", limits=limits, transport=transport)


def always(status: int, body: str = "", **headers: str) -> Answering:
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_: Request) -> Response:
        return Response(body, status, headers=named)

    return answer


async def failure(answering: Answering, method: str) -> ConnectorError:
    async with client_of(answering) as client:
        with pytest.raises(ConnectorError) as raised:
            await client.send(method, "/thing")
        return raised.value


@asynccontextmanager
async def server(conversation: Conversation) -> AsyncIterator[str]:
    """A socket that behaves as badly as the conversation says."""
    open_ones: set[asyncio.Future[None]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(closed := asyncio.get_running_loop().create_future())
        await conversation(reader, writer)
        writer.close()
        await writer.wait_closed()
        closed.set_result(None)

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        yield f"http://127.0.0.1:{port}"
        await asyncio.gather(*open_ones)


@pytest.mark.parametrize(
    ("status", "on_write", "on_read"),
    [
        (301, Refused, Refused),
        (400, Refused, Refused),
        (401, Unauthorized, Unauthorized),
        (403, Refused, Refused),
        (404, NotFound, NotFound),
        (410, NotFound, NotFound),
        (429, Unavailable, Unavailable),
        (500, OutcomeUnknown, Unavailable),
        (503, OutcomeUnknown, Unavailable),
    ],
)
async def test_a_status_says_what_to_do_next(
    status: int, on_write: type[ConnectorError], on_read: type[ConnectorError]
) -> None:
    assert type(await failure(always(status), "POST")) is on_write
    assert type(await failure(always(status), "GET")) is on_read


async def test_the_error_carries_the_system_its_words_and_how_long_to_wait() -> None:
    error = await failure(always(429, "slow  down\n", retry_after="7"), "POST")

    assert isinstance(error, Unavailable)
    assert (error.system, error.sentence, error.retry_after) == ("sys", "slow down", 7.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("12", 12.0), ("Mon, 23 Nov 2026 08:00:30 GMT", 30.0), ("Mon, 23 Nov 2026 07:00:00 GMT", 0.0), ("soon", None)],
)
def test_retry_after_is_read_in_both_forms(value: str, seconds: float | None) -> None:
    headers = httpx.Headers({"Retry-After": value, "Date": "Mon, 23 Nov 2026 08:00:00 GMT"})

    assert http.retry_after(headers) == seconds


async def test_a_refused_connection_did_not_happen() -> None:
    async with server(lambda _reader, _writer: asyncio.sleep(0)) as address:
        pass

    async with open_client(system="sys", base_url=address, limits=LIMITS) as client:
        with pytest.raises(Unavailable, match="could not be reached"):
            await client.send("POST", "/thing")


async def test_a_connection_cut_after_the_request_leaves_a_write_unknown() -> None:
    async def hang_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")

    async with server(hang_up) as address, open_client(system="sys", base_url=address, limits=LIMITS) as client:
        with pytest.raises(OutcomeUnknown):
            await client.send("POST", "/thing")
        with pytest.raises(Unavailable):
            await client.send("GET", "/thing")


async def test_an_answer_that_drips_for_ever_is_given_up() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        await reader.read()

    brief = Limits(calls_per_minute=None, in_flight=1, timeout=0.2, quarantine=0.0)
    async with server(drip) as address, open_client(system="sys", base_url=address, limits=brief) as client:
        with pytest.raises(OutcomeUnknown, match="did not answer"):
            await client.send("POST", "/thing")


async def test_an_endless_answer_is_not_kept_in_memory() -> None:
    error = await failure(always(200, "x" * (http.LARGEST_ANSWER + 1)), "GET")

    assert "more than 32 MB" in error.sentence


async def test_no_credential_follows_a_redirect() -> None:
    asked = []

    async def elsewhere(request: Request) -> Response:
        asked.append(request.url.hostname)
        return Response(status_code=307, headers={"Location": "https://evil.example/"})

    await failure(elsewhere, "GET")

    assert asked == ["sys.example"]


async def test_something_that_is_not_json_proves_nothing_about_a_write() -> None:
    async with client_of(always(200, "<html>")) as client:
        written, read = await client.send("POST", "/thing"), await client.send("GET", "/thing")

    with pytest.raises(OutcomeUnknown, match="not JSON"):
        http.parsed_json(written, system="sys")
    with pytest.raises(Unavailable, match="not JSON"):
        http.parsed_json(read, system="sys")


async def test_never_more_calls_at_once_than_the_system_allows() -> None:
    inside, most, gate = 0, 0, asyncio.Event()

    async def slow(_: Request) -> Response:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        if most == LIMITS.in_flight:
            gate.set()
        await gate.wait()
        inside -= 1
        return Response("ok")

    async with client_of(slow) as client:
        await asyncio.gather(*(client.send("GET", "/thing") for _ in range(6)))

    assert most == 2


async def test_it_says_who_is_calling() -> None:
    async def echo(request: Request) -> Response:
        return Response(request.headers["user-agent"])

    async with client_of(echo) as client:
        assert (await client.send("GET", "/thing")).body.startswith(b"galley/")


async def test_a_file_is_sent_whole_and_again_when_replayed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc" * 1_000_000)
    body = FileBody(path)

    async def read() -> bytes:
        return b"".join([chunk async for chunk in body])

    assert len(await read()) == body.size == 3_000_000
    assert await read() == path.read_bytes()


def test_an_address_without_a_scheme_is_noticed_at_start() -> None:
    with pytest.raises(ValueError, match="https://"):
        open_client(system="sys", base_url="www.wrike.com", limits=LIMITS)


async def test_a_429_that_names_a_time_is_for_every_call_of_ours():
    calls: list[str] = []

    async def answer(request: Request) -> Response:
        calls.append(request.url.path)
        return Response("", 429, headers={"retry-after": "30"})

    async with client_of(answer) as client:
        for path in ("/thing", "/other"):
            with pytest.raises(Unavailable) as raised:
                await client.send("GET", path)

    assert len(calls) == 1
    assert raised.value.retry_after == pytest.approx(30, abs=1)
