"""What is due: the rungs whose moment has come, who is still awaited, and which of them share one message."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.hands import at_hand
from bot.slack.posts import Wish
from bot.truth import open_stages
from models.post import PostKind
from models.reminder import Reminder, Rung

AT_ONCE = 5  # messages at most that are handed over in one transaction: a click waits for no more


async def read_due(session: AsyncSession, at: datetime) -> Sequence[Reminder]:
    """Those whose moment came first, and whatever shares a message with one of them. The rows are locked, so that a
    second replica waits here and then finds them settled.
    """
    due = (col(Reminder.settled_at).is_(None), Reminder.due_at <= at)
    order, message = (col(Reminder.due_at), col(Reminder.id)), (col(Reminder.batch_id), col(Reminder.person_id))
    first = (await session.exec(select(*message).where(*due).order_by(*order).limit(AT_ONCE))).all()
    wanted = select(Reminder).where(*due, tuple_(*message).in_(set(first))).order_by(*order)
    return (await session.exec(wanted.with_for_update())).all() if first else ()


async def read_awaited(session: AsyncSession, due: Sequence[Reminder]) -> dict[str, set[str]]:
    """Of each stage that is asked or waits for a hand: who has not answered yet."""
    return await _awaited(session, {reminder.stage_id for reminder in due}) | await _at_hand(session, due)


def is_wanted(reminder: Reminder, awaited: dict[str, set[str]]) -> bool:
    people = awaited.get(reminder.stage_id, set())
    return bool(people) and (reminder.rung is Rung.ESCALATION or reminder.person_id in people)


def message_of(reminder: Reminder) -> tuple[str, str, str, str]:
    """Reminders that are alike in this share one message."""
    return reminder.team_id, reminder.person_id, reminder.batch_id, reminder.rung


def wishes(reminders: Sequence[Reminder]) -> list[Wish]:
    return [_wish(list(group)) for _, group in groupby(reminders, key=message_of)]


async def _awaited(session: AsyncSession, stage_ids: set[str]) -> dict[str, set[str]]:
    """Who is still awaited in each of these stages; a settled stage awaits nobody and is left out."""
    return {stage.id: set(stage.awaited) for stage in await open_stages(session, stage_ids)}


async def _at_hand(session: AsyncSession, due: Sequence[Reminder]) -> dict[str, set[str]]:
    """Of stages that wait for a hand: whoever is to open them."""
    waiting = await at_hand(session, {reminder.stage_id for reminder in due})
    return {stage.id: {one.person_id for one in due if one.stage_id == stage.id} for stage in waiting}


def _wish(together: Sequence[Reminder]) -> Wish:
    first = together[0]
    return Wish(
        kind=PostKind.REMINDER,
        subject_id=first.batch_id,
        key=f"reminder:{first.id}",
        channel_id=first.person_id,
        recipient_id=first.person_id,
        details={"rung": first.rung.value, "stages": [reminder.stage_id for reminder in together]},
    )
