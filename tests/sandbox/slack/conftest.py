"""Slack's stand-in with the clients that are made for the real one."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.serve import Sandbox
from tests.loopback import loopback
from tests.sandbox.slack.playing import Desk

Connect = Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]


@pytest.fixture
async def desk(sandbox: Sandbox) -> AsyncIterator[Desk]:
    async with loopback(sandbox.world.addresses.page) as client:
        yield Desk(client)


@pytest.fixture
def slack(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-sandbox", base_url=f"{sandbox.world.addresses.slack}/api/")


@pytest.fixture
def app(slack: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=slack)


@pytest.fixture
async def connect(sandbox: Sandbox) -> AsyncIterator[Connect]:
    """Connects a Bolt app by Socket Mode, as its documentation shows."""
    handlers: list[AsyncSocketModeHandler] = []

    async def connected(app: AsyncApp) -> AsyncSocketModeHandler:
        client = AsyncWebClient(token="xapp-sandbox", base_url=f"{sandbox.world.addresses.slack}/api/")
        handler = AsyncSocketModeHandler(app, "xapp-sandbox", web_client=client)
        handlers.append(handler)
        await handler.connect_async()
        return handler

    yield connected
    for handler in handlers:
        await handler.close_async()
