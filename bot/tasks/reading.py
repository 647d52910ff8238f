"""Effect: read a task again after a hint that it changed. In the asset's lane, so never between a write and its end."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.tasks.learning import Learning
from bot.tasks.orders import READ
from bot.tasks.seen import Seen, seen_of
from connectors.board import BoardConnection
from connectors.errors import ConnectorError, NotFound
from models.campaign import TaskLink

CALLS = 1  # names of people are remembered


@dataclass(frozen=True, kw_only=True)
class Look:
    task_id: str


class ReadTask(Effect[Look]):
    kind = READ

    def __init__(self, *, board: BoardConnection, learning: Learning) -> None:
        self.limits = limits_for(board.declaration, calls=CALLS, is_repeatable=True)
        self._board, self._learning = board.board, learning

    async def plan(self, session: AsyncSession, job: Claim) -> Look | None:
        link = await session.get_one(TaskLink, job.subject)
        return Look(task_id=link.task_id) if link.task_id else None

    async def send(self, plan: Look, job: Claim) -> Receipt:
        del job  # a read leaves nothing behind
        task = await self._board.task(plan.task_id)
        return Receipt(remote_id=task.id, details=seen_of(task).to_details())

    async def settle(self, session: AsyncSession, job: Claim, plan: Look, receipt: Receipt) -> None:
        link = await session.get_one(TaskLink, job.subject, with_for_update=True)
        if link.task_id == plan.task_id:
            await self._learning.take(session, link, Seen.from_details(receipt.details), ours=frozenset())

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """Deleted, or not for our eyes any more: either way it is not asked for again and again."""
        link = await session.get_one(TaskLink, job.subject)
        await self._learning.lose(session, link)
        if not isinstance(error, NotFound):
            sentence = f"A task cannot be read any more: {error.sentence}. Its picture goes on without it."
            await self._learning.trouble(session, link, f"{READ}:{link.campaign_id or link.id}", sentence)
        return True
