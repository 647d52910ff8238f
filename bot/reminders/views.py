"""What somebody who is late reads, and what their lead reads after that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ButtonElement
from sqlalchemy.orm import selectinload
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import calling
from bot.clicks import MUTE, PUT_OFF, open_stages
from bot.clock import Clock
from bot.hands import waiting_on
from bot.slack.acquaintances import read_people
from bot.slack.parts import (
    Message,
    actions,
    button,
    context,
    escape,
    link,
    listed,
    section,
    spoken,
    when,
)
from bot.truth import read_card
from models.approval import Stage
from models.asset import Asset, Version
from models.post import Post
from models.reminder import Reminder, Rung


@dataclass(frozen=True, kw_only=True)
class Late:
    """The pictures of one batch that are still open in one stage, and what happens if they stay so."""

    batch_id: str
    titles: tuple[str, ...]
    stage: str
    due_at: datetime
    is_overdue: bool
    awaited: tuple[str, ...]
    place: str
    next_rung: Rung | None = None
    next_at: datetime | None = None
    next_person: str = ""
    asset_ids: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()  # the names of those for whom the reader stands in


class ReminderTexts:
    def __init__(self, *, clock: Clock, permalink: Callable[[Post], str]) -> None:
        self._clock, self._permalink = clock, permalink

    async def render(self, session: AsyncSession, post: Post) -> Message | None:
        is_escalation = post.details["rung"] == Rung.ESCALATION
        stages = await _stages(session, post.details["stages"])
        late = [one for one in stages if one.is_open and (is_escalation or post.recipient_id in one.awaited)]
        if not late and (waiting := await _to_be_opened(session, post, stages)):
            return await self._to_open(session, post, waiting)
        if not late:
            return over(await self._late(session, post, stages)) if post.ts and stages else None
        shown = await self._late(session, post, late)
        return (escalation(shown) if is_escalation else reminder(shown)).telling_of(shown.asset_ids)

    async def _to_open(self, session: AsyncSession, post: Post, waiting: Sequence[Stage]) -> Message:
        card, assets = await read_card(session, post.subject_id), await _assets(session, waiting)
        place = self._permalink(card) if card and card.ts else ""
        names, ids = [asset.title for asset in assets], [stage.id for stage in waiting]
        said = to_open(names, waiting[0].name, ids, batch_id=post.subject_id, place=place)
        return said.telling_of(asset.id for asset in assets)

    async def _late(self, session: AsyncSession, post: Post, stages: Sequence[Stage]) -> Late:
        card = await read_card(session, post.subject_id)
        following = await _following(session, post, stages)
        seated = [one for stage in stages for seat in stage.waiting for one in (seat.person_id, seat.asked)]
        people = await read_people(session, post.team_id, [*seated, following.person_id if following else ""])

        def call(person_id: str) -> str:
            return people[person_id].name if person_id in people else person_id

        standing = [one for stage in stages for one in calling.stand_ins(stage, call)]
        assets = await _assets(session, stages)
        due_at = min((stage.due_at for stage in stages if stage.due_at), default=self._clock.now())
        return Late(
            batch_id=post.subject_id,
            titles=tuple(asset.title for asset in assets),
            asset_ids=tuple(asset.id for asset in assets),
            stage=stages[0].name,
            due_at=due_at,
            is_overdue=due_at <= self._clock.now(),
            awaited=tuple(dict.fromkeys(name for stage in stages for name in calling.awaited(stage, call))),
            for_whom=calling.for_whom(post.recipient_id or "", standing),
            place=self._permalink(card) if card and card.ts else "",
            next_rung=following.rung if following else None,
            next_at=following.due_at if following else None,
            next_person=people[following.person_id].name if following and following.person_id in people else "",
        )


def reminder(late: Late) -> Message:
    waits = "waits" if len(late.titles) == 1 else "wait"
    mark, due = (":hourglass:", "*late*, due") if late.is_overdue else (":alarm_clock:", "due")
    you = f"you, for {listed(late.for_whom)}," if late.for_whom else "you"
    said = f"{mark} {_pictures(late)} still {waits} for {you} in {escape(late.stage)}: {due} {when(late.due_at)}."
    notes = [*_next(late), *_decide(late)]
    seen = [context(" · ".join(notes))] if notes else []
    buttons = actions(*_quiet(late.batch_id), block_id="reminder")
    return Message(spoken(said, *_next(late)), (section(said), *seen, buttons))


def to_open(titles: Sequence[str], stage: str, stage_ids: Sequence[str], *, batch_id: str, place: str) -> Message:
    """To whoever is to open a stage by hand."""
    is_one = len(titles) == 1
    what = f"*{escape(titles[0], 120)}*" if is_one else f"*{len(titles)} pictures* ({listed(titles, most=5)})"
    said = f":raised_hand: {what} still {'waits' if is_one else 'wait'} for you to open *{escape(stage)}*."
    note = " · ".join(["Its people are asked once you do.", *([link(place, "See the card")] if place else [])])
    opening = open_stages(stage, stage_ids, titles[0] if is_one else f"{len(titles)} pictures")
    snooze, mute = _quiet(batch_id)
    return Message(spoken(said), (section(said), context(note), actions(opening, snooze, mute, block_id="reminder")))


def escalation(late: Late) -> Message:
    is_one = len(late.titles) == 1
    said = (
        f":rotating_light: {_pictures(late)} {'is' if is_one else 'are'} late in {escape(late.stage)}: "
        f"due {when(late.due_at)}, and *{listed(late.awaited)}* {_has(late.awaited)} not answered."
    )
    notes = ["They are not reminded any more, so please speak to them.", *_decide(late, words="See the card")]
    return Message(spoken(said, notes[0]), (section(said), context(" · ".join(notes))))


def over(late: Late) -> Message:
    said = f":ballot_box_with_check: {_pictures(late)}: {escape(late.stage)} no longer waits for you."
    return Message(spoken(said), (context(" · ".join([said, *_decide(late, words="See the card")])),))


def _quiet(batch_id: str) -> tuple[ButtonElement, ButtonElement]:
    snooze = button("Snooze 4 hours", action_id=PUT_OFF, value=batch_id, label="Snooze this reminder for 4 hours")
    return snooze, button("Mute", action_id=MUTE, value=batch_id, label="No more messages about this")


def _pictures(late: Late) -> str:
    if len(late.titles) == 1:
        return f"*{escape(late.titles[0], 120)}*"
    return f"*{len(late.titles)} pictures* ({listed(late.titles, most=5)})"


def _next(late: Late) -> Sequence[str]:
    """What happens by itself, so that nobody is surprised to hear from their lead."""
    if late.next_rung is None or late.next_at is None:
        return ()
    if late.next_rung is Rung.ESCALATION:
        return (f"Without an answer, {escape(late.next_person) or 'the lead'} is told {when(late.next_at)}",)
    return (f"Without an answer, you are reminded again {when(late.next_at)}",)


def _decide(late: Late, *, words: str = "Decide in the review channel") -> Sequence[str]:
    return (link(late.place, words),) if late.place else ()


def _has(people: Sequence[str]) -> str:
    return "has" if len(people) == 1 else "have"


async def _to_be_opened(session: AsyncSession, post: Post, stages: Sequence[Stage]) -> Sequence[Stage]:
    """Those which wait for this reader's hand."""
    found = {stage.id for stage, _ in await waiting_on(session, post.team_id, post.recipient_id or "")}
    return [stage for stage in stages if stage.id in found]


