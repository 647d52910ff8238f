"""Tasks: what follows on the board from what happens to an asset, and the task that a person picks for it."""

from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.jobs.port import Jobs
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.parts import Message
from bot.tasks import views
from bot.tasks.adopting import Adoption
from bot.tasks.orders import ADOPT, Orders, lane_of, link_of
from bot.truth import read_card
from connectors.board import BoardConnection
from models.asset import Asset
from models.batch import Batch
from models.campaign import Campaign, TaskLink
from models.events import (
    ApprovalSettled,
    AssetPublished,
    DecisionFollowed,
    Posted,
    StageOpened,
    VersionReady,
)
from models.ids import new_id
from models.post import Post, PostKind
from models.publication import Publication
from models.roles import Deed, linking

PATIENCE = timedelta(seconds=15)  # how long a new task waits for the card that its description links to


class Tasks:
    """`board` is None where none is connected: then no task is made, and everything else goes on."""

    def __init__(
        self, *, db: Database, clock: Clock, jobs: Jobs, orders: Orders, roles: Roles, board: BoardConnection | None
    ) -> None:
        self._db, self._clock, self._jobs, self._roles = db, clock, jobs, roles
        self._orders, self._board = orders, board

    async def create(self, session: AsyncSession, event: VersionReady) -> None:
        """The first version of an asset of a campaign gets a task; a later one is shown on it."""
        link = await link_of(session, event.asset_id) or await self._begin(session, event)
        if link is None:
            return
        if link.task_id is not None:
            await self._orders.attach(session, link, event.version_id)
            return
        card = await read_card(session, event.batch_id)
        waits = card is None or card.ts is None
        await self._orders.create(session, link, not_before=self._clock.now() + PATIENCE if waits else None)

    async def card_appeared(self, session: AsyncSession, event: Posted) -> None:
        """Nothing to wait for any more."""
        if event.kind != PostKind.CARD:
            return
        waiting = (Asset.batch_id == event.subject_id, col(TaskLink.task_id).is_(None))
        wanted = select(TaskLink).join(Asset, col(Asset.id) == TaskLink.asset_id).where(*waiting)
        for link in (await session.exec(wanted)).all():
            await self._orders.create(session, link, not_before=None)

    async def follow(self, session: AsyncSession, event: StageOpened | ApprovalSettled) -> None:
        link = await self._link(session, event.asset_id)
        if link is not None:
            await self._orders.move(session, link)

    async def comment(self, session: AsyncSession, event: DecisionFollowed) -> None:
        link = await self._link(session, event.asset_id)
        if link is not None:
            await self._orders.comment(session, link, event.decision_id)

    async def finish(self, session: AsyncSession, event: AssetPublished) -> None:
        link = await self._link(session, event.asset_id)
        if link is None:
            return
        published = (Publication.version_id == event.version_id, Publication.library == event.library)
        ids = (await session.exec(select(Publication.id).where(*published))).all()
        await self._orders.move(session, link)
        await self._orders.tell_place(session, link, *ids)

    async def link(self, actor: Actor, reference: str, hint: str = "") -> Message:
        """Bind a picture to an existing task: what `hint` names, else this person's newest, or this channel's."""
        await self._roles.must(Deed.LINK_TASK, by=actor)
        if self._board is None:
            return views.private(views.NO_BOARD)
        if not reference.strip():
            return views.private(views.HOW)
        async with self._db.read() as session:
            asset = await _meant(session, actor, hint.strip())
        if asset is None:
            return views.no_such_picture(hint.strip())
        await self._roles.must(linking(asset.submitter_id, actor.person_id), by=actor)
        async with self._db.write() as session:
            place = actor.channel_id or actor.person_id
            wish = Adoption(asset.id, place, actor.person_id, reference.strip())
            key = f"{ADOPT}:{new_id()}"
            await self._jobs.submit(
                session, kind=ADOPT, subject=str(wish), lane=lane_of(asset.id), key=key, team_id=asset.team_id
            )
        return views.looking(reference)

    async def _begin(self, session: AsyncSession, event: VersionReady) -> TaskLink | None:
        asset = await session.get_one(Asset, event.asset_id)
        campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
        if self._board is None or campaign is None or campaign.ended_at is not None:
            return None
        link = TaskLink(team_id=asset.team_id, asset_id=asset.id, campaign_id=campaign.id, board=campaign.board)
        session.add(link)
        await session.flush()
        return link

    async def _link(self, session: AsyncSession, asset_id: str | None) -> TaskLink | None:
        """With its task; whatever happens before there is one is caught up with when it is made."""
        link = await link_of(session, asset_id) if self._board else None
        return link if link and link.task_id else None


async def _meant(session: AsyncSession, actor: Actor, hint: str) -> Asset | None:
    wanted = select(Asset).where(Asset.team_id == actor.team_id).order_by(col(Asset.id).desc()).limit(1)
    if hint:
        named = (col(Asset.id) == hint) | col(Asset.search_text).contains(hint.casefold(), autoescape=True)
        return (await session.exec(wanted.where(named))).first()
    here = select(Batch.id).where(Batch.channel_id == actor.channel_id)
    shown = select(Post.subject_id).where(Post.kind == PostKind.CARD, Post.channel_id == actor.channel_id)
    mine = (await session.exec(wanted.where(Asset.submitter_id == actor.person_id))).first()
    if mine is not None:
        return mine
    return (await session.exec(wanted.where(col(Asset.batch_id).in_(here) | col(Asset.batch_id).in_(shown)))).first()
