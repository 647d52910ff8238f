"""Which jobs bring a task up to date. Each is told of a happening, and finds out by itself what is true then."""

from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.port import Jobs, Order
from models.approval import Approval, Decision, Stage
from models.asset import Asset, Version
from models.campaign import TaskLink
from models.publication import Publication

CREATE, MOVE, READ, ADOPT = "task.create", "task.move", "task.read", "task.adopt"
COMMENT, TELL_PLACE, ATTACH = "task.comment", "task.tell_place", "task.attach"


class Orders:
    """A lane per asset: what is read comes after what was written, so that our own writes never look like others'."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def create(self, session: AsyncSession, link: TaskLink, *, not_before: datetime | None) -> None:
        await self._submit(session, _of_link(CREATE, link, not_before=not_before))

    async def move(self, session: AsyncSession, link: TaskLink) -> None:
        await self._submit(session, _of_link(MOVE, link))

    async def read(self, session: AsyncSession, *links: TaskLink) -> None:
        await self._submit(session, *(_of_link(READ, link) for link in links))

    async def comment(self, session: AsyncSession, link: TaskLink, *decision_ids: str) -> None:
        await self._submit(session, *(_of_part(COMMENT, link, decision_id) for decision_id in decision_ids))

    async def tell_place(self, session: AsyncSession, link: TaskLink, *publication_ids: str) -> None:
        await self._submit(session, *(_of_part(TELL_PLACE, link, one) for one in publication_ids))

    async def attach(self, session: AsyncSession, link: TaskLink, *version_ids: str) -> None:
        await self._submit(session, *(_of_part(ATTACH, link, version_id) for version_id in version_ids))

    async def catch_up(self, session: AsyncSession, link: TaskLink) -> None:
        """Everything that happened before there was this task."""
        await self.move(session, link)
        await self.attach(session, link, *await _versions(session, link.asset_id))
        await self.comment(session, link, *await _decisions(session, link.asset_id))
        await self.tell_place(session, link, *await _publications(session, link.asset_id))

    async def _submit(self, session: AsyncSession, *orders: Order) -> None:
        if orders:
            await self._jobs.submit_all(session, orders)


def lane_of(asset_id: str) -> str:
    return f"task:{asset_id}"


_LINK = select(TaskLink).where(TaskLink.asset_id == bindparam("asset_id")).with_for_update()


async def link_of(session: AsyncSession, asset_id: str | None) -> TaskLink | None:
    """Locked (on PostgreSQL): whoever adds something to tell waits for whoever makes the task, and the other way."""
    return (await session.exec(_LINK, params={"asset_id": asset_id})).first()


def _of_link(kind: str, link: TaskLink, *, not_before: datetime | None = None) -> Order:
    """What is read or written is today's truth, so several of these are one."""
    return Order(
        kind=kind,
        subject=link.id,
        lane=lane_of(link.asset_id),
        key=f"{kind}:{link.id}",
        team_id=link.team_id,
        not_before=not_before,
        coalesce=True,
    )


def _of_part(kind: str, link: TaskLink, part_id: str) -> Order:
    """Said once on each task: another task of the same asset has not heard it."""
    subject = f"{link.id}/{part_id}/{link.task_id}"
    lane, key = lane_of(link.asset_id), f"{kind}:{subject}"
    return Order(kind=kind, subject=subject, lane=lane, key=key, team_id=link.team_id)


async def _versions(session: AsyncSession, asset_id: str) -> list[str]:
    """Those that somebody was asked about, and the current one."""
    asked = select(Approval.version_id).where(Approval.asset_id == asset_id)
    current = (col(Version.number) == Asset.version_number) & col(Version.sha256).is_not(None)
    wanted = (
        select(Version.id)
        .join(Asset, col(Asset.id) == Version.asset_id)
        .where(Version.asset_id == asset_id, current | col(Version.id).in_(asked))
        .order_by(col(Version.number))
    )
    return list((await session.exec(wanted)).all())


async def _decisions(session: AsyncSession, asset_id: str) -> list[str]:
    wanted = (
        select(Decision.id)
        .join(Stage, col(Stage.id) == Decision.stage_id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .where(Approval.asset_id == asset_id)
        .order_by(col(Decision.decided_at), col(Decision.id))
    )
    return list((await session.exec(wanted)).all())


async def _publications(session: AsyncSession, asset_id: str) -> list[str]:
    wanted = select(Publication.id).where(Publication.asset_id == asset_id).order_by(col(Publication.published_at))
    return list((await session.exec(wanted)).all())
