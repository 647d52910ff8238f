"""How the stand-in says no: to the app in Slack's error words, to a person in a sentence."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


class SlackRefused(Exception):
    """An app error: HTTP 200 with `ok: false`, Slack's own word, and the reasons where Slack gives them."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **details: object) -> None:
        super().__init__(error)
        self.error = error
        self._messages = list(messages)
        self._details = details

    def as_json(self) -> Json:
        answer: Json = {"ok": False, "error": self.error, **self._details}
        if self._messages:
            answer["response_metadata"] = {"messages": self._messages}
        return answer


class RateLimited(SlackRefused):
    """HTTP 429 with `Retry-After`, https://docs.slack.dev/apis/web-api/rate-limits."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class NotPossible(Exception):
    """A person tried what nobody could do on a screen."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


class NotAcknowledged(Exception):
    """The app did not answer a delivery as it must, within three seconds."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final  # x-slack-no-retry
