"""Taking a job in hand: when it may go on, whose it is, and what its lane does afterwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.jobs import ledger, pace, reservations
from bot.jobs.effects import Effect, Limits
from bot.jobs.errand import Errand
from bot.jobs.holding import Desk
from bot.jobs.memory import Memory
from bot.jobs.outcome import Behind, Changed, Outcome, Over, Rest
from bot.jobs.trouble import OnTrouble, of_job, tell
from models.job import Job, JobState

UPGRADE = timedelta(minutes=15)  # so long two releases may stand side by side (docs/decisions/0010-upgrades.md)
NEWER_EVERY = timedelta(seconds=3)


class Runner:
    """Knows every effect. `name` is what its claims are signed with: no other process, alive or dead, has it."""

    def __init__(
        self, db: Database, clock: Clock, effects: Iterable[Effect[Any]], *, name: str, on_trouble: OnTrouble
    ) -> None:
        self._desk = Desk(db=db, clock=clock, name=name, on_trouble=on_trouble)
        self._memory = Memory(db, clock)
        self._effects: dict[str, Effect[Any]] = {}
        self.learn(effects)

    def learn(self, effects: Iterable[Effect[Any]]) -> None:
        """Effects may need whoever places orders, so they come after it."""
        self._effects |= {effect.kind: effect for effect in effects}

    def seats(self, kind: str) -> int:
        """How many jobs of this kind may be sent at a time."""
        effect = self._effects.get(kind)
        return 1 if effect is None else effect.limits.at_once

    async def advance(self, job: Job) -> Outcome:
        """Takes the job as far as it gets. Call it again when the outcome says so, until the job has ended."""
        effect = self._effects.get(job.kind)
        if effect is None:
            return await self._orphaned(job)

        until = _rests_until(job, effect.limits)
        if until is not None and until > self._desk.clock.wall():
            return Rest(until)

        try:
            claimed = await self._claim(job, effect)
        except reservations.Closed as closed:
            return _queue(closed)
        return await claimed.run() if isinstance(claimed, Errand) else claimed

    async def _claim(self, job: Job, effect: Effect[Any]) -> Errand | Outcome:
        at = self._desk.clock.wall()
        deadline = at + effect.limits.timeout
        if not effect.limits.is_repeatable and not job.may_be_claimed_by(self._desk.name, at=at):
            return Rest(job.claimed_until or deadline)  # where twice does no harm, nobody waits for the dead

        was, forgotten_since = ledger.Standing.of(job), await self._memory.forgotten_since(job)
        async with self._desk.db.write() as session:
            passed = await reservations.pass_through(
                session,
                pace.gates(job, effect.limits),
                at=at,
                seats=pace.seats_of(job, effect.limits),
                until=deadline + effect.limits.timeout,  # one for finding out, one for sending
            )
            job.claim(self._desk.name, at=at, until=deadline)
            if not await ledger.save(session, job, was=was):
                return Changed()
        return Errand(
            self._desk,
            job,
            effect,
            was=was.state,
            passed=passed,
            deadline=deadline,
            forgotten_since=forgotten_since,
        )

    async def _orphaned(self, job: Job) -> Outcome:
        """A newer replica may know how to do it; after a while its effect has left with an older release."""
        at = self._desk.clock.wall()
        if at < job.created_at + UPGRADE:
            return Rest(at + NEWER_EVERY)
        async with self._desk.db.write() as session:
            fresh = await ledger.locked(session, job.id)
            if fresh is not None and fresh.is_open:
                fresh.give_up(f"Nothing here knows how to do {job.kind!r}.", at=at)
                await tell(session, of_job(fresh), self._desk.on_trouble, None)
        return Over()


def _rests_until(job: Job, limits: Limits) -> datetime | None:
    if limits.is_repeatable or job.state is not JobState.SENDING or job.intent_at is None:
        return job.retry_at
    shown = job.intent_at + limits.timeout + limits.quarantine
    return shown if job.retry_at is None else max(shown, job.retry_at)


def _queue(closed: reservations.Closed) -> Outcome:
    return Behind(closed.gate, closed.until) if closed.gate.is_shared else Rest(closed.until)
