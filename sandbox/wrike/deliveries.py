"""Webhooks on their way: the signed handshake, the array of events, three tries, then silence."""

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Coroutine
from datetime import timedelta

import httpx

from sandbox.faults import DELIVERY_KINDS, Kind
from sandbox.outgoing import outgoing
from sandbox.traffic import SLOW_S
from sandbox.world import World
from sandbox.wrike.parameters import moment
from sandbox.wrike.records import Event, Json, Webhook

HANDSHAKE = json.dumps({"requestType": "WebHook secret verification"}, separators=(",", ":")).encode()
TRIES = 3
ANSWER_WITHIN_S = 5.0
SPACING_S = 1.0
REORDER_WAIT_S = 2.0
SLOW_EVENTS = frozenset({"TaskDescriptionChanged", "FolderDescriptionChanged"})
SLOW_BY = timedelta(minutes=5)
MATCH = "webhook event"  # what a fault's `match` is compared with

Batch = tuple[Event, ...]


class Deliveries:
    """Each webhook has a lane of its own, so that one slow listener holds up nobody else."""

    def __init__(self, world: World, *, spacing_s: float = SPACING_S) -> None:
        self._world = world
        self._spacing_s = spacing_s
        self._http = outgoing(timeout=ANSWER_WITHIN_S)
        self._lanes: dict[str, asyncio.Queue[Batch]] = {}
        self._held: dict[str, Batch] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def shake_hands(self, hook: Webhook) -> bool:
        """The listener proves that it knows the secret: it signs our challenge."""
        if hook.secret is None:
            return True
        challenge = secrets.token_hex(16)
        headers = self._headers(hook.secret, HANDSHAKE, challenge)
        try:
            answer = await self._http.post(hook.url, content=HANDSHAKE, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        proof = answer.headers.get("X-Hook-Secret", "")
        return answer.status_code == httpx.codes.OK and hmac.compare_digest(
            proof, sign(hook.secret, challenge.encode())
        )

    def announce(self, hooks: list[Webhook], events: list[Event]) -> None:
        prompt = [event for event in events if event.type not in SLOW_EVENTS]
        late = [event for event in events if event.type in SLOW_EVENTS]
        for hook in hooks:
            self._enqueue(hook, tuple(event for event in prompt if hears(hook, event)))
            if heard_late := tuple(event for event in late if hears(hook, event)):
                self._start(self._enqueue_later(hook, heard_late))

    async def aclose(self) -> None:
        self.forget()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    def forget(self) -> None:
        self._lanes.clear()
        self._held.clear()
        for task in self._tasks:
            task.cancel()

    def _enqueue(self, hook: Webhook, batch: Batch) -> None:
        if not batch:
            return
        if hook.id not in self._lanes:
            self._lanes[hook.id] = asyncio.Queue()
            self._start(self._run_lane(hook, self._lanes[hook.id]))
        self._lanes[hook.id].put_nowait(batch)

    async def _enqueue_later(self, hook: Webhook, batch: Batch) -> None:
        due = self._world.clock.now() + SLOW_BY
        while (left := (due - self._world.clock.now()).total_seconds()) > 0:
            await self._world.clock.jump_after(self._world.clock.version, wait=left)
        self._enqueue(hook, batch)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_lane(self, hook: Webhook, lane: asyncio.Queue[Batch]) -> None:
        while True:
            await self._dispatch(hook, await lane.get())

    async def _dispatch(self, hook: Webhook, batch: Batch) -> None:
        fault = self._world.faults.strike("wrike", MATCH, DELIVERY_KINDS)
        match fault.kind if fault else None:
            case Kind.DROP:
                return
            case Kind.REORDER if hook.id not in self._held:
                self._held[hook.id] = batch
                self._start(self._release_later(hook, batch))
                return
            case Kind.SLOW:
                await asyncio.sleep(SLOW_S)
            case Kind.DUPLICATE:
                await self._deliver(hook, batch)
        await self._deliver(hook, batch)
        await self._release(hook)

    async def _release_later(self, hook: Webhook, batch: Batch) -> None:
        await asyncio.sleep(REORDER_WAIT_S)
        if self._held.get(hook.id) is batch:
            await self._release(hook)

    async def _release(self, hook: Webhook) -> None:
        if held := self._held.pop(hook.id, None):
            await self._deliver(hook, held)

    async def _deliver(self, hook: Webhook, batch: Batch) -> None:
        body = json.dumps([as_json(hook, event) for event in batch], separators=(",", ":")).encode()
        for attempt in range(TRIES):
            if not hook.is_active:
                return
            if await self._is_accepted(hook, body):
                return
            if attempt < TRIES - 1:
                await asyncio.sleep(self._spacing_s)
        hook.is_active = False
        self._world.feed.tell("wrike", "webhook", id=hook.id)

    async def _is_accepted(self, hook: Webhook, body: bytes) -> bool:
        headers = self._headers(hook.secret, body, secrets.token_hex(16))
        try:
            answer = await self._http.post(hook.url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK

    @staticmethod
    def _headers(secret: str | None, body: bytes, challenge: str) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if secret is not None:
            headers |= {"X-Hook-Secret": challenge, "X-Hook-Signature": sign(secret, body)}
        return headers


def sign(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def hears(hook: Webhook, event: Event) -> bool:
    if not hook.is_active or (hook.events and event.type not in hook.events):
        return False
    if hook.space_id is not None:
        return hook.space_id in event.within
    if hook.folder_id is None:
        return True
    return hook.folder_id in (event.within if hook.recursive else event.folders)


def as_json(hook: Webhook, event: Event) -> Json:
    return {
        **event.details,
        **event.subject,
        "webhookId": hook.id,
        "eventAuthorId": event.by,
        "eventType": event.type,
        "lastUpdatedDate": moment(event.at),
    }
