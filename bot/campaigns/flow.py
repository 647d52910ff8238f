"""Campaigns: which project a channel stands for."""

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.campaigns import views
from bot.campaigns.linking import LINK, Wish, ended, running_in
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.jobs.port import Jobs
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.parts import Message
from models.campaign import Campaign, TaskLink
from models.ids import new_id
from models.roles import Deed


class Campaigns:
    def __init__(
        self, *, db: Database, clock: Clock, history: History, jobs: Jobs, roles: Roles, has_board: bool
    ) -> None:
        self._db, self._clock, self._history, self._roles = db, clock, history, roles
        self._jobs, self._has_board = jobs, has_board

    async def link(self, actor: Actor, reference: str) -> Message:
        """Bind the actor's channel to a project. It is looked up apart from this; what came of it is whispered."""
        await self._roles.must(Deed.LINK_CAMPAIGN, by=actor)
        if not self._has_board:
            return views.private(views.NO_BOARD)
        if actor.channel_id is None:
            return views.private(views.NO_CHANNEL)
        if not reference.strip():
            return views.private(views.HOW)
        wish = Wish(actor.team_id, actor.channel_id, actor.person_id, reference.strip())
        async with self._db.write() as session:
            lane, key = f"campaign:{actor.team_id}:{actor.channel_id}", f"{LINK}:{new_id()}"
            await self._jobs.submit(session, kind=LINK, subject=str(wish), lane=lane, key=key, team_id=actor.team_id)
        return views.looking(wish.reference)

    async def unlink(self, actor: Actor) -> Message:
        await self._roles.must(Deed.LINK_CAMPAIGN, by=actor)
        async with self._db.write() as session:
            campaign = await running_in(session, actor.team_id, actor.channel_id or "")
            if campaign is None:
                return views.none_here()
            campaign.ended_at = self._clock.now()
            await self._history.record(session, ended(campaign, by=actor.person_id))
        return views.ended(campaign)

    async def show(self, actor: Actor) -> Message:
        async with self._db.read() as session:
            campaign = await _running(session, actor)
            if campaign is None:
                return views.none_here()
            made = (TaskLink.campaign_id == campaign.id, col(TaskLink.task_id).is_not(None))
            tasks = (await session.exec(select(func.count()).select_from(TaskLink).where(*made))).one()
        return views.shown(campaign, tasks=tasks)


async def _running(session: AsyncSession, actor: Actor) -> Campaign | None:
    here = (Campaign.team_id == actor.team_id, Campaign.channel_id == actor.channel_id)
    return (await session.exec(select(Campaign).where(*here, col(Campaign.ended_at).is_(None)))).first()
