"""Other systems: the port to the project board, where the tasks of a campaign live.

Three protocols, because three parts of the bot use them: `Board` (the task and its status), `BoardThread` (what is said
and shown on a task), `BoardFeed` (what people changed there). A vendor gives all three as one `BoardConnection`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from connectors.declaration import Declaration, Health


class StatusGroup(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"


class ChangeKind(StrEnum):
    CREATED = "created"
    DELETED = "deleted"
    TITLE = "title"
    STATUS = "status"
    DATES = "dates"
    ASSIGNEES = "assignees"
    PLACE = "place"
    COMMENT = "comment"
    ATTACHMENT = "attachment"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Status:
    """A step of a workflow. People see `name`; several statuses share a `group`."""

    id: str
    name: str
    group: StatusGroup
    is_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person there. `email` is None for those who only show a name (robots, groups)."""

    id: str
    name: str
    email: str | None


@dataclass(frozen=True, kw_only=True)
class Project:
    """A folder or project. `workflow` is what its tasks go through, in the board's own order."""

    id: str
    title: str
    permalink: str
    workflow: tuple[Status, ...]


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task as it stands there now. `due` is a calendar day in the board's own zone; `updated_at` is aware UTC."""

    id: str
    title: str
    permalink: str
    status: Status
    due: date | None
    assignees: tuple[Contact, ...]
    project_ids: tuple[str, ...]
    updated_at: datetime
    is_deleted: bool = False


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """A task to be made. `description` is plain text. A status or a person that the board does not know is left out:
    the answered task says what it became.
    """

    title: str
    description: str = ""
    status_name: str | None = None
    due: date | None = None
    assignee_emails: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Moved:
    """`task` after the move. `is_exact` is False where the asked name did not exist and a fallback was used;
    `is_written` is False where the task already stood there, and nothing was sent.
    """

    task: Task
    is_exact: bool
    is_written: bool


@dataclass(frozen=True, kw_only=True)
class Comment:
    id: str
    task_id: str
    author_id: str
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """`size` in bytes, None where the board does not tell it."""

    id: str
    task_id: str
    name: str
    size: int | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A live webhook. `id` is the board's own."""

    id: str
    project_id: str
    hook_url: str


@dataclass(frozen=True, kw_only=True)
class BoardChange:
    """A hint that a task changed; the truth is the task, read again. `fingerprint` is the same for the same happening
    told twice. `author_id` is the contact who did it, None where the board does not say.
    """

    task_id: str
    kind: ChangeKind
    author_id: str | None
    happened_at: datetime | None
    comment_id: str | None
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What to answer to a webhook call, at once, and what to look at afterwards."""

    status: int
    headers: Mapping[str, str]
    changes: tuple[BoardChange, ...] = ()


class Board(Protocol):
    """Projects and tasks. Every method raises the errors of connectors/errors.py."""

    declaration: Declaration

    async def project(self, reference: str) -> Project:
        """By permalink, number or API id, as a person would paste it; NotFound, or Refused where it cannot be read."""
        ...

    async def task(self, reference: str) -> Task:
        """By permalink, number or API id. A task in the recycle bin is answered with `is_deleted`."""
        ...

    async def tasks(self, ids: Sequence[str]) -> tuple[Task, ...]:
        """Many by API id in few calls. Those that are gone or not shared are left out; order is not kept."""
        ...

    async def create_task(self, project_id: str, draft: TaskDraft, *, key: str) -> Task:
        """Make a task that carries `key` as its marker."""
        ...

    async def find_task(self, *, key: str) -> Task | None:
        """The task that carries exactly this marker, wherever it was moved to since; None if there is none."""
        ...

    async def move(self, task_id: str, *, to: str, otherwise: StatusGroup | None = None) -> Moved:
        """To the visible status named `to` (case does not matter) of the task's own workflow, else to the first visible
        one of the group `otherwise`. Refused where neither exists, with the names that do.
        """
        ...

    async def check(self) -> Health:
        """Prove that the board can be reached and knows our token."""
        ...


class BoardThread(Protocol):
    """What is said and shown on a task. Every write carries `key` as its marker, and is found again by it."""

    async def comment(self, task_id: str, text: str, *, key: str) -> Comment:
        """Say plain text under our own account."""
        ...

    async def find_comment(self, task_id: str, *, key: str) -> Comment | None: ...

    async def attach(self, task_id: str, file: Path, *, name: str, key: str) -> Attachment:
        """Upload a file under a name close to `name`."""
        ...

    async def find_attachment(self, task_id: str, *, key: str) -> Attachment | None: ...


class BoardFeed(Protocol):
    """What people changed there: webhooks as hints, a poll as the safety net."""

    async def changes(self, project_id: str, *, since: datetime) -> tuple[Task, ...]:
        """Every task of the project and its sub-folders that was updated since then or shortly before (rows land late),
        oldest update first. Deletions and moves out of the project are not in it.
        """
        ...

    async def watch(self, project_id: str, *, hook_url: str, secret: str) -> Watch:
        """Have changes told to `hook_url`, in place of every older watch with that address on that project. The board
        calls the address before this returns, so the secret must be saved already.
        """
        ...

    async def keep_watch(self, watch_id: str) -> bool:
        """True if the watch lives, woken up again if it was suspended; False if it is gone and must be made anew."""
        ...

    async def unwatch(self, watch_id: str) -> None:
        """End a watch; one that is already gone is no error."""
        ...

    def hear(self, *, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Heard:
        """Judge one incoming webhook call. Pure. `headers` may be in any case; any of `secrets` may have signed it."""
        ...


@dataclass(frozen=True, kw_only=True)
class BoardConnection:
    """One board with one set of credentials, opened by its vendor's declaration."""

    declaration: Declaration
    board: Board
    thread: BoardThread
    feed: BoardFeed
    aclose: Callable[[], Awaitable[None]]
