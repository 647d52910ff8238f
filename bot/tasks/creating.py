"""Effect: make an asset's task on the board, once."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.slack.acquaintances import read_people
from bot.tasks.learning import Learning
from bot.tasks.orders import CREATE, Orders
from bot.tasks.seen import Seen, same_name, seen_of
from bot.tasks.wanted import wanted_status
from bot.truth import AssetTruth, read_card, read_truths
from connectors.board import BoardConnection, TaskDraft
from connectors.errors import ConnectorError
from models.asset import Asset
from models.campaign import Campaign, TaskLink
from models.post import Post

CALLS = 4  # look for it, the project, its workflow, the task


@dataclass(frozen=True, kw_only=True)
class NewTask:
    project_id: str
    draft: TaskDraft
    marker: str


class CreateTask(Effect[NewTask]):
    kind = CREATE

    def __init__(
        self,
        *,
        board: BoardConnection,
        policies: Policies,
        orders: Orders,
        learning: Learning,
        permalink: Callable[[Post], str],
    ) -> None:
        self.limits = limits_for(board.declaration, calls=CALLS)
        self._board, self._policies = board.board, policies
        self._orders, self._learning, self._permalink = orders, learning, permalink

    async def plan(self, session: AsyncSession, job: Claim) -> NewTask | None:
        link = await session.get_one(TaskLink, job.subject)
        campaign = await session.get(Campaign, link.campaign_id) if link.campaign_id else None
        if link.task_id is not None or campaign is None:
            return None
        draft = await self._draft(session, await session.get_one(Asset, link.asset_id))
        return NewTask(project_id=campaign.project_id, draft=draft, marker=f"task:{link.id}")

    async def find(self, plan: NewTask, job: Claim) -> Receipt | None:
        del job  # the marker is the link's, not the job's: a second job for the same link finds it too
        found = await self._board.find_task(key=plan.marker)
        return Receipt(remote_id=found.id, details=seen_of(found).to_details()) if found else None

    async def send(self, plan: NewTask, job: Claim) -> Receipt:
        found = await self.find(plan, job)
        if found is not None:
            return found
        job.check()
        task = await self._board.create_task(plan.project_id, plan.draft, key=plan.marker)
        return Receipt(remote_id=task.id, details=seen_of(task).to_details())

    async def settle(self, session: AsyncSession, job: Claim, plan: NewTask, receipt: Receipt) -> None:
        link = await session.get_one(TaskLink, job.subject, with_for_update=True)
        seen = Seen.from_details(receipt.details)
        is_there = plan.draft.status_name is not None and same_name(plan.draft.status_name, seen.status)
        link.wanted_status = plan.draft.status_name or "" if is_there else ""
        await self._learning.adopt(session, link, receipt.remote_id, seen)
        await self._orders.catch_up(session, link)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """The same for every asset of the campaign, so it is told once."""
        link = await session.get_one(TaskLink, job.subject)
        sentence = f"No task can be made for a campaign's pictures: {error.sentence}. They go on without one."
        await self._learning.trouble(session, link, f"{CREATE}:{link.campaign_id}", sentence)
        return True

    async def _draft(self, session: AsyncSession, asset: Asset) -> TaskDraft:
        (truth,) = await read_truths(session, [asset])
        is_pilot = truth.approval is not None and truth.approval.is_pilot
        policy = self._policies.under(is_pilot=is_pilot).policy
        wanted = wanted_status(asset.state, truth.approval, policy)
        stage = truth.approval.current if truth.approval else None
        return TaskDraft(
            title=asset.title,
            description=await self._description(session, truth),
            status_name=wanted.name if wanted else None,
            due=stage.due_at.astimezone(policy.working_time.zone).date() if stage and stage.due_at else None,
        )

    async def _description(self, session: AsyncSession, truth: AssetTruth) -> str:
        people = await read_people(session, truth.asset.team_id, [truth.asset.submitter_id])
        name = people[truth.asset.submitter_id].name if people else truth.asset.submitter_id
        lines = [f"{truth.version.file_name}, submitted in Slack by {name}."]
        card = await read_card(session, truth.asset.batch_id)
        if card is not None and card.ts is not None:
            lines.append(f"Its card, where it is decided: {self._permalink(card)}")
        return "\n".join(lines)
