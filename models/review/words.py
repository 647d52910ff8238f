"""The words of an approval, as they are written in galley.yml and in history."""

from enum import StrEnum


class Verdict(StrEnum):
    APPROVE = "approve"
    APPROVE_WITH_CHANGES = "approve_with_changes"  # a yes that opens a follow-up
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"

    @property
    def is_yes(self) -> bool:
        return self is Verdict.APPROVE or self is Verdict.APPROVE_WITH_CHANGES


class Outcome(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"  # not done: a new version is expected
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # nobody is asked any more
    EXPIRED = "expired"  # nobody answered for as long as the policy waits

    @property
    def leaves_wishes(self) -> bool:
        """What was asked for with a yes is still to be done; otherwise a new file is what comes next."""
        return self is Outcome.PENDING or self is Outcome.APPROVED


class Rule(StrEnum):
    ANY = "any"  # one yes is enough
    ALL = "all"  # every seat says yes
    QUORUM = "quorum"  # `quorum` people say yes
    FINAL = "final"  # the final decider alone; what others say is recorded and does not count


class Settling(StrEnum):
    AT_ONCE = "at_once"  # as soon as a count is reached
    WHEN_ALL_DECIDED = "when_all_decided"  # not before everybody who can has decided; then the worst wins


class Opening(StrEnum):
    """What makes the turn of a stage come. "Before" are the stages right before it, at a join the last of each path."""

    APPROVED = "approved"  # all before are approved
    ANY_DECISION = "any_decision"  # somebody before has decided, whatever it was
    DATE = "date"  # at `opens_at`, whatever is before
    DEADLINE = "deadline"  # all before are due, decided or not; or approved sooner
    HAND = "hand"  # somebody whom the policy lets opens it


class Closing(StrEnum):
    """What a final decider's yes closes. A no always ends the approval."""

    STAGE = "stage"
    APPROVAL = "approval"


class Deed(StrEnum):
    """What is done when nobody answers."""

    ESCALATE = "escalate"  # tell them
    REASSIGN = "reassign"  # ask them instead of whoever has not decided
    EXPIRE = "expire"  # stop asking


class Checks(StrEnum):
    """Stage 0."""

    PENDING = "pending"
    PASSED = "passed"
    FAILED = "failed"  # nobody is asked


class Phase(StrEnum):
    SKIPPED = "skipped"  # does not apply to this asset
    WAITING = "waiting"
    CALLED = "called"  # its turn has come, its people are being looked up
    OPEN = "open"
    SETTLED = "settled"
