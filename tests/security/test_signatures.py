"""Whoever has no signature of Slack's is told so, and nothing else comes of it: no answer to an address of theirs."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.courtesy import Courtesy
from bot.slack.app import build_app
from bot.slack.http import build_server
from bot.slack.mishaps import Mishaps
from tests.loopback import loopback
from tests.workspaces import let_in

NOW = "now"
WRONG = "v0=" + "0" * 64


class Inside:
    """A service of the network behind us, that answers whoever reaches it."""

    def __init__(self) -> None:
        self.calls = 0

    async def answer(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.calls += 1
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        writer.close()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async def nothing() -> Sequence[str]:
        return ()

    nobody: Any = None
    bolt = build_app(
        client=AsyncWebClient(token="xoxb-1"), signing_secret="secret", let_in=let_in, people=nobody, mishaps=Mishaps()
    )
    app = build_server(app=bolt, problems=nothing, courtesy=Courtesy(), signing_secret="secret")
    async with loopback(transport=httpx.ASGITransport(app), base_url="http://galley") as client:
        yield client


@pytest.mark.parametrize(
    ("at", "signature"),
    [
        (NOW, WRONG),
        (NOW, b"v0=\xff\xfe"),
        (NOW, "v0=" + "A" * 64),
        (NOW, ""),
        ("yesterday", WRONG),
        ("1e400", WRONG),
        ("9" * 5_000, WRONG),
        ("-1", WRONG),
        ("1_000_000_000", WRONG),
        ("", WRONG),
    ],
)
async def test_an_unsigned_click_calls_no_address_and_fills_no_log(
    http: httpx.AsyncClient, at: str, signature: str | bytes
) -> None:
    inside = Inside()
    async with await asyncio.start_server(inside.answer, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        click = {
            "type": "block_actions",
            "response_url": f"http://127.0.0.1:{port}/latest/meta-data",
            "user": {"id": "U0LEAD"},
            "team": {"id": "T0SANDBOX"},
            "actions": [{"action_id": "x" * 10_000}],
        }
        headers = [
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"x-slack-request-timestamp", str(int(time.time())).encode() if at == NOW else at.encode()),
            (b"x-slack-signature", signature if isinstance(signature, bytes) else signature.encode()),
        ]
        with structlog.testing.capture_logs() as said:
            answer = await http.post(
                "/slack/events", content=urlencode({"payload": json.dumps(click)}), headers=headers
            )

    assert answer.status_code == 401
    assert (inside.calls, said) == (0, [])


@pytest.mark.parametrize("body", [b"[" * 100_000, b"payload=" + b"[" * 100_000, b"\xff\xfe", b"{", b"a=&" * 300_000])
async def test_what_is_unsigned_is_not_even_read(http: httpx.AsyncClient, body: bytes) -> None:
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        answer = await http.post("/slack/events", content=body, headers={"content-type": kind})

        assert (answer.status_code, answer.text) == (401, "not signed by Slack")


async def test_without_a_secret_nobody_is_listened_to() -> None:
    async def nothing() -> Sequence[str]:
        return ()

    nobody: Any = None
    bolt = build_app(client=AsyncWebClient(), signing_secret="secret", let_in=let_in, people=nobody, mishaps=Mishaps())
    with pytest.raises(ValueError, match="must not be empty"):
        build_server(app=bolt, problems=nothing, courtesy=Courtesy())
