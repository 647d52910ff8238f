"""Effect: show a version on its task: its proof, attached once."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.storage import Storage
from bot.tasks.learning import Learning
from bot.tasks.orders import ATTACH
from bot.tasks.parts import deal_with, is_still_meant, part_of
from connectors.board import BoardConnection
from connectors.errors import ConnectorError
from models.asset import Asset, Version

UPLOAD = timedelta(seconds=30)  # a proof has 1200 px at most, some 500 kB


@dataclass(frozen=True, kw_only=True)
class Proof:
    task_id: str
    path: Path
    name: str


class AttachProof(Effect[Proof]):
    kind = ATTACH

    def __init__(self, *, board: BoardConnection, storage: Storage, learning: Learning) -> None:
        self.limits = limits_for(board.declaration, calls=1, extra=UPLOAD)
        self._thread, self._storage, self._learning = board.thread, storage, learning

    async def plan(self, session: AsyncSession, job: Claim) -> Proof | None:
        part = part_of(job.subject)
        version = await session.get_one(Version, part.part_id)
        if version.sha256 is None or not await is_still_meant(session, part):
            return None
        asset = await session.get_one(Asset, version.asset_id)
        return Proof(
            task_id=part.task_id,
            path=self._storage.proof(version.sha256),
            name=f"{asset.title}, version {version.number}.jpg",
        )

    async def find(self, plan: Proof, job: Claim) -> Receipt | None:
        found = await self._thread.find_attachment(plan.task_id, key=job.key)
        return Receipt(remote_id=found.id) if found else None

    async def send(self, plan: Proof, job: Claim) -> Receipt:
        attached = await self._thread.attach(plan.task_id, plan.path, name=plan.name, key=job.key)
        return Receipt(remote_id=attached.id)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        return await deal_with(session, self._learning, job.subject, error)