async def _stages(session: AsyncSession, stage_ids: Sequence[str]) -> list[Stage]:
    """Whether they are still asked or not, with their seats and decisions."""
    loaded = (selectinload(Stage.seats), selectinload(Stage.decisions))  # type: ignore[arg-type]
    wanted = select(Stage).where(col(Stage.id).in_(set(stage_ids))).options(*loaded)
    return list((await session.exec(wanted.order_by(col(Stage.id)))).all())


async def _assets(session: AsyncSession, stages: Sequence[Stage]) -> Sequence[Asset]:
    version_ids = [stage.version_id for stage in stages]
    wanted = select(Asset).join(Version, col(Version.asset_id) == Asset.id).where(col(Version.id).in_(version_ids))
    return (await session.exec(wanted.order_by(col(Asset.position)))).all()


async def _following(session: AsyncSession, post: Post, stages: Sequence[Stage]) -> Reminder | None:
    """What is planned next: for this person, or for the lead about them."""
    planned = select(Reminder).where(
        col(Reminder.stage_id).in_([stage.id for stage in stages if stage.is_open]), col(Reminder.settled_at).is_(None)
    )
    theirs = or_(col(Reminder.person_id) == post.recipient_id, col(Reminder.rung) == Rung.ESCALATION)
    return (await session.exec(planned.where(theirs).order_by(col(Reminder.due_at)).limit(1))).first()
