"""What somebody hands in, in our own words, however Slack wrapped it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.slack.text import LONGEST_FILE_NAME, plain
from models.batch import Origin

UNNAMED = "picture"
"""A file of another workspace comes with its id only ("file_access": "check_file_info"); its name is told later."""


@dataclass(frozen=True, kw_only=True)
class DroppedFile:
    file_id: str
    name: str
    size_bytes: int | None  # None where Slack has not said


@dataclass(frozen=True, kw_only=True)
class Drop:
    """`message_ts` is the message with the files; `thread_ts` the one it answers; a form has neither."""

    team_id: str
    channel_id: str
    person_id: str
    files: tuple[DroppedFile, ...]
    origin: Origin
    message_ts: str | None = None
    thread_ts: str | None = None
    campaign_id: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    delivery: str | None = None  # Slack's event id


def dropped_files(files: Sequence[Mapping[str, Any]]) -> tuple[DroppedFile, ...]:
    """Slack's file records, as they stand in messages and form answers."""
    return tuple(
        DroppedFile(
            file_id=str(file["id"]),
            name=plain(str(file.get("name") or ""), LONGEST_FILE_NAME) or UNNAMED,
            size_bytes=file.get("size"),
        )
        for file in files
        if file.get("mode") != "tombstone"
    )
