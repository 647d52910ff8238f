"""Effect: put an approved version and its renditions into the library, once."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.history import History
from bot.jobs.declared import limits_for
from bot.jobs.effects import Claim, Effect, Receipt
from bot.setbacks import give_up_version
from bot.storage import Storage
from connectors.library import Library, RenditionFile
from connectors.library import Publication as Wanted
from models.asset import Asset, AssetState, Version
from models.events import AssetPublished
from models.publication import Publication, Rendition


class PublishVersion(Effect[Wanted]):
    kind = "library.publish"

    def __init__(self, *, library: Library, storage: Storage, history: History, clock: Clock) -> None:
        self._library, self._storage, self._history, self._clock = library, storage, history, clock
        self.limits = limits_for(library.declaration, calls=1)

    async def plan(self, session: AsyncSession, job: Claim) -> Wanted | None:
        version = await session.get_one(Version, job.subject)
        asset = await session.get_one(Asset, version.asset_id)
        wanted = select(Rendition).where(Rendition.version_id == version.id).order_by(col(Rendition.name))
        return Wanted(
            asset_id=asset.id,
            version=version.number,
            title=asset.title,
            file_name=version.file_name,
            original=self._storage.original(version.sha256 or ""),
            sha256=version.sha256 or "",
            attributes={name: texts(value) for name, value in asset.attributes.items()},
            renditions=tuple(self._file(rendition) for rendition in (await session.exec(wanted)).all()),
        )

    async def find(self, plan: Wanted, job: Claim) -> Receipt | None:
        del job  # an asset's version is its own marker
        found = await self._library.find(plan.asset_id, version=plan.version)
        return Receipt(remote_id=found.remote_id, details={"location": found.location}) if found else None

    async def send(self, plan: Wanted, job: Claim) -> Receipt:
        del job
        published = await self._library.publish(plan)
        return Receipt(remote_id=published.remote_id, details={"location": published.location})

    async def settle(self, session: AsyncSession, job: Claim, plan: Wanted, receipt: Receipt) -> None:
        asset, version = await session.get_one(Asset, plan.asset_id), await session.get_one(Version, job.subject)
        version.given_up = None
        library, location = self._library.declaration.name, receipt.details["location"]
        publication = Publication(
            asset_id=asset.id,
            version_id=version.id,
            library=library,
            remote_id=receipt.remote_id,
            location=location,
            published_at=self._clock.now(),
        )
        session.add(publication)
        if asset.version_number == version.number:
            asset.state = AssetState.PUBLISHED
        published = AssetPublished(
            team_id=asset.team_id,
            asset_id=asset.id,
            batch_id=asset.batch_id,
            version_id=version.id,
            library=library,
            location=location,
        )
        await session.flush()
        await self._history.record(session, published)

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the publication", problem=problem)

    def _file(self, rendition: Rendition) -> RenditionFile:
        return RenditionFile(
            name=rendition.name,
            path=self._storage.folder / rendition.path,
            media_type=rendition.media_type,
            width=rendition.width,
            height=rendition.height,
            sha256=rendition.sha256,
        )


def texts(value: Any) -> str | tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else str(value)
