"""A person's hands for these tests: control calls by name, and blocks worth pressing."""

from typing import Any

import httpx

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1600).to_bytes(4, "big") + (900).to_bytes(4, "big") + b"\x08\x02\0\0\0"


class Desk:
    """`await desk.click(user="brand", ...)` is `POST /control/slack/click`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    def __getattr__(self, call: str) -> Any:
        async def post(**body: Any) -> Any:
            return told(await self.client.post(f"/control/slack/{call}", json=body))

        return post

    async def refused(self, call: str, **body: Any) -> tuple[int, str]:
        answer = await self.client.post(f"/control/slack/{call}", json=body)
        return answer.status_code, answer.json().get("error", "")

    async def see(self, what: str, **query: str) -> Any:
        return told(await self.client.get(f"/control/slack/{what}", params=query))

    async def messages(self, user: str, channel: str, **query: str) -> list[dict[str, Any]]:
        seen: list[dict[str, Any]] = (await self.see("messages", user=user, channel=channel, **query))["messages"]
        return seen

    async def upload(self, user: str, channel: str, *names: str, content: bytes = PNG, **form: str) -> Any:
        files = [("file", (name, content)) for name in names]
        form = {"user": user, "channel": channel, **form}
        return told(await self.client.post("/control/slack/upload", data=form, files=files))

    async def advance(self, duration: str) -> None:
        told(await self.client.post("/control/clock", json={"advance": duration}))

    async def fault(self, **fault: Any) -> None:
        told(await self.client.post("/control/faults", json={"system": "slack", **fault}))


def told(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), **more}


def actions(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements), **more}


def picture(file_id: str) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "a picture"}


def text_input(block_id: str = "reason", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text"}
    return {"type": "input", "block_id": block_id, "label": plain("Why"), "element": element, **more}


def modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    blocks = blocks or (text_input(),)
    view = {"type": "modal", "callback_id": "why", "title": plain("Why?"), "submit": plain("Send")}
    return {**view, "blocks": list(blocks), **more}


def home(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or [section("Nothing waits for you.")]}
