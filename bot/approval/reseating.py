"""Who sits in open stages, looked up again: people come into a user group and go, galley.yml names others."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import seats
from bot.approval.consequences import record_all
from bot.approval.keeping import read_reviews, tell
from bot.approval.openings import Openings
from bot.approval.recasting import Recasting
from bot.approval.threads import Threads
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.inbox import latest, note_latest
from bot.jobs.port import Jobs
from bot.slack.people import People
from models.approval import Approval, Stage
from models.asset import Asset, AssetState
from models.events import PolicyAdopted, PolicyPiloted, StageOpened
from models.projection import Step, Told
from models.review import reseat
from models.review.facts import Fact
from models.review.words import Phase

RESEAT = "approval.reseat"
CHANGED = "usergroups"  # in the inbox: when Slack said last that a user group has changed
AT_ONCE = 1  # pictures in one transaction: on SQLite a click waits for its end
PAUSE = timedelta(seconds=0.1)  # before the next: hundreds of pictures, and people click meanwhile
BREATH = timedelta(seconds=2)  # one change is told by two events; what is being opened meanwhile is open by then


class Reseating:
    """The order is the same however often it is asked for, and finds nothing to do where nothing has changed."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        jobs: Jobs,
        people: People,
        openings: Openings,
        recasting: Recasting,
        threads: Threads,
    ) -> None:
        self._db, self._clock, self._history, self._jobs = db, clock, history, jobs
        self._people, self._openings, self._recasting, self._threads = people, openings, recasting, threads

    async def read_again(self, team_id: str) -> None:
        """For the schedule: everybody and every user group, and then whoever is asked by them."""
        await self._people.refresh(team_id)
        await self.begin(team_id)

    async def begin(self, team_id: str) -> None:
        """At the start, too: nobody has told us what happened while we were away."""
        async with self._db.write() as session:
            await self._order(session, team_id)

    async def follow(self, session: AsyncSession, event: PolicyAdopted | PolicyPiloted) -> None:
        """galley.yml may name others by now."""
        await self._order(session, event.team_id)

    async def follow_groups(self, team_id: str) -> None:
        """A user group has changed, or is disabled. Slack tells it more than once."""
        now = self._clock.now()
        async with self._db.write() as session:
            await note_latest(session, team_id, CHANGED, at=now)
            await self._order(session, team_id, not_before=now + BREATH)

    async def keep_up(self, team_id: str) -> None:
        """For the schedule, on every replica: another one may have heard of a change, and roles are read from here.
        Raises ConnectorError.
        """
        async with self._db.read() as session:
            changed_at = await latest(session, team_id, CHANGED)
        if changed_at is not None and changed_at + BREATH <= self._clock.now():
            await self._people.read_groups(team_id, since=changed_at)

    async def look_after(self, session: AsyncSession, event: StageOpened) -> None:
        """Whoever opened it may have read the user groups before they changed: another replica heard of it."""
        if await self.is_behind(session, event.team_id):
            await self._order(session, event.team_id)

    async def is_behind(self, session: AsyncSession, team_id: str) -> bool:
        changed_at = await latest(session, team_id, CHANGED)
        return changed_at is not None and not self._people.knows_groups_of(team_id, changed_at)

    async def read_groups(self, team_id: str, *, since: datetime | None) -> datetime:
        """By whichever replica has the order: another one may have read them long ago. Answers since when they are
        known here. Raises ConnectorError.
        """
        return await self._people.read_groups(team_id, since=since)

    async def is_asking(self, session: AsyncSession, team_id: str) -> bool:
        asked = select(Asset.id).where(Asset.team_id == team_id, Asset.state == AssetState.IN_REVIEW)
        return (await session.exec(asked.limit(1))).first() is not None

    async def reseat(self, session: AsyncSession, team_id: str, *, after: str, occasion: str) -> None:
        """Some of the pictures about which people are asked, then an order for the rest."""
        found = await _asked(session, team_id, after=after)
        for asset, review_id in found:
            await self._reseat(session, asset, review_id, occasion)
        if len(found) == AT_ONCE:
            soon = self._clock.now() + PAUSE
            await self._order(session, team_id, after=found[-1][0].id, occasion=occasion, not_before=soon)

    async def _reseat(self, session: AsyncSession, asset: Asset, review_id: str, occasion: str) -> None:
        told = (await read_reviews(session, [review_id]))[review_id]
        for stage in list(told.review.in_phase(Phase.OPEN)):
            step = await self._reseat_stage(session, asset, told, stage.name, occasion)
            told = step.told if step else told

    async def _reseat_stage(
        self, session: AsyncSession, asset: Asset, told: Told, name: str, occasion: str
    ) -> Step | None:
        """None where everybody sits there who should, and where it has ended."""
        stage, at = told.review.stage(name), self._clock.now()
        if not stage.is_open:
            return None
        terms = await self._openings.terms_of(session, told, name)
        recast = await self._recasting.recast(session, asset.team_id, terms, told.review, stage)

        def command(now: Told) -> Sequence[Fact]:
            if not now.review.stage(name).is_open:
                return ()
            return reseat(now.review, name, seating=recast.seating, at=at)

        step = await tell(session, told.review_id, command, told=told)
        if step is not None:
            changed = seats.changed(asset, step, name, occasion=occasion, names=recast.names)
            await self._history.record(session, changed)
            await self._threads.say_who_is_asked(session, changed)
            await record_all(self._history, session, asset, step)
            await self._openings.open_called(session, asset, told.review_id)
        return step

    async def _order(
        self,
        session: AsyncSession,
        team_id: str,
        *,
        after: str = "",
        occasion: str = "",
        not_before: datetime | None = None,
    ) -> None:
        subject = f"{team_id}/{after}/{occasion}"
        await self._jobs.submit(
            session,
            kind=RESEAT,
            subject=subject,
            lane=f"{RESEAT}:{team_id}",
            key=f"{RESEAT}:{subject}",
            team_id=team_id,
            not_before=not_before,
            coalesce=True,
        )


async def _asked(session: AsyncSession, team_id: str, *, after: str) -> Sequence[tuple[Asset, str]]:
    """The next pictures that are in review, with their reviews. Locked (on PostgreSQL): a newer version comes before
    or after this.
    """
    is_open = (col(Stage.opened_at).is_not(None), col(Stage.settled_at).is_(None))
    asks = select(Stage.id).where(col(Stage.approval_id) == Approval.id, *is_open)
    wanted = (
        select(Asset, Approval.review_id)
        .join(Approval, col(Approval.asset_id) == Asset.id)
        .where(Asset.team_id == team_id, Asset.state == AssetState.IN_REVIEW, col(Asset.id) > after, asks.exists())
        .order_by(col(Asset.id))
        .limit(AT_ONCE)
    )
    return [(asset, review_id) for asset, review_id in await session.exec(wanted.with_for_update(of=Asset))]
