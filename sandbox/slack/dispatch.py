"""The app's line: a payload goes to one of its sockets, or to its request URL."""

import asyncio
import itertools
from collections.abc import Callable, Coroutine

from sandbox.clock import Clock
from sandbox.slack.refusals import Json, NotAcknowledged
from sandbox.slack.registration import Registration
from sandbox.slack.signed import SignedHttp
from sandbox.slack.sockets import Sockets

ACK_S = 3.0


class Dispatch:
    def __init__(self, clock: Clock, sockets: Sockets, registration: Callable[[], Registration]) -> None:
        self._clock = clock
        self._sockets = sockets
        self._registration = registration
        self._signed = SignedHttp()
        self._numbers = itertools.count(1)

    @property
    def has_listener(self) -> bool:
        return self._sockets.is_connected or self._registration().request_url is not None

    def numbered(self, envelope: Json) -> Json:
        """With the id by which the app knows an event that comes again."""
        at = int(self._clock.now().timestamp())
        return envelope | {"event_id": f"Ev0{next(self._numbers):08d}", "event_time": at}

    async def attempt(self, kind: str, payload: Json, *, attempt: int = 0, reason: str = "") -> Json:
        """The app's acknowledgement, within three seconds."""
        try:
            async with asyncio.timeout(ACK_S):
                return await self._send(kind, payload, attempt, reason)
        except TimeoutError:
            raise NotAcknowledged("http_timeout") from None

    async def challenge(self, url: str) -> bool:
        try:
            async with asyncio.timeout(ACK_S):
                return await self._signed.answers_challenge(url)
        except TimeoutError:
            return False

    async def aclose(self) -> None:
        await self._signed.aclose()

    def _send(self, kind: str, payload: Json, attempt: int, reason: str) -> Coroutine[None, None, Json]:
        url = self._registration().request_url
        if url is not None and not self._sockets.is_connected:
            return self._signed.deliver(url, kind, payload, attempt=attempt, reason=reason)
        return self._sockets.deliver(kind, payload, attempt=attempt, reason=reason.replace("http_timeout", "timeout"))
