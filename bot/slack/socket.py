"""Socket Mode: Slack's deliveries over a connection that we open."""

import asyncio
from contextlib import nullcontext
from datetime import timedelta

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.courtesy import Courtesy
from bot.slack.entrance import taking_in_from_slack

PING_S = 10
BY_PEOPLE = frozenset({"interactive", "slash_commands"})  # somebody looks at a spinner; events are not waited for


class Socket:
    """Reconnects by itself on every reason that Slack gives (docs.slack.dev/apis/events-api/using-socket-mode)."""

    def __init__(self, app: AsyncApp, *, app_token: str, courtesy: Courtesy) -> None:
        self._app = app
        self._courtesy = courtesy
        self._app_token = app_token
        self._client: SocketModeClient | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._in_hand: set[asyncio.Task[None]] = set()
        self._is_closing = False

    async def start(self) -> None:
        """Begins to connect and does not wait for it: Galley starts while Slack is away."""
        client = SocketModeClient(self._app_token, web_client=self._app.client, ping_interval=PING_S)
        client.socket_mode_request_listeners.append(self._take)
        self._client = client
        self._connecting = asyncio.create_task(client.connect(), name="connecting to Slack")  # type: ignore[no-untyped-call]

    async def is_connected(self) -> bool:
        return self._client is not None and await self._client.is_connected()

    async def close(self, *, within: timedelta = timedelta(seconds=3)) -> None:
        """Takes nothing new (what is not acknowledged is delivered again), finishes what it has, then hangs up."""
        self._is_closing = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=within.total_seconds())
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._client is not None:
            await self._client.close()  # type: ignore[no-untyped-call]

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self._is_closing:
            return
        task = asyncio.current_task()
        if task is not None:
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        is_by_a_person = request.type in BY_PEOPLE
        with (
            taking_in_from_slack(request.payload),
            self._courtesy.somebody_waits() if is_by_a_person else nullcontext(),
        ):
            answer = await run_async_bolt_app(self._app, request)
            await send_async_response(client, request, answer, start_time=0)  # which only Bolt's debug log reads
