"""Socket Mode: Slack's deliveries over a connection that we open."""

import asyncio
from datetime import timedelta

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

log = structlog.get_logger(__name__)

PING_S = 10


class Socket(AsyncSocketModeHandler):
    """Reconnects by itself on every reason that Slack gives (docs.slack.dev/apis/events-api/using-socket-mode)."""

    def __init__(self, app: AsyncApp, *, app_token: str) -> None:
        super().__init__(app, app_token, web_client=app.client, ping_interval=PING_S)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._connecting: asyncio.Task[None] | None = None
        self._is_closing = False

    async def start(self) -> None:
        """Begins to connect and does not wait for it: Galley starts while Slack is away."""
        self._connecting = asyncio.create_task(self.connect_async(), name="connecting to Slack")

    async def is_connected(self) -> bool:
        return bool(await self.client.is_connected())

    async def close(self, *, within: timedelta = timedelta(seconds=3)) -> None:
        """Takes nothing new (what is not acknowledged is delivered again), finishes what it has, then hangs up."""
        self._is_closing = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=within.total_seconds())
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        await self.close_async()

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        if self._is_closing:
            return
        task = asyncio.current_task()
        if task is not None:
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        await super().handle(client, req)
