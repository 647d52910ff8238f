"""What a task looks like on the board, and how that differs from what we last saw of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from connectors.board import Task
from models.campaign import TaskLink


@dataclass(frozen=True, kw_only=True)
class Seen:
    title: str
    permalink: str
    status: str
    due: date | None
    assignees: tuple[str, ...]
    is_gone: bool
    changed_at: datetime

    def is_older_than(self, link: TaskLink) -> bool:
        """Told by a board that had not caught up with its own answer to us."""
        return link.changed_at is not None and self.changed_at < link.changed_at

    def differences(self, link: TaskLink) -> tuple[str, ...]:
        """In the words of events.TaskChanged."""
        if self.is_gone or link.is_gone:
            return ("gone",) if self.is_gone is not link.is_gone else ()
        pairs = {
            "title": (self.title, link.title),
            "status": (self.status, link.status),
            "due": (self.due, link.due),
            "assignees": (list(self.assignees), list(link.assignees)),
        }
        return tuple(name for name, (new, old) in pairs.items() if new != old)

    def write_to(self, link: TaskLink, *, at: datetime) -> None:
        link.title, link.permalink, link.status = self.title, self.permalink, self.status
        link.due, link.assignees, link.is_gone = self.due, list(self.assignees), self.is_gone
        link.changed_at, link.read_at = self.changed_at, at

    def to_details(self) -> dict[str, str]:
        """As a job's receipt keeps it."""
        kept = asdict(self) | {"due": self.due and self.due.isoformat(), "changed_at": self.changed_at.isoformat()}
        return {"task": json.dumps(kept)}

    @classmethod
    def from_details(cls, details: Mapping[str, str]) -> "Seen":
        kept = json.loads(details["task"])
        return cls(
            title=kept["title"],
            permalink=kept["permalink"],
            status=kept["status"],
            due=date.fromisoformat(kept["due"]) if kept["due"] else None,
            assignees=tuple(kept["assignees"]),
            is_gone=kept["is_gone"],
            changed_at=datetime.fromisoformat(kept["changed_at"]),
        )


def seen_of(task: Task) -> Seen:
    return Seen(
        title=task.title,
        permalink=task.permalink,
        status=task.status.name,
        due=task.due,
        assignees=tuple(person.name for person in task.assignees),
        is_gone=task.is_deleted,
        changed_at=task.updated_at,
    )


def same_name(one: str, other: str) -> bool:
    """As boards compare the names of statuses."""
    return one.strip().casefold() == other.strip().casefold()
