"""What happens by itself to a stage that nobody answers: a reminder, or what galley.yml says of late stages."""

from dataclasses import dataclass
from datetime import datetime

from bot.policy import Policy
from models.approval import Stage
from models.reminder import Rung
from models.review.words import Deed


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """`rung` of the reminders, or `deed` to these people (ids)."""

    at: datetime
    rung: Rung | None = None
    deed: Deed | None = None
    to: tuple[str, ...] = ()


def next_by_itself(stage: Stage, policy: Policy, *, at: datetime) -> Ahead | None:
    """Whatever comes first after `at`."""
    ahead = [*_rungs(stage, policy), *_promises(stage)]
    return min((one for one in ahead if one.at > at), key=lambda one: one.at, default=None)


def next_promise(stage: Stage) -> Ahead | None:
    return next(iter(_promises(stage)), None)


def _rungs(stage: Stage, policy: Policy) -> list[Ahead]:
    """Where a stage says itself what follows when it is late, the lead is not told besides."""
    if stage.due_at is None:
        return []
    rungs = policy.ladder.rungs(stage.due_at, policy.working_time)
    return [Ahead(at=at, rung=rung) for rung, at in rungs if rung is not Rung.ESCALATION or not stage.promises]


def _promises(stage: Stage) -> list[Ahead]:
    return [
        Ahead(at=datetime.fromisoformat(one["at"]), deed=Deed(one["deed"]), to=tuple(one["to"]))
        for one in stage.promises
    ]
