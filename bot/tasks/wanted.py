"""Where an asset's task should stand today. Pure: the same truth gives the same answer, however late it is asked."""

from dataclasses import dataclass

from bot.policy import Policy
from connectors.board import StatusGroup
from models.approval import Approval
from models.asset import AssetState


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A status by its name; where the board has none of that name, the first of the group."""

    name: str
    group: StatusGroup


def wanted_status(state: AssetState, approval: Approval | None, policy: Policy) -> Wanted | None:
    """None: the task stays where it is, such as while a new file is only being looked at."""
    statuses = policy.tasks.statuses
    match state:
        case AssetState.IN_REVIEW:
            name = _in_review(approval, policy)
            return Wanted(name=name, group=StatusGroup.ACTIVE) if name else None
        case AssetState.CHANGES_REQUESTED:
            return Wanted(name=statuses.changes_requested, group=StatusGroup.ACTIVE)
        case AssetState.APPROVED:
            return Wanted(name=statuses.approved, group=StatusGroup.ACTIVE)
        case AssetState.PUBLISHED:
            return Wanted(name=statuses.published, group=StatusGroup.COMPLETED)
        case AssetState.REJECTED | AssetState.EXPIRED:
            return Wanted(name=statuses.rejected, group=StatusGroup.CANCELLED)
        case _:
            return None


def all_statuses(policy: Policy) -> tuple[str, ...]:
    """Every name that a task may be moved to, each once, in the order of the journey."""
    named = policy.tasks.statuses
    stages = [stage.task_status for stage in policy.review.every_stage if stage.task_status]
    ends = (named.changes_requested, named.rejected, named.approved, named.published)
    in_review = () if len(stages) == len(policy.review.every_stage) else (named.in_review,)
    return tuple(dict.fromkeys((named.submitted, *in_review, *stages, *ends)))


def _in_review(approval: Approval | None, policy: Policy) -> str | None:
    """The open stage's own status; None between two stages; before anybody is asked, that of what has come in."""
    statuses = policy.tasks.statuses
    if approval is None:
        return statuses.submitted
    if approval.current is None:
        return None
    by_stage = {stage.name: stage.task_status for stage in policy.review.every_stage}
    return by_stage.get(approval.current.name) or statuses.in_review
