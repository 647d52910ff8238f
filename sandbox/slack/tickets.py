"""What Slack hands out for a short while: triggers, and addresses to answer at."""

import itertools
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.slack.refusals import SlackRefused

TRIGGER_LIFE_S = 3.0  # https://docs.slack.dev/interactivity/handling-user-interaction
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


@dataclass(kw_only=True)
class Trigger:
    id: str
    user: str
    view_id: str | None
    issued: float  # monotonic: a jump of the sandbox's clock hurries nobody
    is_used: bool = False


class Triggers:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._by_id: dict[str, Trigger] = {}

    def issue(self, user: str, *, view_id: str | None = None) -> str:
        trigger_id = f"{next(self._numbers)}.{int(time.time())}.{secrets.token_hex(16)}"
        self._by_id[trigger_id] = Trigger(id=trigger_id, user=user, view_id=view_id, issued=time.monotonic())
        return trigger_id

    def has(self, trigger_id: str) -> bool:
        return trigger_id in self._by_id

    def person_of(self, trigger_id: str) -> str:
        if trigger_id not in self._by_id:
            raise SlackRefused("invalid_trigger_id")
        return self._by_id[trigger_id].user

    def exchange(self, trigger_id: str) -> Trigger:
        trigger = self._by_id.get(trigger_id)
        if trigger is None:
            raise SlackRefused("invalid_trigger_id")
        if trigger.is_used:
            raise SlackRefused("exchanged_trigger_id")
        if time.monotonic() - trigger.issued > TRIGGER_LIFE_S:
            raise SlackRefused("expired_trigger_id")
        trigger.is_used = True
        return trigger


@dataclass(kw_only=True)
class Reply:
    """One response_url: who acted where, and on which message."""

    code: str
    user: str
    channel: str
    issued: datetime
    message_ts: str | None = None
    is_ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0


class Replies:
    def __init__(self, *, host: str) -> None:
        self._host = host
        self._by_code: dict[str, Reply] = {}

    def issue(
        self,
        *,
        user: str,
        channel: str,
        at: datetime,
        message_ts: str | None = None,
        is_ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> str:
        code = secrets.token_urlsafe(18)
        self._by_code[code] = Reply(
            code=code,
            user=user,
            channel=channel,
            issued=at,
            message_ts=message_ts,
            is_ephemeral=is_ephemeral,
            thread_ts=thread_ts,
        )
        return f"{self._host}/response/{code}"

    def has(self, code: str) -> bool:
        return code in self._by_code

    def use(self, code: str, *, at: datetime) -> Reply:
        reply = self._by_code.get(code)
        if reply is None or reply.uses >= RESPONSE_URL_USES:
            raise SlackRefused("used_url")
        if at - reply.issued > RESPONSE_URL_LIFE:
            raise SlackRefused("expired_url")
        return reply
