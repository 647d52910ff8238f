"""A load of signed clicks: how long each waits for its acknowledgement."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp
from slack_sdk.signature import SignatureVerifier

SECRET = "sandbox-signing-secret"


@dataclass(frozen=True, kw_only=True)
class Waits:
    """Milliseconds, sorted."""

    each: tuple[float, ...]
    failed: int

    def at(self, share: float) -> float:
        return self.each[min(len(self.each) - 1, int(len(self.each) * share))]


async def one_by_one(address: str, stages: Sequence[str]) -> Waits:
    async with aiohttp.ClientSession(address) as http:
        return _sorted([await _click(http, stage) for stage in stages])


async def at_a_rate(address: str, stages: Sequence[str], *, per_second: float) -> Waits:
    """Open loop: a click does not wait for the one before."""
    async with aiohttp.ClientSession(address, connector=aiohttp.TCPConnector(limit=64)) as http:
        began, clicks = time.perf_counter(), []
        for number, stage in enumerate(stages):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            clicks.append(asyncio.create_task(_click(http, stage)))
        return _sorted(await asyncio.gather(*clicks))


async def _click(http: aiohttp.ClientSession, stage: str) -> float | None:
    body = _body(stage)
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body) or "",
    }
    began = time.perf_counter()
    async with http.post("/slack/events", data=body, headers=headers) as answer:
        await answer.read()
    return (time.perf_counter() - began) * 1000 if answer.ok else None


def _body(stage: str) -> str:
    payload = {
        "type": "block_actions",
        "user": {"id": "U0DESIGNER1", "team_id": "T0SANDBOX"},
        "team": {"id": "T0SANDBOX"},
        "api_app_id": "A0GALLEY",
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": "1772442001.000000", "channel_id": "C0REVIEW"},
        "channel": {"id": "C0REVIEW", "name": "review"},
        "actions": [
            {"action_id": "approval.approve", "block_id": "decide", "type": "button", "value": stage, "action_ts": "1"}
        ],
    }
    return urlencode({"payload": json.dumps(payload)})


def _sorted(waits: Sequence[float | None]) -> Waits:
    heard = sorted(wait for wait in waits if wait is not None)
    return Waits(each=tuple(heard), failed=len(waits) - len(heard))
