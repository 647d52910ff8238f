"""App Home: shown when somebody opens it, and kept true from then on for whoever has opened it lately."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from bot.clock import Clock
from bot.db import Database, at_the_end
from bot.home.page import Place
from bot.home.tending import Tending
from bot.jobs.port import Jobs, Order
from bot.slack.actor import Actor
from models.approval import Approval, Seat, Stage
from models.asset import Asset
from models.events import DecisionRefused, Event, Posted, SeatsChanged, SeatsGivenBack, StageAtHand, TroubleFound
from models.people_events import AbsenceBegan, AbsenceEnded, AbsenceNamed, NoticesChosen
from models.person import Person
from models.post import Post, PostKind

SHOW_HOME = "home.show"
LATELY = timedelta(days=30)

OfAbsence = AbsenceNamed | AbsenceBegan | AbsenceEnded | SeatsGivenBack


class Home:
    def __init__(self, *, db: Database, clock: Clock, jobs: Jobs, tending: Tending) -> None:
        self._db, self._clock, self._jobs, self._tending = db, clock, jobs, tending

    async def opened(self, by: Actor) -> None:
        """Somebody looks: it is drawn afresh, and from now on when something changes for them."""
        seen = update(Person).where(col(Person.team_id) == by.team_id, col(Person.slack_id) == by.person_id)
        async with self._db.write() as session:
            await session.exec(seen.values(home_seen_at=self._clock.now()))
            await self._jobs.submit_all(session, [_order(_first(by.team_id, by.person_id))])

    async def turn(self, written: str, *, by: Actor) -> None:
        """Another page of their own Home."""
        place = Place.parse(written)
        if (place.team_id, place.person_id) == (by.team_id, by.person_id):
            async with self._db.write() as session:
                await self._jobs.submit_all(session, [_order(place)])

    async def retry(self, job_id: str, *, by: Actor) -> None:
        """What was set aside gets all its tries again."""
        await self._tending.retry(job_id, by=by)
        await self._draw_again(by)

    async def drop(self, job_id: str, *, by: Actor) -> None:
        """It shall not happen any more."""
        await self._tending.drop(job_id, by=by)
        await self._draw_again(by)

    async def _draw_again(self, by: Actor) -> None:
        async with self._db.write() as session:
            await self._jobs.submit_all(session, [_order(_first(by.team_id, by.person_id))])

    async def refresh(self, session: AsyncSession, event: Event) -> None:
        """Something changed for a picture."""
        at_the_end(session, self._refresh_pictures, (event.team_id, event.asset_id))

    async def card_appeared(self, session: AsyncSession, event: Posted) -> None:
        """From now on there is a way to it."""
        if event.kind == PostKind.CARD:
            await self._refresh_concerned(session, event.team_id, col(Asset.batch_id) == event.subject_id)

    async def refresh_mine(self, session: AsyncSession, event: DecisionRefused | NoticesChosen) -> None:
        """What they see is not how it stands: their click did not count, or they have chosen something."""
        await self._refresh_those(session, event.team_id, col(Person.slack_id) == event.actor_id)

    async def refresh_admins(self, session: AsyncSession, event: TroubleFound) -> None:
        """Something was set aside, perhaps."""
        admins = await self._tending.admins(session, event.team_id)
        await self._refresh_those(session, event.team_id, col(Person.slack_id).in_(admins))

    async def refresh_away(self, session: AsyncSession, event: OfAbsence) -> None:
        """For both of them, and for whoever wrote it down or ended it."""
        concerned = {event.absent_id, event.substitute_id, event.actor_id}
        await self._refresh_those(session, event.team_id, col(Person.slack_id).in_(concerned - {None}))

    async def refresh_left(self, session: AsyncSession, event: SeatsChanged) -> None:
        """Whoever sits there no more is not found by the seats."""
        await self._refresh_those(session, event.team_id, col(Person.slack_id).in_(event.left))

    async def refresh_leads(self, session: AsyncSession, event: StageAtHand) -> None:
        """It waits for them, who have no seat there, or does not any more."""
        concerned = (*event.leads, *event.led_before)
        await self._refresh_those(session, event.team_id, col(Person.slack_id).in_(concerned))

    async def _refresh_pictures(self, session: AsyncSession, changed: Sequence[tuple[str, str]]) -> None:
        for team_id, alike in groupby(sorted(changed), key=itemgetter(0)):
            await self._refresh_concerned(session, team_id, col(Asset.id).in_([asset_id for _, asset_id in alike]))

    async def _refresh_concerned(self, session: AsyncSession, team_id: str, of_it: ColumnElement[bool]) -> None:
        """The submitters of these pictures, everybody who has a seat in their approvals, whoever stands in, and whoever
        may have had something to open.
        """
        owners, substitutes = _seated(select(Seat.person_id), of_it), _seated(select(Seat.substitute_id), of_it)
        submitters = select(Asset.submitter_id).where(of_it)
        told = select(Post.recipient_id).join(Asset, col(Asset.batch_id) == Post.subject_id)
        openers = told.where(Post.kind == PostKind.HAND, col(Post.recipient_id).is_not(None), of_it)
        concerned = (_is(owners), _is(substitutes), _is(submitters), _is(openers))
        await self._refresh_those(session, team_id, or_(*concerned))

    async def _refresh_those(self, session: AsyncSession, team_id: str, who: ColumnElement[bool]) -> None:
        lately = col(Person.home_seen_at) >= self._clock.now() - LATELY
        wanted = select(Person.slack_id).where(Person.team_id == team_id, lately, who)
        orders = [_order(_first(team_id, person_id)) for person_id in await session.exec(wanted)]
        if orders:
            await self._jobs.submit_all(session, orders)


def _seated(who: SelectOfScalar[Any], of_it: ColumnElement[bool]) -> SelectOfScalar[Any]:
    return (
        who.join(Stage, col(Stage.id) == Seat.stage_id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .where(of_it)
    )


def _is(people: SelectOfScalar[Any]) -> ColumnElement[bool]:
    return col(Person.slack_id).in_(people)


def _first(team_id: str, person_id: str) -> Place:
    return Place(team_id=team_id, person_id=person_id)


def _order(place: Place) -> Order:
    """Several changes before it is drawn are one drawing."""
    return Order(
        kind=SHOW_HOME,
        subject=str(place),
        lane=f"home:{place.team_id}:{place.person_id}",
        key=f"{SHOW_HOME}:{place}",
        team_id=place.team_id,
        coalesce=True,
    )
