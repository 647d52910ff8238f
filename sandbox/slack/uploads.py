"""Upload addresses that were handed out and wait for their bytes and their completion."""

from dataclasses import dataclass

from sandbox.slack.installation import Installation
from sandbox.slack.refusals import SlackRefused


@dataclass(kw_only=True)
class Announced:
    file_id: str
    name: str
    length: int
    alt_text: str
    owner: Installation  # nobody else may complete it
    content: bytes | None = None


class Uploads:
    def __init__(self, *, host: str) -> None:
        self._host = host
        self._open: dict[str, Announced] = {}

    def announce(self, announced: Announced) -> str:
        """The address to send the bytes to."""
        self._open[announced.file_id] = announced
        return f"{self._host}/upload/v1/{announced.file_id}"

    def get(self, file_id: str) -> Announced | None:
        return self._open.get(file_id)

    def complete(self, file_id: str, owner: Installation) -> Announced:
        announced = self.uploaded(file_id, owner)
        del self._open[file_id]
        return announced

    def uploaded(self, file_id: str, owner: Installation) -> Announced:
        announced = self._open.get(file_id)
        if announced is None or announced.content is None or announced.owner is not owner:
            raise SlackRefused("file_not_found")
        return announced
