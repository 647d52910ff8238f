"""Effect: make an existing task an asset's task, as a person asked for."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.slack.parts import Message
from bot.slack.posts import Posts
from bot.tasks import views
from bot.tasks.learning import Learning
from bot.tasks.orders import ADOPT, Orders, link_of
from bot.tasks.seen import Seen, seen_of
from connectors.board import BoardConnection
from connectors.errors import ConnectorError, NotFound
from models.asset import Asset
from models.campaign import Campaign, TaskLink
from models.post import PostKind

CALLS = 3  # by permalink, the task, its people


@dataclass(frozen=True)
class Adoption:
    """What was asked for, by whom and where; it is the job's subject."""

    asset_id: str
    channel_id: str
    person_id: str
    reference: str

    def __str__(self) -> str:
        return f"{self.asset_id}/{self.channel_id}/{self.person_id}/{self.reference}"

    @classmethod
    def parse(cls, subject: str) -> "Adoption":
        return cls(*subject.split("/", 3))


class AdoptTask(Effect[Adoption]):
    kind = ADOPT

    def __init__(self, *, board: BoardConnection, learning: Learning, orders: Orders, posts: Posts) -> None:
        self.limits = limits_for(board.declaration, calls=CALLS, is_repeatable=True)
        self._name, self._board = board.declaration.name, board.board
        self._learning, self._orders, self._posts = learning, orders, posts

    async def plan(self, session: AsyncSession, job: Claim) -> Adoption | None:
        del session
        return Adoption.parse(job.subject)

    async def send(self, plan: Adoption, job: Claim) -> Receipt:
        del job  # a read leaves nothing behind
        task = await self._board.task(plan.reference)
        if task.is_deleted:
            raise NotFound(self._name, f"the task “{task.title}” is in the recycle bin")
        details = seen_of(task).to_details() | {"projects": " ".join(task.project_ids)}
        return Receipt(remote_id=task.id, details=details)

    async def settle(self, session: AsyncSession, job: Claim, plan: Adoption, receipt: Receipt) -> None:
        asset = await session.get_one(Asset, plan.asset_id)
        link = await link_of(session, asset.id)
        if link is None:
            link = TaskLink(team_id=asset.team_id, asset_id=asset.id, board=self._name)
            session.add(link)
        is_new = link.task_id != receipt.remote_id
        link.campaign_id = await _campaign(session, asset, receipt.details["projects"].split())
        if is_new:
            link.wanted_status, link.changed_at = "", None
        await self._learning.adopt(session, link, receipt.remote_id, Seen.from_details(receipt.details))
        await self._orders.catch_up(session, link)
        await self._answer(session, asset, plan, job, views.adopted(asset.title, link))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        plan = Adoption.parse(job.subject)
        asset = await session.get_one(Asset, plan.asset_id)
        await self._answer(session, asset, plan, job, views.not_adopted(asset.title, error.sentence))
        return True

    async def _answer(self, session: AsyncSession, asset: Asset, plan: Adoption, job: Claim, message: Message) -> None:
        await self._posts.say(
            session,
            team_id=asset.team_id,
            kind=PostKind.WHISPER,
            subject_id=asset.batch_id,
            key=f"{ADOPT}:{job.id}",
            channel_id=plan.channel_id,
            recipient_id=plan.person_id,
            message=message,
        )


async def _campaign(session: AsyncSession, asset: Asset, project_ids: list[str]) -> str | None:
    """The asset's own campaign, if the task lies in its project: then its changes are heard of with the others'."""
    campaign = await session.get(Campaign, asset.campaign_id) if asset.campaign_id else None
    return campaign.id if campaign and campaign.project_id in project_ids else None
