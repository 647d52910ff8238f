"""The jobs port: what the rest of the house asks of whichever engine runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.effects import Effect


@dataclass(frozen=True, kw_only=True)
class Order:
    """One job asked for.

    key: names the occasion, not the content ("reminder:<stage>:<step>"); the same key twice is one job, for ever.
    team_id: the workspace that it is for: its admins hear of trouble, and it waits where its workspace is cut off.
        Empty for what is of no workspace.
    lane: jobs of one lane are sent one after the other, in the order they were asked for.
    not_before: the story's time (`clock.now()`); until then the job holds nobody up.
    coalesce: while a job of the same kind and subject still waits, this order melts into it and comes forward to the
        earlier of the two moments. One that is already being sent has read its truth, so a new job is written. The
        key is then only the beginning of the real one, since the same card is edited many times.
    """

    kind: str
    subject: str
    lane: str
    key: str
    team_id: str = ""
    not_before: datetime | None = None
    coalesce: bool = False


class Jobs(Protocol):
    """What a flow needs: an order placed in its own transaction, gone with a rollback, sent soon after the commit."""

    async def submit(
        self,
        session: AsyncSession,
        *,
        kind: str,
        subject: str,
        lane: str,
        key: str,
        team_id: str = "",
        not_before: datetime | None = None,
        coalesce: bool = False,
    ) -> None: ...

    async def submit_all(self, session: AsyncSession, orders: Sequence[Order]) -> None:
        """One round trip for many."""
        ...


class Engine(Jobs, Protocol):
    """What the composition root and the operator need."""

    def perform(self, effects: Iterable[Effect[Any]]) -> None:
        """What this engine can do; before it starts."""
        ...

    async def start(self) -> None: ...

    async def drain(self, *, within: timedelta) -> None:
        """Takes nothing new, finishes what is being sent; what is not finished in time is left as unknown."""
        ...

    async def idle(self) -> None:
        """Returns when nothing can go on unless time passes or somebody asks for more."""
        ...

    async def settled(self) -> None:
        """Returns when every job whose moment has come has found its end, pauses and retries included."""
        ...

    async def reopen(self, session: AsyncSession, system: str, team_id: str) -> None:
        """Credentials are good again: whatever waits for this system on account of this workspace goes on."""
        ...

    async def retry(self, job_id: str) -> None:
        """An admin's second chance for a job that was set aside or needs a look."""
        ...

    async def drop(self, job_id: str) -> None:
        """An admin's decision that a job shall not happen any more."""
        ...

    async def report(self) -> "Report": ...


class NoSuchJob(Exception):
    def __init__(self, job_id: str) -> None:
        super().__init__(f"There is no job {job_id}.")


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A job that a person should look at."""

    id: str
    kind: str
    subject: str
    lane: str
    state: str
    problem: str
    since: datetime
    team_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A lane, bucket or system that is held, and why."""

    name: str
    until: datetime
    problem: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """How the jobs stand, for the doctor and App Home. Times are real time."""

    waiting: int
    oldest_waiting: timedelta | None
    sending: int
    troubles: Sequence[Trouble]
    pauses: Sequence[Pause]
