"""Reminders: planned when a stage opens, handed over when due, forgotten when the stage is decided."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ahead import Held
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.hours import free_from
from bot.policy import Policy
from bot.reminders.due import is_wanted, message_of, read_awaited, read_due, wishes
from bot.slack.acquaintances import read_people
from bot.slack.actor import Actor
from bot.slack.people import People
from bot.slack.posts import BREATH, NEWS_EVERY, Posts, Wish
from models.approval import Approval, Stage
from models.events import (
    ApprovalSettled,
    ApprovalWithdrawn,
    OthersAsked,
    ReminderSent,
    ReviewRecalled,
    SeatsChanged,
    SeatsReassigned,
    Snoozed,
    StageAtHand,
    StageCalled,
    StageEscalated,
    StageOpened,
    StageSettled,
)
from models.person import Person
from models.post import PostKind
from models.reminder import CARD, Reminder, Rung, merge

Asking = StageOpened | SeatsReassigned | SeatsChanged | OthersAsked
Over = ApprovalSettled | ApprovalWithdrawn | ReviewRecalled


class Reminders:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        posts: Posts,
        people: People,
        policies: Policies,
        held: Held,
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._posts, self._people, self._policies, self._held = posts, people, policies, held

    async def plan(self, session: AsyncSession, event: Asking) -> None:
        """Every rung for every approver, moved out of their quiet hours; then the escalation to the lead, unless the
        stage says itself what follows when it is late.
        """
        policy = self._policies.under(is_pilot=await _is_pilot(session, event.approval_id)).policy
        due_at = datetime.fromisoformat(event.due_at)
        approvers = await read_people(session, event.team_id, event.approvers)
        await _forget_earlier(session, event)
        leads = await self._lead(session, event.team_id, policy) if await _escalates(session, event) else ()
        for step, (rung, moment) in enumerate(policy.ladder.rungs(due_at, policy.working_time)):
            told = leads if rung is Rung.ESCALATION else approvers.values()
            follows = [one for one in told if rung is Rung.ESCALATION or self._is_asked_before(one, moment)]
            session.add_all([self._reminder(event, person, rung, moment, step=step) for person in follows])
        if isinstance(event, StageOpened):
            session.add(_of_card(event, due_at))

    async def plan_hand(self, session: AsyncSession, event: StageAtHand) -> None:
        """The same rungs for whoever is to open a stage, as if its time counted already; nobody is told of them."""
        await session.exec(delete(Reminder).where(col(Reminder.stage_id) == event.stage_id))
        if not event.due_at:
            return
        policy, now = self._policies.current, self._clock.now()
        leads = await read_people(session, event.team_id, event.leads)
        for step, (rung, moment) in enumerate(
            policy.ladder.rungs(datetime.fromisoformat(event.due_at), policy.working_time)
        ):
            if rung is not Rung.ESCALATION and moment > now:
                session.add_all([self._reminder(event, one, rung, moment, step=step) for one in leads.values()])

    async def escalate(self, session: AsyncSession, event: StageEscalated) -> None:
        """Nobody answered: tell them, when they may be written to."""
        people, now = await read_people(session, event.team_id, event.to), self._clock.now()
        wishes = [
            Wish(
                kind=PostKind.REMINDER,
                subject_id=event.batch_id,
                key=f"escalated:{event.stage_id}:{event.promise}:{person.slack_id}",
                channel_id=person.slack_id,
                recipient_id=person.slack_id,
                details={"rung": Rung.ESCALATION.value, "stages": [event.stage_id]},
                not_before=free_from(now, person, self._policies.current),
            )
            for person in people.values()
        ]
        await self._posts.show_all(session, event.team_id, wishes)

    async def send_due(self) -> int:
        """Hand over all that is due, one message per person and batch. Answers how many rungs were looked at."""
        looked_at, pauses = 0, dict[str, timedelta]()
        while found := await self._send_some(pauses):
            looked_at += found
            await asyncio.sleep(0)  # on SQLite nothing here waits for anything
        return looked_at

    async def _send_some(self, pauses: dict[str, timedelta]) -> int:
        """`pauses` are those of the cards that are drawn again, by batch."""
        async with self._db.write() as session:
            found = await read_due(session, self._clock.now())
            due = [reminder for reminder in found if not await self._put_off(session, reminder)]
            awaited = await read_awaited(session, due)
            send, _ = merge([one for one in due if is_wanted(one, awaited)])
            for reminder in due:
                reminder.settled_at = self._clock.now()
            for batch_id in sorted({reminder.batch_id for reminder in found}):
                pause = pauses.setdefault(batch_id, BREATH + len(pauses) * NEWS_EVERY)
                self._posts.refresh(session, subject_id=batch_id, kinds=(PostKind.CARD,), is_news=True, pause=pause)
            for team_id, group in groupby(sorted(send, key=message_of), key=lambda one: one.team_id):
                await self._send(session, team_id, list(group))
        return len(found)

    async def _send(self, session: AsyncSession, team_id: str, due: Sequence[Reminder]) -> None:
        """Whoever reads of it in their digest is not reminded besides; an escalation always is a message."""
        waits = {(one.person_id, one.stage_id) for one in due if one.rung is not Rung.ESCALATION}
        held = await self._held(session, team_id, waits)
        send = [one for one in due if one.rung is Rung.ESCALATION or (one.person_id, one.stage_id) not in held]
        await self._posts.show_all(session, team_id, wishes(send))
        for reminder in send:
            await self._history.record(session, _sent(reminder))

    async def forget(self, session: AsyncSession, event: StageSettled | StageCalled) -> None:
        """Decided, or opened: nobody is reminded of it any more, or not of that."""
        for reminder in await _open(session, event.stage_id):
            reminder.settled_at = self._clock.now()

    async def forget_all(self, session: AsyncSession, event: Over) -> None:
        """Answered, or void: no stage of it is asked any more."""
        stages = select(Stage.id).where(Stage.approval_id == event.approval_id)
        wanted = select(Reminder).where(col(Reminder.stage_id).in_(stages), col(Reminder.settled_at).is_(None))
        for reminder in (await session.exec(wanted)).all():
            reminder.settled_at = self._clock.now()

    async def snooze(self, by: Actor, *, batch_id: str | None, pause: timedelta) -> datetime | None:
        """Put off this person's reminders, of one batch or of everything; None when none is planned for them."""
        until = self._clock.now() + pause
        async with self._db.write() as session:
            person = await session.get(Person, (by.team_id, by.person_id))
            until = free_from(until, person, self._policies.current) if person else until
            planned = await _planned_for(session, by, batch_id)
            for reminder in planned:
                reminder.due_at = max(reminder.due_at, until)
            for stage_id in sorted({reminder.stage_id for reminder in planned}):
                snoozed = Snoozed(team_id=by.team_id, actor_id=by.person_id, stage_id=stage_id, until=until.isoformat())
                await self._history.record(session, snoozed)
            for changed in sorted({reminder.batch_id for reminder in planned}):
                self._posts.refresh(session, subject_id=changed, kinds=(PostKind.CARD, PostKind.REMINDER), is_news=True)
        return until if planned else None

    async def _lead(self, session: AsyncSession, team_id: str, policy: Policy) -> Sequence[Person]:
        leads, _ = await self._people.find(session, team_id, [policy.people.lead])
        return leads[:1]

    def _is_asked_before(self, person: Person, moment: datetime) -> bool:
        """The question waits for the same quiet hours to end: nobody is reminded of what they have only just read."""
        policy = self._policies.current
        return free_from(self._clock.now(), person, policy) < free_from(moment, person, policy)

    async def _put_off(self, session: AsyncSession, reminder: Reminder) -> bool:
        """It was due before somebody's quiet hours, while Galley was away, and they have begun."""
        now, person = self._clock.now(), await session.get(Person, (reminder.team_id, reminder.person_id))
        free = free_from(now, person, self._policies.current) if person else now
        if free > now:
            reminder.due_at = _full_minute(free)
        return free > now

    def _reminder(
        self, event: Asking | StageAtHand, person: Person, rung: Rung, moment: datetime, *, step: int
    ) -> Reminder:
        free = free_from(moment, person, self._policies.current)
        return Reminder(
            team_id=event.team_id,
            batch_id=event.batch_id,
            stage_id=event.stage_id,
            person_id=person.slack_id,
            rung=rung,
            step=step,
            due_at=_full_minute(free),
        )


