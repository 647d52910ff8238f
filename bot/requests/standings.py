"""Standings: how pictures stand, why they wait, and what waits for whom. Read, never changed."""

from collections.abc import Sequence

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import turns
from bot.db import Database
from bot.outlook import Outlook, Outlooks
from bot.requests import matching, views
from bot.requests.commands import Request
from bot.roles import sees_others
from bot.slack.actor import Actor
from bot.slack.parts import Message
from models.asset import Asset
from models.campaign import Campaign, TaskLink

PAGE = 8
SENTENCES = 5  # of `why`, where several pictures are meant
TASKS = 100


class Standings:
    def __init__(self, *, db: Database, outlooks: Outlooks) -> None:
        self._db, self._outlooks = db, outlooks

    async def status(self, request: Request) -> Message:
        async with self._db.read() as session:
            found = await self._meant(session, request, most=PAGE)
            if not found:
                return await self._nothing(session, request)
        return views.standing(found[0]) if len(found) == 1 else views.standings(found)

    async def why(self, request: Request) -> Message:
        async with self._db.read() as session:
            found = await self._meant(session, request, most=SENTENCES)
            if not found:
                return await self._nothing(session, request)
        return views.reasons(found)

    async def why_asked(self, batch_id: str, *, by: Actor) -> Message:
        """The overflow of a card: the same sentences, for the pictures of this card that are still asked about."""
        async with self._db.read() as session:
            wanted = select(Asset).where(Asset.batch_id == batch_id, Asset.team_id == by.team_id)
            if not await sees_others(session, by):
                wanted = wanted.where(matching.concern(by))
            assets = (await session.exec(wanted.order_by(col(Asset.position)))).all()
            found = await self._outlooks.read(session, assets)
        return views.reasons_asked(found, by.person_id)

    async def mine(self, request: Request) -> Message:
        return await self.waiting(request.actor)

    async def waiting(self, actor: Actor, *, after: str = "") -> Message:
        async with self._db.read() as session:
            page = await turns.waiting_on(session, actor.team_id, actor.person_id, after=after, most=PAGE)
            count = await turns.count_waiting(session, actor.team_id, actor.person_id)
            found = await self._outlooks.read(session, [turn.asset for turn in page.turns])
        return views.waiting(found, reader=actor.person_id, count=count, after=page.after)

    async def tasks(self, request: Request) -> Message:
        async with self._db.read() as session:
            found = await _tasks(session, request.actor)
        return views.tasks([(task, title) for task, title, campaign in found if _is_open(task, campaign)])

    async def meant(self, by: Actor, words: str) -> Sequence[Asset]:
        """For those who do something about a picture; the likeliest first."""
        async with self._db.read() as session:
            return await matching.meant(session, by, words)

    async def _meant(self, session: AsyncSession, request: Request, *, most: int) -> tuple[Outlook, ...]:
        actor, words = request.actor, request.words
        assets = await (matching.meant(session, actor, words) if words else matching.latest(session, actor))
        return await self._outlooks.read(session, assets[:most])

    async def _nothing(self, session: AsyncSession, request: Request) -> Message:
        titles = await matching.alike(session, request.actor, request.words)
        return views.nothing_called(request.words, titles)


async def _tasks(session: AsyncSession, actor: Actor) -> Sequence[tuple[TaskLink, str, Campaign | None]]:
    here = select(Campaign.id).where(
        Campaign.team_id == actor.team_id, Campaign.channel_id == actor.channel_id, col(Campaign.ended_at).is_(None)
    )
    is_theirs = col(Asset.submitter_id) == actor.person_id
    concerns = or_(is_theirs, col(TaskLink.campaign_id).in_(here)) if await sees_others(session, actor) else is_theirs
    wanted = (
        select(TaskLink, Asset, Campaign)
        .join(Asset, col(Asset.id) == TaskLink.asset_id)
        .outerjoin(Campaign, col(Campaign.id) == TaskLink.campaign_id)
        .where(TaskLink.team_id == actor.team_id, col(TaskLink.task_id).is_not(None), concerns)
        .where(col(TaskLink.is_gone).is_(False))
        .order_by(col(TaskLink.id).desc())
        .limit(TASKS)
    )
    return [(task, asset.title, campaign) for task, asset, campaign in (await session.exec(wanted)).all()]


def _is_open(task: TaskLink, campaign: Campaign | None) -> bool:
    """Unless the board counts its status as an end."""
    groups = {status["name"]: str(status.get("group", "")) for status in (campaign.workflow if campaign else ())}
    return groups.get(task.status, "").casefold() not in {"completed", "cancelled", "done"}
