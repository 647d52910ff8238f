"""What happens by itself to a stage that nobody answers: a reminder, or what galley.yml says of late stages.

One truth for whoever tells it, the card as well as /galley why: the reminders that are really planned, with quiet hours
and snoozes counted in, and the promises of the stage.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Stage
from models.reminder import Reminder, Rung, upcoming
from models.review.words import Deed


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """`rung` of the reminders, or `deed` to these people (ids)."""

    at: datetime
    rung: Rung | None = None
    deed: Deed | None = None
    to: tuple[str, ...] = ()


Planned = Mapping[str, Ahead]
"""The next reminder of each stage that has one."""


def next_by_itself(stage: Stage, planned: Planned, *, at: datetime) -> Ahead | None:
    """Whatever comes first after `at`."""
    reminder = planned.get(stage.id)
    ahead = [*_promises(stage), *([reminder] if reminder else [])]
    return min((one for one in ahead if one.at > at), key=lambda one: one.at, default=None)


async def read_planned(session: AsyncSession, stages: Iterable[Stage], *, at: datetime) -> Planned:
    asked = {stage.id: stage for stage in stages if stage.is_open}
    if not asked:
        return {}
    open_ones = (col(Reminder.stage_id).in_(asked), col(Reminder.settled_at).is_(None), Reminder.due_at > at)
    by_stage: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in await session.exec(select(Reminder).where(*open_ones)):
        by_stage[reminder.stage_id].append(reminder)
    found = ((one, upcoming(by_stage[one], awaited=stage.awaited, at=at)) for one, stage in asked.items())
    return {one: Ahead(at=reminder.due_at, rung=reminder.rung) for one, reminder in found if reminder is not None}


def _promises(stage: Stage) -> list[Ahead]:
    return [
        Ahead(at=datetime.fromisoformat(one["at"]), deed=Deed(one["deed"]), to=tuple(one["to"]))
        for one in stage.promises
    ]
