"""HTTP mode: signed deliveries to a request URL, as Bolt verifies them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from tests.conftest import free_ports
from tests.sandbox.slack.playing import Desk, actions, button
from tests.waiting import eventually


@pytest.fixture
async def serve() -> AsyncIterator[Any]:
    servers: list[tuple[uvicorn.Server, asyncio.Task[None]]] = []

    async def served(endpoint: Any) -> str:
        port = free_ports()
        site = Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])
        server = uvicorn.Server(uvicorn.Config(site, host="127.0.0.1", port=port, log_config=None, lifespan="off"))
        servers.append((server, asyncio.create_task(server.serve())))
        await eventually(lambda: server.started)
        return f"http://127.0.0.1:{port}/slack/events"

    yield served
    for server, task in servers:
        server.should_exit = True
        await task


@pytest.fixture
def http_app(slack: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=slack, signing_secret="sandbox-signing-secret")


async def test_bolt_takes_events_presses_and_commands_by_http(
    desk: Desk, slack: AsyncWebClient, http_app: AsyncApp, serve: Any
):
    taken = []

    @http_app.event("message")
    async def hear(event: dict):
        taken.append(event["text"])

    @http_app.action("go")
    async def go(ack: AsyncAck, body: dict):
        taken.append(body["actions"][0]["value"])
        await ack()

    @http_app.command("/galley")
    async def obey(ack: AsyncAck):
        await ack("done")

    await desk.app(request_url=await serve(AsyncSlackRequestHandler(http_app).handle))
    await desk.message(user="brand", channel="review", text="hello")
    await eventually(lambda: taken == ["hello"])
    card = await slack.chat_postMessage(channel="review", text="?", blocks=[actions(button("go", value="v1"))])
    await desk.click(user="brand", channel="review", ts=card["ts"], action_id="go")
    answer = await desk.command(user="brand", channel="review", command="/galley", text="x")

    assert "v1" in taken
    assert [one["text"] for one in answer["responses"]] == ["done"]


async def test_a_url_that_fails_the_challenge_is_not_registered(desk: Desk, serve: Any):
    async def deaf(_: Request) -> Response:
        return PlainTextResponse("what?")

    status, sentence = await desk.refused("app", request_url=await serve(deaf))

    assert (status, sentence) == (400, "The request URL did not answer the challenge.")
    assert (await desk.see("app"))["request_url"] is None


async def test_a_failed_delivery_comes_again_three_times(desk: Desk, serve: Any):
    headers = []

    async def failing(request: Request) -> Response:
        body = await request.json()
        if "challenge" in body:
            return PlainTextResponse(body["challenge"])
        headers.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        return PlainTextResponse("no", 500)

    await desk.app(request_url=await serve(failing))
    await desk.message(user="brand", channel="review", text="hello")
    for count, wait in enumerate(("PT0S", "PT1S", "PT1M", "PT5M", "PT1H"), start=1):
        await desk.advance(wait)
        await eventually(lambda: len(headers) == min(count, 4))  # noqa: B023  awaited at once

    assert headers == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


async def test_an_app_may_ask_not_to_be_tried_again(desk: Desk, serve: Any):
    texts = []

    async def refusing(request: Request) -> Response:
        body = await request.json()
        if "challenge" in body:
            return PlainTextResponse(body["challenge"])
        texts.append(body["event"]["text"])
        return PlainTextResponse("no", 500, headers={"x-slack-no-retry": "1"})

    await desk.app(request_url=await serve(refusing))
    await desk.message(user="brand", channel="review", text="one")
    await eventually(lambda: texts == ["one"])
    await desk.advance("PT10M")
    await desk.message(user="brand", channel="review", text="two")
    await eventually(lambda: len(texts) == 2)

    assert texts == ["one", "two"]
