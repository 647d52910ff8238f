"""The pictures that go with a card: a proof of each version, and a contact sheet where there are several."""

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.jobs.port import Jobs
from bot.slack.pictures import Pictures
from bot.storage import Storage
from models.asset import Asset, Version
from models.batch import Batch
from models.events import VersionReady
from models.picture import PictureKind


class Proofs:
    def __init__(self, *, jobs: Jobs, pictures: Pictures, storage: Storage) -> None:
        self._jobs, self._pictures, self._storage = jobs, pictures, storage

    async def add(self, session: AsyncSession, event: VersionReady) -> None:
        """A version goes to review: its proof is shown in the thread, and where there are several pictures, the contact
        sheet is laid out anew.
        """
        version = await session.get_one(Version, event.version_id)
        asset = await session.get_one(Asset, event.asset_id)
        await self._pictures.add(
            session,
            batch=await session.get_one(Batch, event.batch_id),
            kind=PictureKind.PROOF,
            subject_id=version.id,
            path=self._storage.relative(self._storage.proof(version.sha256 or "")),
            file_name=f"{asset.position}-version-{version.number}.jpg",
            alt_text=f"{asset.title}, version {version.number}",
        )
        if not await _has_others(session, asset):
            return
        await self._jobs.submit(
            session,
            kind="imaging.sheet",
            subject=event.batch_id,
            lane=f"batch:{event.batch_id}",
            key=f"sheet:{event.batch_id}",
            team_id=event.team_id,
            coalesce=True,
        )


async def _has_others(session: AsyncSession, asset: Asset) -> bool:
    others = select(Asset.id).where(Asset.batch_id == asset.batch_id, Asset.id != asset.id)
    return (await session.exec(others.limit(1))).first() is not None
