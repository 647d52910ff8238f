"""What the effects that put something on a task have in common: a link, a part of the story, and the task meant."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.tasks.learning import Learning
from connectors.errors import ConnectorError, NotFound
from models.campaign import TaskLink


@dataclass(frozen=True)
class Part:
    """As orders.py writes it into a job's subject."""

    link_id: str
    part_id: str
    task_id: str


def part_of(subject: str) -> Part:
    return Part(*subject.split("/", 2))


async def is_still_meant(session: AsyncSession, part: Part) -> bool:
    """False where the asset has another task by now, or its task is gone."""
    link = await session.get_one(TaskLink, part.link_id)
    return link.task_id == part.task_id and not link.is_gone


async def deal_with(session: AsyncSession, learning: Learning, subject: str, error: ConnectorError) -> bool:
    """A task that is gone is no trouble: the card says so. Anything else is for the admins, told once for all tasks."""
    part = part_of(subject)
    link = await session.get_one(TaskLink, part.link_id)
    if not isinstance(error, NotFound):
        sentence = f"Something could not be put on a task: {error.sentence}. Its picture goes on without it."
        await learning.trouble(session, link, f"task.part:{link.campaign_id or link.id}", sentence)
    elif link.task_id == part.task_id:
        await learning.lose(session, link)
    return True
