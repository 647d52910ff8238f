"""What somebody who is late reads, and what their lead reads after that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.slack.parts import Block, Message, actions, button, context, escape, link, section, when
from bot.truth import open_stages, read_card, read_people
from models.asset import Asset, Version
from models.post import Post
from models.reminder import Rung

SNOOZE = "reminders.snooze"
PAUSE = timedelta(hours=4)  # what one click on "Snooze" puts off


@dataclass(frozen=True, kw_only=True)
class Late:
    """One stage that is still open."""

    batch_id: str
    title: str
    stage: str
    due_at: datetime
    is_overdue: bool
    awaited: tuple[str, ...]
    place: str


class ReminderTexts:
    def __init__(self, *, clock: Clock, permalink: Callable[[Post], str]) -> None:
        self._clock, self._permalink = clock, permalink

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        stages = await open_stages(session, [post.subject_id])
        if not stages or stages[0].due_at is None:
            return over() if post.ts else None
        wanted = (
            select(Asset).join(Version, col(Version.asset_id) == Asset.id).where(Version.id == stages[0].version_id)
        )
        asset = (await session.exec(wanted)).one()
        card = await read_card(session, asset.batch_id)
        people = await read_people(session, post.team_id, stages[0].awaited)
        late = Late(
            batch_id=asset.batch_id,
            title=asset.title,
            stage=stages[0].name,
            due_at=stages[0].due_at,
            is_overdue=stages[0].due_at <= self._clock.now(),
            awaited=tuple(people[one].name if one in people else one for one in stages[0].awaited),
            place=self._permalink(card) if card and card.ts else "",
        )
        return escalation(late) if post.details["rung"] == Rung.ESCALATION else reminder(late)


def reminder(late: Late) -> Message:
    when_due = f"was due {when(late.due_at)}" if late.is_overdue else f"is due {when(late.due_at)}"
    said = f":alarm_clock: *{escape(late.title)}* still waits for you in {escape(late.stage)}; it {when_due}."
    snooze = button("Snooze 4 hours", action_id=SNOOZE, value=late.batch_id)
    return Message(said, (section(said), *_place(late), actions(snooze, block_id="reminder")))


def escalation(late: Late) -> Message:
    said = (
        f":rotating_light: *{escape(late.title)}* is late in {escape(late.stage)}: it was due {when(late.due_at)}. "
        f"Still awaited: {escape(_names(late.awaited))}."
    )
    return Message(said, (section(said), *_place(late)))


def over() -> Message:
    said = ":white_check_mark: Nothing waits here any more."
    return Message(said, (context(said),))


def _place(late: Late) -> Sequence[Block]:
    return (context(link(late.place, "Decide in the review channel")),) if late.place else ()


def _names(names: Sequence[str]) -> str:
    return ", ".join(names)
