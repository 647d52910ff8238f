"""Signed HTTP delivery to a registered request URL, https://docs.slack.dev/authentication/verifying-requests-from-slack."""

import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import httpx

from sandbox.outgoing import outgoing
from sandbox.slack import names
from sandbox.slack.refusals import Json, NotAcknowledged

MOST_REDIRECTS = 2
GIVE_UP_S = 10.0  # a stop behind the three seconds that the delivery allows
FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def deliver(self, url: str, kind: str, payload: Json, *, attempt: int, reason: str) -> Json:
        body, content_type = _written(kind, payload)
        headers = {"content-type": content_type, **signature(body), **_retry_headers(attempt, reason)}
        try:
            response = await self._http().post(url, content=body, headers=headers)
        except httpx.TooManyRedirects as error:
            raise NotAcknowledged("too_many_redirects") from error
        except httpx.TransportError as error:
            raise NotAcknowledged("connection_failed") from error
        if not response.is_success:
            raise NotAcknowledged("http_error", is_final=response.headers.get("x-slack-no-retry") == "1")
        return _read(response)

    async def answers_challenge(self, url: str) -> bool:
        challenge = secrets.token_urlsafe(16)
        payload = {"token": names.VERIFICATION_TOKEN, "type": "url_verification", "challenge": challenge}
        try:
            answer = await self.deliver(url, "events_api", payload, attempt=0, reason="")
        except NotAcknowledged:
            return False
        return challenge in (answer.get("challenge"), answer.get("text"))

    async def aclose(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = outgoing(timeout=GIVE_UP_S, follow_redirects=True, max_redirects=MOST_REDIRECTS)
        return self._client


def signature(body: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))  # real time: the app compares it with its own watch
    signed = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(names.SIGNING_SECRET.encode(), signed, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def _written(kind: str, payload: Json) -> tuple[bytes, str]:
    match kind:
        case "events_api":
            return json.dumps(payload).encode(), "application/json"
        case "slash_commands":
            return urlencode(payload).encode(), FORM
        case _:
            return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def _retry_headers(attempt: int, reason: str) -> dict[str, str]:
    return {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}


def _read(response: httpx.Response) -> Json:
    if response.headers.get("content-type", "").startswith("application/json"):
        answer = response.json()
        return answer if isinstance(answer, dict) else {}
    return {"text": response.text} if response.text else {}
