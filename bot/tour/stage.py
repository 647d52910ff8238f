"""What people do and see, through the sandbox's control API. The tour knows nothing that they would not see."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

Json = dict[str, Any]
Found = TypeVar("Found")

PATIENCE_S = 25.0
PAUSE_S = 0.1


class Differs(Exception):
    """Somebody sees something else than the story says; the text names what."""


@dataclass(frozen=True)
class Seen:
    """One message as a person sees it."""

    raw: Json

    @property
    def ts(self) -> str:
        return str(self.raw["ts"])

    @property
    def is_galleys(self) -> bool:
        return bool(self.raw.get("bot_id"))

    @property
    def is_private(self) -> bool:
        """Seen by one person only."""
        return bool(self.raw.get("ephemeral"))

    @property
    def blocks(self) -> Sequence[Json]:
        return self.raw.get("blocks") or ()

    @property
    def is_card(self) -> bool:
        return self.is_galleys and any(block["type"] == "header" for block in self.blocks)

    @property
    def shows_a_picture(self) -> bool:
        return any(block["type"] == "image" for block in self.blocks)

    @property
    def lines(self) -> list[str]:
        """What can be read in it, a block at a time; its fallback text where it has no blocks."""
        return [line for block in self.blocks for line in _texts(block)] or [str(self.raw.get("text") or "")]

    @property
    def words(self) -> str:
        return "\n".join(self.lines)

    @property
    def files(self) -> list[str]:
        return [str(file.get("name")) for file in self.raw.get("files") or ()]

    @property
    def buttons(self) -> dict[str, Json]:
        elements = [one for block in self.blocks if block["type"] == "actions" for one in block["elements"]]
        accessories = [block["accessory"] for block in self.blocks if block.get("accessory")]
        return {str(one["action_id"]): one for one in (*accessories, *elements) if one["type"] == "button"}

    def names(self, *titles: str) -> bool:
        return all(title in self.words for title in titles)


class Stage:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def is_connected(self) -> bool:
        return bool((await self.get("health")).get("bot") == "connected")

    async def get(self, path: str, **params: str) -> Json:
        return _read(path, await self._http.get(f"/control/{path}", params=params))

    async def post(self, path: str, **body: Any) -> Json:
        return _read(path, await self._http.post(f"/control/{path}", json=body))

    async def delete(self, path: str) -> Json:
        return _read(path, await self._http.delete(f"/control/{path}"))

    async def drop(
        self, user: str, channel: str, files: Sequence[tuple[str, bytes]], *, text: str = "", thread_ts: str = ""
    ) -> str:
        """Answers the message's ts."""
        fields = {"user": user, "channel": channel, "text": text} | ({"thread_ts": thread_ts} if thread_ts else {})
        parts = [("file", (name, content, "image/jpeg")) for name, content in files]
        answer = await self._http.post("/control/slack/upload", data=fields, files=parts)
        return str(_read("slack/upload", answer)["ts"])

    async def messages(self, user: str, channel: str, *, thread_ts: str = "") -> list[Seen]:
        params = {"user": user, "channel": channel} | ({"thread_ts": thread_ts} if thread_ts else {})
        return [Seen(message) for message in (await self.get("slack/messages", **params))["messages"]]

    async def notified(self, user: str) -> int:
        """How often this person has been buzzed so far."""
        return len((await self.get("slack/notifications", user=user))["messages"])

    async def click(self, user: str, channel: str, seen: Seen, action_id: str) -> Json:
        if action_id not in seen.buttons:
            raise Differs(f"{user} looks for the button {action_id} and sees {sorted(seen.buttons)} on: {seen.words}")
        value = seen.buttons[action_id]["value"]
        return await self.post("slack/click", user=user, channel=channel, ts=seen.ts, action_id=action_id, value=value)

    async def form(self, user: str) -> Json:
        """The form that lies open before this person."""
        views: list[Json] = (await self.get("slack/views", user=user))["views"]
        if not views:
            raise Differs(f"{user} waits for a form and none opens")
        return views[-1]

    async def submit(self, user: str, view_id: str, values: Json) -> None:
        answer = await self.post("slack/submit", user=user, view_id=view_id, values=values)
        if not answer.get("closed"):
            raise Differs(f"the form of {user} does not close: {answer}")

    async def until(self, expected: str, look: Callable[[], Awaitable[Found | None]]) -> Found:
        """What `look` sees at last. `expected` is told when it does not come."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            found = await look()
            if found:
                return found
            if time.monotonic() > deadline:
                raise Differs(f"{expected}: not within {PATIENCE_S:g} s")
            await asyncio.sleep(PAUSE_S)


def _read(path: str, answer: httpx.Response) -> Json:
    if answer.is_error:
        raise Differs(f"/control/{path} answers {answer.status_code}: {answer.text}")
    return dict(answer.json())


def _texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        if part.get("type") in ("actions", "button", "overflow"):
            return []
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [line for value in part.values() if isinstance(value, dict | list) for line in _texts(value)]
    if isinstance(part, list):
        return [line for value in part for line in _texts(value)]
    return []
