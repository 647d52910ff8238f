"""To the app: what a person does waits for its answer, an event is tried again."""

import asyncio
import itertools
from collections.abc import Coroutine
from datetime import timedelta

from sandbox.faults import DELIVERY_KINDS, Kind
from sandbox.slack import names
from sandbox.slack.installation import Installation
from sandbox.slack.refusals import Json, NotAcknowledged
from sandbox.slack.signed import SignedHttp
from sandbox.slack.sockets import Sockets
from sandbox.slack.times import Alarm
from sandbox.world import World

ACK_S = 3.0
RETRIES = (timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=5))  # "nearly immediately", +1 min, +5 min
SLOW_S = 2.0
REORDER_S = 1.0  # the longest that a held event waits for the next one


class Delivery:
    def __init__(self, world: World, sockets: Sockets, alarm: Alarm) -> None:
        self.installation = Installation()
        self._world = world
        self._sockets = sockets
        self._signed = SignedHttp()
        self._alarm = alarm
        self._numbers = itertools.count(1)
        self._running: set[asyncio.Task[None]] = set()
        self._overtaken = asyncio.Event()

    @property
    def has_listener(self) -> bool:
        return self._sockets.is_connected or self.installation.request_url is not None

    async def ask(self, kind: str, payload: Json) -> Json:
        """An interaction or a command: no retry, the answer of the app."""
        if self.installation.is_uninstalled:
            raise NotAcknowledged("app_uninstalled")
        return await self._attempt(kind, payload)

    def announce(self, subscription: str, event: Json) -> None:
        """An event, at least once, in the background, if the app subscribed to it and may read it."""
        if self.installation.hears(subscription) and not self.installation.is_uninstalled:
            self.run(self._deliver(self._envelope(event)))

    def run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def challenge(self, url: str) -> bool:
        try:
            async with asyncio.timeout(ACK_S):
                return await self._signed.answers_challenge(url)
        except TimeoutError:
            return False

    def forget(self) -> None:
        for task in self._running:
            task.cancel()
        self.installation = Installation(request_url=self.installation.request_url)

    async def aclose(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self._signed.aclose()

    def _envelope(self, event: Json) -> Json:
        return {
            "token": names.VERIFICATION_TOKEN,
            "team_id": names.TEAM,
            "context_team_id": names.TEAM,
            "api_app_id": names.APP,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev0{next(self._numbers):08d}",
            "event_time": int(self._world.clock.now().timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": names.TEAM,
                    "user_id": names.BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{event['type']}-{names.TEAM}",
        }

    async def _deliver(self, payload: Json) -> None:
        fault = self._world.faults.strike("slack", f"event/{payload['event']['type']}", DELIVERY_KINDS)
        match fault.kind if fault else None:
            case Kind.DROP:
                return
            case Kind.SLOW:
                await asyncio.sleep(SLOW_S)
            case Kind.REORDER:
                await self._let_one_pass()
            case Kind.DUPLICATE:
                self.run(self._insist(payload))
        await self._insist(payload)

    async def _let_one_pass(self) -> None:
        overtaken = self._overtaken
        try:
            async with asyncio.timeout(REORDER_S):
                await overtaken.wait()
        except TimeoutError:
            return

    async def _insist(self, payload: Json) -> None:
        reason = ""
        for attempt, pause in enumerate((timedelta(0), *RETRIES)):
            await self._alarm.at(self._world.clock.now() + pause)
            try:
                await self._attempt("events_api", payload, attempt=attempt, reason=reason)
            except NotAcknowledged as refusal:
                if refusal.is_final:
                    return
                reason = refusal.reason
            else:
                return

    async def _attempt(self, kind: str, payload: Json, *, attempt: int = 0, reason: str = "") -> Json:
        try:
            async with asyncio.timeout(ACK_S):
                answering = self._send(kind, payload, attempt, reason)
                if kind == "events_api":
                    overtaken, self._overtaken = self._overtaken, asyncio.Event()
                    asyncio.get_running_loop().call_soon(overtaken.set)
                return await answering
        except TimeoutError:
            raise NotAcknowledged("http_timeout") from None

    def _send(self, kind: str, payload: Json, attempt: int, reason: str) -> Coroutine[None, None, Json]:
        url = self.installation.request_url
        if url is not None and not self._sockets.is_connected:
            return self._signed.deliver(url, kind, payload, attempt=attempt, reason=reason)
        return self._sockets.deliver(kind, payload, attempt=attempt, reason=reason.replace("http_timeout", "timeout"))
