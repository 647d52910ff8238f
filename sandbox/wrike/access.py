"""Who calls: tokens for ever, tokens for an hour, and how many calls a minute each may make."""

import itertools
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request

from sandbox.clock import Clock
from sandbox.people import person
from sandbox.wrike import errors
from sandbox.wrike.seed import INTEGRATION

CALLS_A_MINUTE = 400
MINUTE_S = 60.0
ELSEWHERE = "wrike-elsewhere"  # a token of an account that lives in another data centre
PERMANENT = {"wrike-sandbox": INTEGRATION, "wrike-person": person("lead").wrike_id}


@dataclass(frozen=True, kw_only=True)
class Grant:
    contact_id: str
    until: datetime


class Tokens:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.granted: dict[str, Grant] = {}

    def owner(self, token: str) -> str:
        """The contact whose token it is."""
        if token in PERMANENT:
            return PERMANENT[token]
        grant = self.granted.get(token)
        if grant is None or self._clock.now() >= grant.until:
            raise errors.not_authorized()
        return grant.contact_id

    def grant(self, token: str, contact_id: str, *, until: datetime) -> None:
        self.granted[token] = Grant(contact_id=contact_id, until=until)


def token_of(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.casefold() == "bearer":
        return token.strip()
    return request.query_params.get("access_token", "")


@dataclass(frozen=True)
class Wait:
    said: int | None  # seconds, or None where Wrike keeps silent about it


class RateLimit:
    """Real seconds count, not the sandbox's."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[float]] = {}
        self._refusals = itertools.count()

    def spend(self, token: str) -> Wait | None:
        """None, or how long to wait. Every other refusal says it: Wrike does not promise Retry-After."""
        calls = self._calls.setdefault(token, deque())
        now = time.monotonic()
        while calls and now - calls[0] > MINUTE_S:
            calls.popleft()
        if len(calls) >= CALLS_A_MINUTE:
            seconds = max(1, round(MINUTE_S - (now - calls[0])))
            return Wait(None if next(self._refusals) % 2 else seconds)
        calls.append(now)
        return None
