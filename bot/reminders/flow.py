"""Reminders: planned when a stage opens, handed over when due, forgotten when the stage is decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.slack.actor import Actor
from bot.slack.people import People, zone_of
from bot.slack.posts import Posts, Wish
from bot.truth import open_stages, read_people
from models.approval import Stage
from models.asset import Asset, Version
from models.events import ReminderSent, Snoozed, StageOpened, StageSettled
from models.person import Person
from models.post import PostKind
from models.reminder import Reminder, Rung, merge

AT_ONCE = 200  # reminders handed over in one transaction


class Reminders:
    def __init__(
        self, *, db: Database, clock: Clock, history: History, posts: Posts, people: People, policies: Policies
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._posts, self._people, self._policies = posts, people, policies

    async def plan(self, session: AsyncSession, event: StageOpened) -> None:
        """Every rung for every approver, moved out of their quiet hours; then the escalation to the lead."""
        policy, due_at = self._policies.current, datetime.fromisoformat(event.due_at)
        approvers = await read_people(session, event.team_id, event.approvers)
        leads, _ = await self._people.find(session, event.team_id, [policy.people.lead])
        for step, (rung, moment) in enumerate(policy.ladder.rungs(due_at, policy.working_time)):
            told = leads[:1] if rung is Rung.ESCALATION else approvers.values()
            session.add_all([self._reminder(event, person, rung, moment, step=step) for person in told])

    async def send_due(self) -> int:
        """Hand over what is due; the same reminder twice is one message. Answers how many were looked at."""
        async with self._db.write() as session:
            due = await _due(session, self._clock.now())
            send, drop = merge(due)
            awaited = await _awaited(session, {reminder.stage_id for reminder in send})
            wanted = [one for one in send if _is_wanted(one, awaited)]
            for reminder in (*send, *drop):
                reminder.settled_at = self._clock.now()
            for team_id in sorted({reminder.team_id for reminder in wanted}):
                wishes = [_wish(reminder) for reminder in wanted if reminder.team_id == team_id]
                await self._posts.show_all(session, team_id, wishes)
            for reminder in wanted:
                await self._history.record(session, _sent(reminder))
        return len(due)

    async def forget(self, session: AsyncSession, event: StageSettled) -> None:
        """Decided: nobody is reminded of it any more."""
        for reminder in await _open(session, event.stage_id):
            reminder.settled_at = self._clock.now()

    async def snooze(self, by: Actor, *, batch_id: str | None, pause: timedelta) -> datetime | None:
        """Put off this person's reminders, of one batch or of everything; None when none is planned for them."""
        until = self._clock.now() + pause
        async with self._db.write() as session:
            person = await session.get(Person, (by.team_id, by.person_id))
            until = self._policies.current.quiet_hours.release(until, zone_of(person)) if person else until
            planned = await _planned_for(session, by, batch_id)
            for reminder in planned:
                reminder.due_at = max(reminder.due_at, until)
            for stage_id in sorted({reminder.stage_id for reminder in planned}):
                snoozed = Snoozed(team_id=by.team_id, actor_id=by.person_id, stage_id=stage_id, until=until.isoformat())
                await self._history.record(session, snoozed)
        return until if planned else None

    def _reminder(self, event: StageOpened, person: Person, rung: Rung, moment: datetime, *, step: int) -> Reminder:
        return Reminder(
            team_id=event.team_id,
            stage_id=event.stage_id,
            person_id=person.slack_id,
            rung=rung,
            step=step,
            due_at=self._policies.current.quiet_hours.release(moment, zone_of(person)),
        )


async def _due(session: AsyncSession, at: datetime) -> Sequence[Reminder]:
    unsettled = (col(Reminder.settled_at).is_(None), Reminder.due_at <= at)
    wanted = select(Reminder).where(*unsettled).order_by(col(Reminder.due_at), col(Reminder.id)).limit(AT_ONCE)
    return (await session.exec(wanted)).all()


async def _open(session: AsyncSession, stage_id: str) -> Sequence[Reminder]:
    wanted = select(Reminder).where(Reminder.stage_id == stage_id, col(Reminder.settled_at).is_(None))
    return (await session.exec(wanted)).all()


async def _awaited(session: AsyncSession, stage_ids: set[str]) -> dict[str, set[str]]:
    """Who is still awaited in each of these stages; a settled stage awaits nobody and is left out."""
    return {stage.id: set(stage.awaited) for stage in await open_stages(session, stage_ids)}


def _is_wanted(reminder: Reminder, awaited: dict[str, set[str]]) -> bool:
    people = awaited.get(reminder.stage_id, set())
    return bool(people) and (reminder.rung is Rung.ESCALATION or reminder.person_id in people)


def _wish(reminder: Reminder) -> Wish:
    return Wish(
        kind=PostKind.REMINDER,
        subject_id=reminder.stage_id,
        key=f"reminder:{reminder.id}",
        channel_id=reminder.person_id,
        recipient_id=reminder.person_id,
        details={"rung": reminder.rung.value},
    )


def _sent(reminder: Reminder) -> ReminderSent:
    return ReminderSent(
        team_id=reminder.team_id,
        stage_id=reminder.stage_id,
        reminder_id=reminder.id,
        rung=reminder.rung,
        person_id=reminder.person_id,
    )


async def _planned_for(session: AsyncSession, by: Actor, batch_id: str | None) -> Sequence[Reminder]:
    wanted = (
        select(Reminder)
        .join(Stage, col(Stage.id) == Reminder.stage_id)
        .join(Version, col(Version.id) == Stage.version_id)
        .join(Asset, col(Asset.id) == Version.asset_id)
        .where(Reminder.team_id == by.team_id, Reminder.person_id == by.person_id)
        .where(col(Reminder.settled_at).is_(None), Reminder.rung != Rung.ESCALATION)
    )
    if batch_id is not None:
        wanted = wanted.where(Asset.batch_id == batch_id)
    return (await session.exec(wanted)).all()
