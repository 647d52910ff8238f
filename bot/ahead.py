"""What happens by itself to a stage that nobody answers: a reminder, or what galley.yml says of late stages.

One truth for whoever tells it, the card as well as /galley why: the reminders that really go out, with quiet hours,
snoozes and what people have chosen counted in, and the promises of the stage.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Stage
from models.reminder import CARD, Reminder, Rung, upcoming
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


Wait = tuple[str, str]
"""A person, and a stage that waits for them."""


class Held(Protocol):
    """Of these, those of which no single message goes out: they chose so, and read it in their digest at most."""

    async def __call__(self, session: AsyncSession, team_id: str, waits: Collection[Wait], /) -> set[Wait]: ...


async def nobody(_: AsyncSession, __: str, ___: Collection[Wait]) -> set[Wait]:
    """Every message goes out."""
    return set()


def next_by_itself(stage: Stage, planned: Planned, *, at: datetime) -> Ahead | None:
    """Whatever comes first after `at`."""
    reminder = planned.get(stage.id)
    ahead = [*_promises(stage), *([reminder] if reminder else [])]
    return min((one for one in ahead if one.at > at), key=lambda one: one.at, default=None)


async def read_planned(session: AsyncSession, stages: Iterable[Stage], *, at: datetime, held: Held = nobody) -> Planned:
    asked = {stage.id: stage for stage in stages if stage.is_open}
    if not asked:
        return {}
    open_ones = (col(Reminder.stage_id).in_(asked), col(Reminder.settled_at).is_(None), Reminder.due_at > at)
    by_stage: dict[str, list[Reminder]] = defaultdict(list)
    found = (await session.exec(select(Reminder).where(*open_ones))).all()
    for reminder in await _sent(session, found, held):
        by_stage[reminder.stage_id].append(reminder)
    ahead = ((one, upcoming(by_stage[one], awaited=stage.awaited, at=at)) for one, stage in asked.items())
    return {one: Ahead(at=reminder.due_at, rung=reminder.rung) for one, reminder in ahead if reminder is not None}


async def _sent(session: AsyncSession, planned: Sequence[Reminder], held: Held) -> list[Reminder]:
    """Those which become a message; an escalation always does."""
    single = [one for one in planned if one.rung is not Rung.ESCALATION]
    waits = {(one.person_id, one.stage_id) for one in single if one.person_id != CARD}
    unsaid = await held(session, single[0].team_id, waits) if waits else set()
    return [one for one in planned if one.rung is Rung.ESCALATION or (one.person_id, one.stage_id) not in unsaid]


def _promises(stage: Stage) -> list[Ahead]:
    return [
        Ahead(at=datetime.fromisoformat(one["at"]), deed=Deed(one["deed"]), to=tuple(one["to"]))
        for one in stage.promises
    ]
