"""Effects: what a step of the journey writes so that a job of its kind can be sent."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Generic, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from connectors.errors import ConnectorError

P = TypeVar("P")


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """Calls that many lanes share, such as those of one token. `burst` may go at once, then `per_minute` evenly."""

    name: str
    per_minute: int
    burst: int = 1


@dataclass(frozen=True, kw_only=True)
class BackOff:
    """For a system that says "too many" and not for how long: everybody waits, `first` seconds and then twice as long
    each time, until something comes through.
    """

    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Seats:
    """Calls that may be under way at a time, over all replicas, such as those of one tenant."""

    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How a kind of job is to be treated; each number belongs to the system at the other end.

    system: the name its errors carry; a refused credential pauses every lane of that system.
    timeout: the longest from the intent to the answer; after that the outcome is unknown.
    quarantine: how long the system may take to show what it accepted. After an unknown outcome nobody looks or sends
        again before timeout + quarantine have passed since the intent. Zero says that doing it twice does no harm:
        then nothing is waited for but the usual pause.
    attempts: tries before the job is given up; a 429 and a refused credential do not count.
    spacing: the least time between two sends of one lane.
    bucket: a limit shared by many lanes.
    method: a wider one, shared by several kinds of job, such as those that call the same method. What the system says
        about waiting holds for the widest of them, in every replica.
    seats: how many may be under way at a time, over all replicas.
    back_off: how long everybody waits where the system does not say; None: the job alone, by its own pauses.
    at_once: how many jobs of this kind one process sends at a time, so that slow ones leave room for quick ones.
    in_order: a job that is to be tried again keeps its place, and its lane waits for it; False lets the others pass.
    by_team: the system knows each workspace by a token of its own, and counts its calls apart: what it refuses to one
        workspace holds up no other.
    """

    system: str
    timeout: timedelta = timedelta(seconds=10)
    quarantine: timedelta = timedelta(seconds=5)
    attempts: int = 40  # with the longest pause: about three hours of a system that is away
    first_pause: timedelta = timedelta(seconds=1)
    longest_pause: timedelta = timedelta(minutes=5)
    spacing: timedelta | None = None
    bucket: Bucket | None = None
    method: Bucket | None = None
    seats: Seats | None = None
    back_off: BackOff | None = None
    at_once: int = 8
    in_order: bool = True
    by_team: bool = False

    @property
    def is_repeatable(self) -> bool:
        return not self.quarantine


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the other side gave for what it accepted. Kept in the ledger: small, and never a secret."""

    remote_id: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A job in our hands. Its key is the marker to send along, and to look for after an unknown outcome."""

    id: str
    key: str
    kind: str
    subject: str
    team_id: str = ""
    lane: str
    attempt: int
    checkpoint: Mapping[str, str]
    forgotten_since: datetime | None = None
    """The database came back from a backup: this may have been done since then, though nothing here says so."""
    keep: Callable[[Mapping[str, str]], Awaitable[None]]
    """Commits remote ids gathered half-way (an uploaded file's id) to the checkpoint. Raises ClaimLost."""
    check: Callable[[], None]
    """Raises ClaimLost when the job is no longer ours; ask it right before bytes leave in a send of several calls."""


class ClaimLost(Exception):
    """We slept past our lease. Whoever holds the job now will find out what we did."""


class Unprovable(Exception):
    """Raised by `find`: it can be neither proved nor disproved, ever. The text says why, for an admin."""


class Effect(ABC, Generic[P]):
    """One kind of job. P is its plan: everything the call needs, as a frozen dataclass without rows.

    Errors of `send` are sorted by connectors.errors: Unavailable, Unauthorized, NotFound and Refused mean "it did not
    happen"; OutcomeUnknown, a timeout and any other exception mean that nobody knows.
    """

    kind: str
    limits: Limits
    tells_admins: ClassVar[bool] = False
    """True for the effect that carries bad news: nobody is told when it fails itself."""

    @abstractmethod
    async def plan(self, session: AsyncSession, job: Claim) -> P | None:
        """Today's truth, in a read session, after the claim was committed. None: there is nothing left to do."""

    async def find(self, plan: P, job: Claim) -> Receipt | None:
        """Looks for what an earlier attempt may have done. None: it did not happen, or doing it twice does no harm.
        Unavailable and OutcomeUnknown mean that the look-up itself failed: it is repeated. Unprovable: it never will
        be known, and the job needs a person's look.
        """
        del plan, job
        return None

    @abstractmethod
    async def send(self, plan: P, job: Claim) -> Receipt:
        """The call."""

    async def settle(self, session: AsyncSession, job: Claim, plan: P, receipt: Receipt) -> None:
        """What the success changes on our side, in the transaction that marks the job as done."""
        del session, job, plan, receipt

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """What an explicit no (Refused, NotFound) means on our side, in the transaction that ends the job.
        True: it has been dealt with. False: the job is set aside and the admins are told.
        """
        del session, job, error
        return False

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        """What it means on our side that nobody tries again by himself, in the transaction that ends the job. The
        admins are told anyway. Should one of them try it again, `settle` must make it right.
        """
        del session, job, problem


class Housework(Effect[str]):
    """Nothing leaves the house: all of it is `settle`, in one transaction with the end of the job."""

    limits = Limits(system="galley", quarantine=timedelta(0))

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        del job
        return Receipt(remote_id=plan)
