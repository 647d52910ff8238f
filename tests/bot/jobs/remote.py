"""Another system, in memory, and the effect that posts to it; the cards it shows are kept in a table of their own."""

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.effects import Claim, Effect, Limits, Receipt, Unprovable
from connectors.errors import ConnectorError, OutcomeUnknown
from tests.databases import sql

LIMITS = Limits(
    system="paper",
    timeout=timedelta(seconds=10),
    quarantine=timedelta(seconds=5),
    attempts=4,
    first_pause=timedelta(seconds=1),
    longest_pause=timedelta(seconds=60),
)
QUARANTINE = LIMITS.timeout + LIMITS.quarantine

CARDS = "CREATE TABLE card (subject TEXT PRIMARY KEY, words TEXT, remote_id TEXT, refused TEXT, given_up TEXT)"


@dataclass
class Remote:
    """Accepts what it is sent, unless told what goes wrong: before it accepts, or after."""

    accepted: list[tuple[str, str]] = field(default_factory=list)  # subject, words
    keys: dict[str, str] = field(default_factory=dict)  # key -> remote id
    calls: list[str] = field(default_factory=list)  # subjects, also of refused calls
    before: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    after: dict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    look_ups: deque[Exception] = field(default_factory=deque)
    always: Exception | None = None
    held: dict[str, asyncio.Event] = field(default_factory=dict)

    async def post(self, subject: str, words: str, *, key: str) -> str:
        self.calls.append(subject)
        if subject in self.held:
            await self.held[subject].wait()
        if self.always is not None:
            raise self.always
        if self.before[subject]:
            raise self.before[subject].popleft()
        self.accepted.append((subject, words))
        self.keys[key] = f"remote-{len(self.accepted)}"
        if self.after[subject]:
            raise self.after[subject].popleft()
        return self.keys[key]

    async def look_up(self, key: str) -> str | None:
        if self.look_ups:
            raise self.look_ups.popleft()
        return self.keys.get(key)

    @property
    def subjects(self) -> list[str]:
        return [subject for subject, _ in self.accepted]

    @property
    def times(self) -> Counter[str]:
        return Counter(self.subjects)


class Post(Effect[str]):
    """Posts a card's words as they are when the job runs."""

    kind = "post"

    def __init__(self, remote: Remote, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.remote = remote
        self.deals_with_refusals = False
        self.bugs: Counter[str] = Counter()  # how often a method fails yet
        self.before_send: Callable[[], None] = lambda: None

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        self._stumble("plan", job)
        self.before_send()
        found = await sql(session, "SELECT words FROM card WHERE subject = :subject", subject=job.subject)
        return found.scalar()

    async def find(self, plan: str, job: Claim) -> Receipt | None:
        del plan
        remote_id = await self.remote.look_up(job.key)
        return None if remote_id is None else Receipt(remote_id=remote_id)

    async def send(self, plan: str, job: Claim) -> Receipt:
        self._stumble("send", job)
        return Receipt(remote_id=await self.remote.post(job.subject, plan, key=job.key), details={"by": "post"})

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del plan
        await sql(
            session,
            "UPDATE card SET remote_id = :remote_id WHERE subject = :subject",
            remote_id=receipt.remote_id,
            subject=job.subject,
        )
        self._stumble("settle", job)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        self._stumble("refused", job)
        words = error.sentence
        await sql(session, "UPDATE card SET refused = :words WHERE subject = :of", words=words, of=job.subject)
        return self.deals_with_refusals

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await sql(session, "UPDATE card SET given_up = :words WHERE subject = :of", words=problem, of=job.subject)
        self._stumble("given_up", job)

    def _stumble(self, method: str, job: Claim) -> None:
        name = f"{method} {job.subject}"
        if self.bugs[name]:
            self.bugs[name] -= 1
            raise KeyError(name)


class Upload(Effect[str]):
    """Two calls; the first one's id is kept, so that a second attempt does not upload again."""

    kind = "upload"
    limits = LIMITS

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        if "bytes" not in job.checkpoint:
            await job.keep({"bytes": await self.remote.post(f"bytes of {plan}", plan, key=f"{job.key}/bytes")})
        job.check()
        return Receipt(remote_id=await self.remote.post(plan, job.checkpoint["bytes"], key=job.key))


class Whisper(Effect[str]):
    """Can never be looked up."""

    kind = "whisper"
    limits = LIMITS

    def __init__(self, remote: Remote) -> None:
        self.remote = remote

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def find(self, plan: str, job: Claim) -> Receipt | None:
        del job
        raise Unprovable(f"Nobody can tell whether {plan} was heard.")

    async def send(self, plan: str, job: Claim) -> Receipt:
        return Receipt(remote_id=await self.remote.post(plan, plan, key=job.key))


def patient(**changes: object) -> Limits:
    return replace(LIMITS, **changes)  # type: ignore[arg-type]


def lost_reply() -> OutcomeUnknown:
    return OutcomeUnknown("paper", "The line went dead.")
