"""A job's life: whatever happens in whatever order, its row makes sense."""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from models.job import Job, JobState, WrongState
from tests.clocks import MONDAY_NOON

LEASE = timedelta(seconds=10)
WORKERS = st.sampled_from(["ana", "bo"])


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.at: datetime = MONDAY_NOON
        self.job = Job(key="k", kind="post", subject="card", lane="a", created_at=self.at, coalesces=True)
        self.was_accepted = False
        self.attempts = 0

    @rule(seconds=st.integers(1, 30))
    def time_passes(self, seconds: int) -> None:
        self.at += timedelta(seconds=seconds)

    @rule(worker=WORKERS)
    def somebody_claims_it(self, worker: str) -> None:
        if not self.job.is_open or not self.job.may_be_claimed_by(worker, at=self.at):
            return
        self.job.claim(worker, at=self.at, until=self.at + LEASE)
        self.attempts = self.job.attempt

    @precondition(lambda self: self.job.claimed_by is not None and self.job.state is JobState.SENDING)
    @rule(certain=st.booleans(), counts=st.booleans())
    def it_fails(self, *, certain: bool, counts: bool) -> None:
        (self.job.postpone if certain else self.job.leave_open)(self.at + LEASE, "No answer.", counts=counts)

    @precondition(lambda self: self.job.claimed_by is not None and self.job.state in (JobState.SENDING, JobState.SENT))
    @rule(settles=st.booleans())
    def it_is_accepted(self, *, settles: bool) -> None:
        self.was_accepted = True
        self.job.accept("remote-1", {"link": "here"})
        if settles:
            self.job.finish(at=self.at)
        else:
            self.job.leave_open(self.at + LEASE, "A bug.", counts=True)

    @precondition(lambda self: self.job.claimed_by is not None and self.job.is_open)
    @rule()
    def it_is_given_up(self) -> None:
        was = self.job.state
        self.job.give_up("Enough.", at=self.at)
        assert (self.job.state is JobState.NEEDS_LOOK) == (was is JobState.SENDING)

    @rule()
    def an_admin_tries_again(self) -> None:
        try:
            self.job.revive()
        except WrongState:
            return
        assert self.job.failures == 0

    @precondition(lambda self: self.job.state in (JobState.SENDING, JobState.SENT, JobState.DONE))
    @rule()
    def nobody_drops_what_may_have_happened(self) -> None:
        try:
            self.job.drop(at=self.at)
        except WrongState:
            return
        raise AssertionError(f"dropped while {self.job.state}")

    @invariant()
    def what_was_accepted_is_never_sent_again(self) -> None:
        if self.was_accepted:
            assert self.job.state not in (JobState.WAITING, JobState.SENDING)
            assert self.job.remote_id == "remote-1"

    @invariant()
    def only_the_open_are_held_or_wait(self) -> None:
        if not self.job.is_open:
            assert self.job.claimed_by is self.job.claimed_until is self.job.retry_at is None
            assert self.job.done_at is not None

    @invariant()
    def an_attempt_has_its_moment_and_melts_nothing(self) -> None:
        assert self.job.attempt >= self.attempts
        assert (self.job.intent_at is None) == (self.job.attempt == 0)
        assert not (self.job.attempt and self.job.coalesces)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=60, stateful_step_count=25, database=None)
