"""What happens to an approval. Whatever changes a review says how, in facts."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ReviewTold:
    """What an event adds to a review, as models/review writes it; the first of the facts has the number `first`."""

    review_id: str
    approval_id: str  # the version that is asked about
    first: int
    facts: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, kw_only=True)
class ApprovalOpened(ReviewTold, Event):
    batch_id: str
    version_id: str
    policy_digest: str
    opened_at: str
    round: int
    number: int  # of the version
    title: str
    submitter_id: str  # who brought the version
    names: Mapping[str, str]  # what the people concerned are called today
    is_pilot: bool = False  # that policy is tried where it began


@dataclass(frozen=True, kw_only=True)
class StageCalled(ReviewTold, Event):
    """Somebody opened by hand what was to wait for that; its people are asked next."""

    batch_id: str
    stage_id: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class StageAtHand(Event):
    """All before it have said yes, and now it waits for somebody to open it."""

    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    position: int
    leads: tuple[str, ...]
    due_at: str  # until when it should be open; empty where galley.yml knows the stage no more
    led_before: tuple[str, ...] = ()  # for whom it does not wait any more


@dataclass(frozen=True, kw_only=True)
class StageOpened(ReviewTold, Event):
    batch_id: str
    stage_id: str
    stage: str
    position: int
    rule: str
    needed: int
    approvers: tuple[str, ...]
    names: Mapping[str, str]  # what they are called today
    opened_at: str
    due_at: str


@dataclass(frozen=True, kw_only=True)
class DecisionMade(ReviewTold, Event):
    """With everything that it settles. It is done, and told of, a moment later (DecisionFollowed)."""

    batch_id: str
    stage_id: str
    stage: str
    decision_id: str
    version_id: str
    verdict: str
    decided_at: str
    click_id: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionFollowed(Event):
    """What a decision changes is done: people and boards may be told."""

    batch_id: str
    stage_id: str
    decision_id: str


@dataclass(frozen=True, kw_only=True)
class DecisionRefused(Event):
    """Somebody clicked who may not, or too late."""

    stage_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class DeedRefused(Event):
    """Somebody tried what their role does not allow."""

    deed: str
    why: str


@dataclass(frozen=True, kw_only=True)
class StageSettled(Event):
    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ApprovalSettled(Event):
    batch_id: str
    approval_id: str
    version_id: str
    outcome: str
    settled_at: str


@dataclass(frozen=True, kw_only=True)
class TimePassed(ReviewTold, Event):
    """What nobody did in time came to pass, as the card had said."""

    batch_id: str


@dataclass(frozen=True, kw_only=True)
class StageEscalated(Event):
    """Nobody answered: others are told."""

    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    to: tuple[str, ...]
    promise: int  # its place among those of the stage


@dataclass(frozen=True, kw_only=True)
class StageStuck(Event):
    """Nobody can make it pass any more, as it stands."""

    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    why: str


@dataclass(frozen=True, kw_only=True)
class SeatsReassigned(Event):
    """Others are asked instead of those who did not answer."""

    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    position: int
    left: tuple[str, ...]
    approvers: tuple[str, ...]  # who is asked now
    due_at: str


@dataclass(frozen=True, kw_only=True)
class SeatsHandedOver(ReviewTold, Event):
    """Somebody is away: whoever stands in for them is asked from now on, unless they may not sit there."""

    batch_id: str
    absence_id: str
    absent_id: str
    substitute_id: str
    stages: tuple[str, ...]  # in which they are asked
    why_kept: str  # why the seat stays theirs, where it does
    names: Mapping[str, str]  # what both are called today


@dataclass(frozen=True, kw_only=True)
class SeatsGivenBack(ReviewTold, Event):
    """Somebody is back: what nobody has decided for them meanwhile is theirs again."""

    batch_id: str
    absence_id: str
    absent_id: str
    substitute_id: str


@dataclass(frozen=True, kw_only=True)
class OthersAsked(Event):
    """An absence has begun or ended, so that somebody else is asked in an open stage."""

    batch_id: str
    approval_id: str
    stage_id: str
    stage: str
    position: int
    approvers: tuple[str, ...]  # who is asked now
    due_at: str


@dataclass(frozen=True, kw_only=True)
class SeatsChanged(ReviewTold, Event):
    """The people of an open stage were looked up again, and are others by now."""

    batch_id: str
    stage_id: str
    stage: str
    position: int
    occasion: str  # the same for all that was looked up together
    came: tuple[str, ...]  # who is asked from now on
    left: tuple[str, ...]  # who is not asked any more
    approvers: tuple[str, ...]  # those of `came` of whom no OthersAsked tells
    due_at: str
    names: Mapping[str, str]  # what they are called today
    decider: str = ""  # who decides alone from now on, where that is another one


@dataclass(frozen=True, kw_only=True)
class AdviceGiven(ReviewTold, Event):
    """An adviser said what they think. It never counts."""

    batch_id: str
    stage_id: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(ReviewTold, Event):
    """Somebody thought again while the stage was open."""

    batch_id: str
    stage_id: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class FollowUpFinished(ReviewTold, Event):
    """What somebody asked for with their yes is done."""

    batch_id: str
    stage_id: str
    stage: str
    asked_by: str
    wish: str


@dataclass(frozen=True, kw_only=True)
class ReviewRecalled(ReviewTold, Event):
    """The submitter took the question back: nobody is asked any more."""

    batch_id: str


@dataclass(frozen=True, kw_only=True)
class ReviewReopened(ReviewTold, Event):
    """A settled stage is asked again, with all that came after it."""

    batch_id: str
    stage: str
    round: int = 0  # in which it is asked about from now on


@dataclass(frozen=True, kw_only=True)
class ApprovalWithdrawn(ReviewTold, Event):
    """A newer version came: the open votes of the older one are void."""

    batch_id: str
    version_id: str
    withdrawn_at: str
