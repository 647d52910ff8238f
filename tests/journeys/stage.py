"""What people do and see, through the sandbox's control API."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]


class Stage:
    """`team` is a workspace of the sandbox; the first one unless said."""

    def __init__(self, http: httpx.AsyncClient, *, team: str = "") -> None:
        self._http = http
        self._team = {"team": team} if team else {}

    async def is_connected(self) -> bool:
        answer = await self._http.get("/control/health")
        return answer.is_success and answer.json()["bot"] == "connected"

    async def get(self, path: str, **params: str) -> Json:
        answer = await self._http.get(f"/control/{path}", params=params | self._where(path))
        answer.raise_for_status()
        return dict(answer.json())

    async def post(self, path: str, **body: Any) -> Json:
        answer = await self._http.post(f"/control/{path}", json=body | self._where(path))
        if answer.is_error:
            raise AssertionError(f"{path}: {answer.status_code} {answer.text}")
        return dict(answer.json())

    async def drop(self, user: str, channel: str, *files: tuple[str, bytes], thread_ts: str = "") -> str:
        """Answers the message's ts."""
        fields = {"user": user, "channel": channel} | ({"thread_ts": thread_ts} if thread_ts else {})
        fields |= self._team
        parts = [("file", (name, content, "application/octet-stream")) for name, content in files]
        answer = await self._http.post("/control/slack/upload", data=fields, files=parts)
        answer.raise_for_status()
        return str(answer.json()["ts"])

    async def keep(self, user: str, *files: tuple[str, bytes]) -> list[str]:
        """Uploaded for a form, and shown nowhere yet: the ids."""
        parts = [("file", (name, content, "application/octet-stream")) for name, content in files]
        answer = await self._http.post("/control/slack/file", data={"user": user} | self._team, files=parts)
        answer.raise_for_status()
        return list(answer.json()["files"])

    def _where(self, path: str) -> Json:
        return self._team if path.startswith("slack/") else {}

    async def messages(self, user: str, channel: str, *, thread_ts: str = "") -> list["Seen"]:
        params = {"user": user, "channel": channel} | ({"thread_ts": thread_ts} if thread_ts else {})
        return [Seen(message) for message in (await self.get("slack/messages", **params))["messages"]]

    async def direct(self, user: str) -> list["Seen"]:
        return await self.messages(user, f"@{user}")

    async def card(self, user: str = "designer1", *, number: int = -1) -> "Seen | None":
        """One of the cards in the review channel, the newest by default."""
        cards = [one for one in await self.messages(user, "review") if one.is_card]
        return cards[number] if cards else None

    async def receipt(self, ts: str, user: str = "uploader", channel: str = "intake") -> "Seen | None":
        """Galley's answer in the thread of an upload."""
        replies = [one for one in await self.messages(user, channel, thread_ts=ts) if one.is_ours]
        return replies[0] if replies else None

    async def buzzes(self, user: str) -> list["Seen"]:
        return [Seen(message) for message in (await self.get("slack/notifications", user=user))["messages"]]

    async def click(
        self, user: str, seen: "Seen", action_id: str, *, channel: str = "review", option: str = ""
    ) -> Json:
        body: Json = {"user": user, "channel": channel, "ts": seen.ts, "action_id": action_id}
        if option:
            body["option"] = option
        else:
            body["value"] = seen.button(action_id)["value"]
        return await self.post("slack/click", **body)

    async def submit(self, user: str, view_id: str, values: Json) -> Json:
        return await self.post("slack/submit", user=user, view_id=view_id, values=values)

    async def command(self, user: str, channel: str, text: str) -> str:
        """What the person reads in answer."""
        answer = await self.post("slack/command", user=user, channel=channel, command="/galley", text=text)
        return "\n".join(Seen(response).words for response in answer["responses"])

    async def advance(self, by: str) -> None:
        await self.post("clock", advance=by)

    async def calls(self, system: str) -> list[Json]:
        return list((await self.get("calls", system=system))["calls"])


@dataclass(frozen=True)
class Seen:
    """One message as a person sees it."""

    raw: Json

    @property
    def ts(self) -> str:
        return str(self.raw["ts"])

    @property
    def text(self) -> str:
        return str(self.raw.get("text") or "")

    @property
    def is_ours(self) -> bool:
        return bool(self.raw.get("bot_id"))

    @property
    def is_card(self) -> bool:
        return self.is_ours and any(block["type"] == "header" for block in self.blocks)

    @property
    def is_private(self) -> bool:
        return bool(self.raw.get("ephemeral"))

    @property
    def blocks(self) -> Sequence[Json]:
        return self.raw.get("blocks") or ()

    @property
    def words(self) -> str:
        """Everything that can be read in it."""
        return "\n".join([self.text, *_words(list(self.blocks))])

    @property
    def actions(self) -> dict[str, Json]:
        elements = [one for block in self.blocks if block["type"] == "actions" for one in block["elements"]]
        accessories = [block["accessory"] for block in self.blocks if block.get("accessory")]
        return {one["action_id"]: one for one in (*elements, *accessories)}

    def button(self, action_id: str) -> Json:
        if action_id not in self.actions:
            raise AssertionError(f"no {action_id} on this message, only {sorted(self.actions)}: {self.words}")
        return self.actions[action_id]

    @property
    def picture(self) -> str | None:
        """The id of the file that it shows."""
        return next((block["slack_file"]["id"] for block in self.blocks if block["type"] == "image"), None)


def _words(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [word for value in part.values() if isinstance(value, dict | list) for word in _words(value)]
    if isinstance(part, list):
        return [word for value in part for word in _words(value)]
    return []
