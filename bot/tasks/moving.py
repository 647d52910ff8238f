"""Effect: move a task to where its asset stands today."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.tasks.learning import Learning
from bot.tasks.orders import MOVE
from bot.tasks.seen import Seen, seen_of
from bot.tasks.wanted import Wanted, wanted_status
from bot.truth import read_truths
from connectors.board import BoardConnection
from connectors.errors import ConnectorError, NotFound
from models.asset import Asset
from models.campaign import TaskLink

CALLS = 3  # the task, the workflows, the move


@dataclass(frozen=True, kw_only=True)
class Way:
    task_id: str
    to: Wanted


class MoveTask(Effect[Way]):
    kind = MOVE

    def __init__(self, *, board: BoardConnection, policies: Policies, learning: Learning) -> None:
        self.limits = limits_for(board.declaration, calls=CALLS, is_repeatable=True)
        self._board, self._policies, self._learning = board.board, policies, learning

    async def plan(self, session: AsyncSession, job: Claim) -> Way | None:
        """Where a person has moved it since we did, it stays until the asset itself goes on."""
        link = await session.get_one(TaskLink, job.subject)
        if link.task_id is None or link.is_gone:
            return None
        (truth,) = await read_truths(session, [await session.get_one(Asset, link.asset_id)])
        is_pilot = truth.approval is not None and truth.approval.is_pilot
        policy = self._policies.under(is_pilot=is_pilot).policy
        wanted = wanted_status(truth.asset.state, truth.approval, policy)
        if wanted is None or wanted.name == link.wanted_status:
            return None
        return Way(task_id=link.task_id, to=wanted)

    async def send(self, plan: Way, job: Claim) -> Receipt:
        del job  # a task that stands there already is not written again
        moved = await self._board.move(plan.task_id, to=plan.to.name, otherwise=plan.to.group)
        return Receipt(remote_id=moved.task.id, details=seen_of(moved.task).to_details())

    async def settle(self, session: AsyncSession, job: Claim, plan: Way, receipt: Receipt) -> None:
        link = await session.get_one(TaskLink, job.subject, with_for_update=True)
        link.wanted_status = plan.to.name
        await self._learning.take(session, link, Seen.from_details(receipt.details), ours=frozenset({"status"}))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        link = await session.get_one(TaskLink, job.subject)
        if isinstance(error, NotFound):
            await self._learning.lose(session, link)
        else:
            sentence = f"A task cannot be moved: {error.sentence}. Look at `tasks` and `task_status` in galley.yml."
            await self._learning.trouble(session, link, f"{MOVE}:{link.campaign_id or link.id}", sentence)
        return True
