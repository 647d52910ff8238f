"""Messages to be posted later."""

import itertools
from dataclasses import dataclass

from sandbox.slack.presence import Presence
from sandbox.slack.refusals import Json, SlackRefused


@dataclass(kw_only=True)
class Later:
    id: str
    channel: str
    post_at: int
    created: int
    draft: Json

    def as_json(self) -> Json:
        return {
            "id": self.id,
            "channel_id": self.channel,
            "post_at": self.post_at,
            "date_created": self.created,
            "text": self.draft.get("text", ""),
        }


class Scheduled:
    def __init__(self, here: Presence) -> None:
        self._here = here
        self._numbers = itertools.count(1)
        self._by_id: dict[str, Later] = {}

    def add(self, *, channel: str, post_at: int, created: int, draft: Json) -> Later:
        later = Later(
            id=f"Q{self._here.team.number}{next(self._numbers):08d}",
            channel=channel,
            post_at=post_at,
            created=created,
            draft=draft,
        )
        self._by_id[later.id] = later
        return later

    def take(self, scheduled_id: str) -> Later | None:
        return self._by_id.pop(scheduled_id, None)

    def withdraw(self, scheduled_id: str, *, channel: str) -> None:
        later = self._by_id.get(scheduled_id)
        if later is None or later.channel != channel:
            raise SlackRefused("invalid_scheduled_message_id")
        del self._by_id[scheduled_id]

    def everything(self, *, channel: str = "") -> list[Later]:
        return [later for later in self._by_id.values() if channel in ("", later.channel)]
