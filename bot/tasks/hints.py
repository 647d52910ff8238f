"""Hints that a task changed. Whatever one says, it only has the task read again, in its asset's lane."""

from collections.abc import Collection, Sequence

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.db import Database
from bot.tasks.orders import Orders
from bot.tasks.seen import seen_of
from connectors.board import Task
from models.campaign import TaskLink

AT_ONCE = 500  # ids in one query


class Hints:
    def __init__(self, *, db: Database, orders: Orders, board: str) -> None:
        self._db, self._orders, self._board = db, orders, board

    async def about(self, task_ids: Collection[str]) -> None:
        """Somebody says that these changed; those that are not ours are passed over."""
        ids = sorted(task_ids)
        for start in range(0, len(ids), AT_ONCE):
            await self._order(ids[start : start + AT_ONCE])

    async def compare(self, tasks: Sequence[Task], *, missing: Collection[str] = ()) -> None:
        """These were seen; only what differs from what we know, or was missing, is read again."""
        by_id = {task.id: task for task in tasks}
        ids, different = sorted(by_id), set(missing)
        for start in range(0, len(ids), AT_ONCE):
            async with self._db.read() as session:
                links = (await session.exec(self._links(ids[start : start + AT_ONCE]))).all()
            different |= {link.task_id for link in links if link.task_id and _is_news(by_id[link.task_id], link)}
        await self.about(different)

    async def _order(self, task_ids: Sequence[str]) -> None:
        """Most of what happens on a board is none of ours: it is not worth a transaction."""
        async with self._db.read() as session:
            links = (await session.exec(self._links(task_ids))).all()
        if links:
            async with self._db.write() as session:
                await self._orders.read(session, *links)

    def _links(self, task_ids: Sequence[str]) -> SelectOfScalar[TaskLink]:
        return select(TaskLink).where(TaskLink.board == self._board, col(TaskLink.task_id).in_(task_ids))


def _is_news(task: Task, link: TaskLink) -> bool:
    seen = seen_of(task)
    return not seen.is_older_than(link) and bool(seen.differences(link))
