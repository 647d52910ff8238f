"""Watching: look for what people change on the board, seldom where it calls us and often where it does not."""

import asyncio
from datetime import timedelta
from math import ceil

import structlog
from sqlalchemy import update
from sqlmodel import col, select

from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.jobs import declared
from bot.tasks.hints import Hints
from bot.tasks.hooks import Hooks
from bot.tasks.turns import Turns, paced
from connectors.board import BoardConnection
from connectors.errors import ConnectorError, NotFound, Refused, Unauthorized, Unavailable
from models.asset import Asset, AssetState
from models.campaign import Campaign, TaskLink
from models.events import TroubleFound

log = structlog.get_logger(__name__)

OFTEN = timedelta(seconds=3)  # where the board does not call us; with ticks of 2 s that is every 4
AFTER_A_NO = timedelta(minutes=1)
CATCH_UP = timedelta(minutes=5)  # how far the mark of what is known may stay behind, to spare writes
MOST = 500  # links looked through for tasks that are gone
IN_A_CALL = 100  # of them
OPEN = (
    AssetState.CHECKING,
    AssetState.NEEDS_WORK,
    AssetState.IN_REVIEW,
    AssetState.CHANGES_REQUESTED,
    AssetState.APPROVED,
)


class Watching:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        policies: Policies,
        history: History,
        board: BoardConnection,
        hooks: Hooks,
        hints: Hints,
    ) -> None:
        self._db, self._clock, self._policies, self._history = db, clock, policies, history
        self._board, self._hooks, self._hints = board, hooks, hints
        self._turns = Turns()
        self._alive = 0  # campaigns

    async def look(self) -> None:
        """One tick: whatever is due. A campaign whose board has a bad moment is left alone for a while."""
        if await self._is_held():
            return
        now = self._clock.now()
        alive = await self._campaigns()
        self._alive = len(alive)
        campaigns = [one for one in alive if self._turns.is_due(one.id, at=now)]
        await asyncio.gather(*(self._attend(campaign) for campaign in campaigns))
        await self._reconcile()

    async def _attend(self, campaign: Campaign) -> None:
        try:
            pause = await self._attended(campaign)
        except ConnectorError as error:
            log.info("a campaign could not be looked at", campaign=campaign.id, reason=error.sentence)
            pause = _pause(error)
            await self._hold(error)
        self._turns.rest(campaign.id, pause, at=self._clock.now())

    async def _is_held(self) -> bool:
        async with self._db.read() as session:
            return await declared.is_held(session, self._board.declaration, at=self._clock.wall())

    async def _hold(self, error: ConnectorError) -> None:
        """A Retry-After is for the whole token, jobs and other replicas included."""
        if not isinstance(error, Unavailable) or error.retry_after is None:
            return
        until = self._clock.wall() + timedelta(seconds=error.retry_after)
        async with self._db.write() as session:
            await declared.hold(session, self._board.declaration, until=until, problem=error.sentence)

    async def _attended(self, campaign: Campaign) -> timedelta:
        if campaign.ended_at is not None:
            await self._hooks.end(campaign)
            return OFTEN
        is_heard = await self._is_heard(campaign)
        await self._look_through(campaign)
        if is_heard:
            return paced(self._seldom, campaigns=self._alive, calls=2)
        return paced(OFTEN, campaigns=self._alive, calls=1)

    async def _is_heard(self, campaign: Campaign) -> bool:
        """A board that will not call us is asked again only now and then; meanwhile we look."""
        try:
            if await self._hooks.is_alive(campaign):
                return True
            turn, now = f"hook of {campaign.id}", self._clock.now()
            if not self._turns.is_due(turn, at=now):
                return False
            self._turns.rest(turn, self._seldom, at=now)
            return await self._hooks.register(campaign)
        except ConnectorError as error:
            log.info("a campaign's webhook is in doubt, looking instead", campaign=campaign.id, reason=error.sentence)
            return False

    async def _look_through(self, campaign: Campaign) -> None:
        began = self._clock.now()
        since = min(campaign.read_until or campaign.linked_at, began)
        try:
            tasks = await self._board.feed.changes(campaign.project_id, since=since)
        except (NotFound, Refused) as error:
            await self._report_once_a_day(campaign, error)
            raise
        await self._hints.compare(tasks)
        if began - since > CATCH_UP:
            async with self._db.write() as session:
                await session.exec(update(Campaign).where(col(Campaign.id) == campaign.id).values(read_until=began))

    async def _reconcile(self) -> None:
        """Deleted tasks are in no list of changes, and tasks outside a running campaign in none that is read."""
        now = self._clock.now()
        turns = {"tasks of campaigns": self._seldom, "other tasks": OFTEN}
        due = {name for name in turns if self._turns.is_due(name, at=now)}
        for name in due:
            self._turns.rest(name, turns[name], at=now)
        ids = await self._task_ids(due) if due else []
        if not ids:
            return
        if "other tasks" in due:
            self._turns.rest("other tasks", OFTEN * ceil(len(ids) / IN_A_CALL), at=now)
        try:
            tasks = await self._board.board.tasks(ids)
        except ConnectorError as error:
            log.info("tasks could not be looked through", reason=error.sentence)
            return
        await self._hints.compare(tasks, missing=set(ids) - {task.id for task in tasks})

    async def _task_ids(self, due: set[str]) -> list[str]:
        running = col(Campaign.id).is_not(None) & col(Campaign.ended_at).is_(None)
        wanted = (
            select(TaskLink.task_id, running)
            .join(Asset, col(Asset.id) == TaskLink.asset_id)
            .outerjoin(Campaign, col(Campaign.id) == TaskLink.campaign_id)
            .where(TaskLink.board == self._board.declaration.name, col(TaskLink.is_gone).is_(False))
            .where(col(TaskLink.task_id).is_not(None), col(Asset.state).in_(OPEN))
            .order_by(col(TaskLink.id).desc())
            .limit(MOST)
        )
        async with self._db.read() as session:
            found = (await session.exec(wanted)).all()
        names = {True: "tasks of campaigns", False: "other tasks"}
        return [task_id for task_id, is_running in found if task_id and names[bool(is_running)] in due]

    async def _campaigns(self) -> list[Campaign]:
        """Those that run, and those whose webhook has outlived them."""
        alive = col(Campaign.ended_at).is_(None) | col(Campaign.hook_id).is_not(None)
        async with self._db.read() as session:
            wanted = select(Campaign).where(alive, Campaign.board == self._board.declaration.name)
            return list((await session.exec(wanted)).all())

    async def _report_once_a_day(self, campaign: Campaign, error: ConnectorError) -> None:
        turn, now = f"report on {campaign.id}", self._clock.now()
        if not self._turns.is_due(turn, at=now):
            return
        self._turns.rest(turn, timedelta(days=1), at=now)
        sentence = f"The project of campaign {campaign.title} cannot be read: {error.sentence}."
        found = TroubleFound(team_id=campaign.team_id, key=f"campaign:{campaign.id}", sentence=sentence)
        async with self._db.write() as session:
            await self._history.record(session, found)

    @property
    def _seldom(self) -> timedelta:
        return self._policies.current.tasks.poll_every


def _pause(error: ConnectorError) -> timedelta:
    """A refusal will be the same for a while; anything else may pass soon."""
    if isinstance(error, Unavailable) and error.retry_after is not None:
        return timedelta(seconds=max(error.retry_after, OFTEN.total_seconds()))
    return AFTER_A_NO if isinstance(error, Refused | NotFound | Unauthorized) else OFTEN
