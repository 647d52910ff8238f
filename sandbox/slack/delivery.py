"""From one workspace to the app: what a person does waits for its answer, an event is tried again."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

from sandbox.faults import DELIVERY_KINDS, Kind
from sandbox.slack import envelopes
from sandbox.slack.dispatch import Dispatch
from sandbox.slack.installation import Installation
from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json, NotAcknowledged
from sandbox.slack.shared import Shared
from sandbox.slack.times import Alarm

RETRIES = (timedelta(seconds=1), timedelta(minutes=1), timedelta(minutes=5))  # "nearly immediately", +1 min, +5 min
SLOW_S = 2.0
REORDER_S = 1.0  # the longest that a held event waits for the next one


class Delivery:
    def __init__(self, shared: Shared, here: Presence, alarm: Alarm) -> None:
        self._shared = shared
        self._world = shared.world
        self._here = here
        self._alarm = alarm
        self._running: set[asyncio.Task[None]] = set()
        self._overtaken = asyncio.Event()

    @property
    def _line(self) -> Dispatch:
        return self._shared.dispatch

    async def ask(self, kind: str, payload: Json) -> Json:
        """An interaction or a command: no retry, the answer of the app."""
        if self._here.installation.is_uninstalled:
            raise NotAcknowledged("app_uninstalled")
        return await self._line.attempt(kind, payload)

    def announce(self, subscription: str, event: Json) -> None:
        """An event, at least once, in the background, if the app subscribed to it and may read it."""
        if self._is_heard(subscription, self._here.installation):
            self.run(self._deliver(self._line.numbered(envelopes.of_workspace(self._here, event))))

    def announce_of_org(self, subscription: str, event: Json) -> None:
        """The same, of the app in the whole organization."""
        org = self._shared.org
        if org.installation is not None and self._is_heard(subscription, org.installation):
            self.run(self._deliver(self._line.numbered(envelopes.of_org(org, event))))

    def _is_heard(self, subscription: str, installation: Installation) -> bool:
        return subscription in self._shared.registration.subscriptions and installation.may_hear(subscription)

    def run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def forget(self) -> None:
        for task in self._running:
            task.cancel()

    async def aclose(self) -> None:
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

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
            overtaken, self._overtaken = self._overtaken, asyncio.Event()
            asyncio.get_running_loop().call_soon(overtaken.set)
            try:
                await self._line.attempt("events_api", payload, attempt=attempt, reason=reason)
            except NotAcknowledged as refusal:
                if refusal.is_final:
                    return
                reason = refusal.reason
            else:
                return
