"""What somebody who is late reads, and what their lead reads after that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.slack.parts import Block, Message, actions, button, context, escape, link, section, when
from bot.truth import open_stages, read_card, read_people
from models.approval import Stage
from models.asset import Asset, Version
from models.post import Post
from models.reminder import Rung

SNOOZE = "reminders.snooze"
PAUSE = timedelta(hours=4)  # what one click on "Snooze" puts off


@dataclass(frozen=True, kw_only=True)
class Late:
    """The pictures of one batch that are still open in one stage."""

    batch_id: str
    titles: tuple[str, ...]
    stage: str
    due_at: datetime
    is_overdue: bool
    awaited: tuple[str, ...]
    place: str


class ReminderTexts:
    def __init__(self, *, clock: Clock, permalink: Callable[[Post], str]) -> None:
        self._clock, self._permalink = clock, permalink

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        is_escalation = post.details["rung"] == Rung.ESCALATION
        stages = await open_stages(session, post.details["stages"])
        late = [stage for stage in stages if is_escalation or post.recipient_id in stage.awaited]
        if not late:
            return over() if post.ts else None
        shown = await self._late(session, post, late)
        return escalation(shown) if is_escalation else reminder(shown)

    async def _late(self, session: AsyncSession, post: Post, stages: Sequence[Stage]) -> Late:
        version_ids = [stage.version_id for stage in stages]
        wanted = select(Asset).join(Version, col(Version.asset_id) == Asset.id).where(col(Version.id).in_(version_ids))
        assets = (await session.exec(wanted.order_by(col(Asset.position)))).all()
        card = await read_card(session, post.subject_id)
        awaited = list(dict.fromkeys(one for stage in stages for one in stage.awaited))
        people = await read_people(session, post.team_id, awaited)
        due_at = min(stage.due_at for stage in stages if stage.due_at)
        return Late(
            batch_id=post.subject_id,
            titles=tuple(asset.title for asset in assets),
            stage=stages[0].name,
            due_at=due_at,
            is_overdue=due_at <= self._clock.now(),
            awaited=tuple(people[one].name if one in people else one for one in awaited),
            place=self._permalink(card) if card and card.ts else "",
        )


def reminder(late: Late) -> Message:
    when_due = f"due {when(late.due_at)}" if not late.is_overdue else f"late, it was due {when(late.due_at)}"
    waits = "still waits" if len(late.titles) == 1 else "still wait"
    said = f":alarm_clock: {_pictures(late)} {waits} for you in {escape(late.stage)}: {when_due}."
    snooze = button("Snooze 4 hours", action_id=SNOOZE, value=late.batch_id)
    return Message(said, (section(said), *_place(late), actions(snooze, block_id="reminder")))


def escalation(late: Late) -> Message:
    said = (
        f":rotating_light: {_pictures(late)}: nobody has answered in {escape(late.stage)}, due {when(late.due_at)}. "
        f"Still awaited: {escape(', '.join(late.awaited))}."
    )
    return Message(said, (section(said), *_place(late)))


def over() -> Message:
    said = ":white_check_mark: Nothing waits here any more."
    return Message(said, (context(said),))


def _pictures(late: Late) -> str:
    if len(late.titles) == 1:
        return f"*{escape(late.titles[0])}*"
    return f"*{len(late.titles)} pictures* ({escape(', '.join(late.titles), 200)})"


def _place(late: Late) -> Sequence[Block]:
    return (context(link(late.place, "Decide in the review channel")),) if late.place else ()
