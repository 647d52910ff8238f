"""How often an app may call: Slack's tiers, and one message a second in a channel."""

import math
import time
from dataclasses import dataclass, field

from sandbox.slack.refusals import RateLimited

TIER_1, TIER_2, TIER_3, TIER_4, SPECIAL = 1, 20, 50, 100, 600  # calls a minute
CHANNEL_BURST = 5
WORKSPACE_POSTS = 300  # "several hundred messages per minute per workspace"


@dataclass(kw_only=True)
class Bucket:
    capacity: float
    per_second: float
    level: float = field(init=False)
    seen: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.level = self.capacity

    def take(self) -> None:
        now = time.monotonic()
        self.level = min(self.capacity, self.level + (now - self.seen) * self.per_second)
        self.seen = now
        if self.level < 1:
            raise RateLimited(max(1, math.ceil((1 - self.level) / self.per_second)))
        self.level -= 1


class Limits:
    def __init__(self) -> None:
        self._methods: dict[str, Bucket] = {}
        self._channels: dict[str, Bucket] = {}

    def call(self, method: str, per_minute: int) -> None:
        bucket = self._methods.get(method)
        if bucket is None:
            bucket = self._methods[method] = Bucket(capacity=per_minute, per_second=per_minute / 60)
        bucket.take()

    def post(self, channel: str) -> None:
        bucket = self._channels.get(channel)
        if bucket is None:
            bucket = self._channels[channel] = Bucket(capacity=CHANNEL_BURST, per_second=1)
        bucket.take()