def _of_card(event: StageOpened, due_at: datetime) -> Reminder:
    """At the deadline the card turns late, whoever may be written to then."""
    return Reminder(
        team_id=event.team_id,
        batch_id=event.batch_id,
        stage_id=event.stage_id,
        person_id=CARD,
        rung=Rung.AT,
        step=0,
        due_at=_full_minute(due_at),
    )


async def _forget_earlier(session: AsyncSession, event: Asking) -> None:
    """Where a stage is asked again, what was planned for these people the time before."""
    whom = (col(Reminder.stage_id) == event.stage_id, col(Reminder.person_id).in_(event.approvers))
    is_of_card = (col(Reminder.stage_id) == event.stage_id, col(Reminder.person_id) == CARD)
    is_escalation = (col(Reminder.stage_id) == event.stage_id, col(Reminder.rung) == Rung.ESCALATION)
    for which in (whom, is_escalation, is_of_card) if isinstance(event, StageOpened) else (whom,):
        await session.exec(delete(Reminder).where(*which))


async def _is_pilot(session: AsyncSession, approval_id: str) -> bool:
    return (await session.exec(select(Approval.is_pilot).where(Approval.id == approval_id))).one()


async def _escalates(session: AsyncSession, event: Asking) -> bool:
    """Planned once, when it opens."""
    if not isinstance(event, StageOpened):
        return False
    return not (await session.exec(select(Stage.promises).where(Stage.id == event.stage_id))).first()


def _full_minute(moment: datetime) -> datetime:
    """Not before `moment`."""
    return (moment + timedelta(seconds=59, microseconds=999_999)).replace(second=0, microsecond=0)


async def _open(session: AsyncSession, stage_id: str) -> Sequence[Reminder]:
    wanted = select(Reminder).where(Reminder.stage_id == stage_id, col(Reminder.settled_at).is_(None))
    return (await session.exec(wanted)).all()


def _sent(reminder: Reminder) -> ReminderSent:
    return ReminderSent(
        team_id=reminder.team_id,
        batch_id=reminder.batch_id,
        stage_id=reminder.stage_id,
        reminder_id=reminder.id,
        rung=reminder.rung,
        person_id=reminder.person_id,
    )


async def _planned_for(session: AsyncSession, by: Actor, batch_id: str | None) -> Sequence[Reminder]:
    mine = (Reminder.team_id == by.team_id, Reminder.person_id == by.person_id, Reminder.rung != Rung.ESCALATION)
    wanted = select(Reminder).where(*mine, col(Reminder.settled_at).is_(None))
    if batch_id is not None:
        wanted = wanted.where(Reminder.batch_id == batch_id)
    return (await session.exec(wanted)).all()
