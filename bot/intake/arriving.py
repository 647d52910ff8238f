"""Bytes are here: whether they are new, and what becomes of them when they are not."""

from sqlmodel import col, select, true
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import alone_with
from bot.history import History
from bot.intake.refusing import refuse_version
from models.asset import LIVE, Asset, Version
from models.batch import Batch
from models.events import DuplicateFound, VersionStored


async def arrived(session: AsyncSession, history: History, version: Version) -> None:
    """New bytes go on to be inspected. Known ones end here, or stand before a later picture of the same message."""
    asset = await session.get_one(Asset, version.asset_id)
    await alone_with(session, f"bytes:{version.team_id}:{version.sha256}")
    found = await _twin(session, version)
    if found is None:
        await history.record(session, _stored(asset, version))
        return

    twin, known = found
    if version.is_candidate:
        await refuse_version(session, history, version.id, _nothing_new(asset, version, twin, known))
    elif twin.may_give_way_to(asset) and await _came_together(session, asset, twin):
        await history.record(session, _stored(asset, version))
        await _give_way(session, history, twin, known, to=asset)
    else:
        await history.record(session, _duplicate(asset, version, twin))


async def _twin(session: AsyncSession, version: Version) -> tuple[Asset, Version] | None:
    """Another live asset with these bytes in any version that could be read, or this asset with an earlier one; unless
    it is that one, only renamed.
    """
    is_renamed = await _is_renamed(session, version)
    wanted = (
        select(Asset, Version)
        .join(Version, col(Version.asset_id) == Asset.id)
        .where(Version.team_id == version.team_id, Version.sha256 == version.sha256, col(Version.id) != version.id)
        .where(col(Version.refusal).is_(None))
        .where(col(Version.given_up).is_(None) | col(Version.checks).is_not(None))
        .where(col(Asset.state).in_(LIVE) | (col(Asset.id) == version.asset_id))
        .where(col(Asset.id) != version.asset_id if is_renamed else true())
        .order_by(col(Asset.id) != version.asset_id, col(Asset.id))
    )
    return (await session.exec(wanted.limit(1))).first()


async def _is_renamed(session: AsyncSession, version: Version) -> bool:
    same = await session.get_one(Version, version.copy_of) if version.copy_of else None
    return same is not None and same.sha256 == version.sha256 and same.file_name != version.file_name


async def _came_together(session: AsyncSession, one: Asset, other: Asset) -> bool:
    batches = [await session.get_one(Batch, asset.batch_id) for asset in (one, other)]
    return batches[0].is_of_one_message_with(batches[1])


async def _give_way(session: AsyncSession, history: History, later: Asset, known: Version, *, to: Asset) -> None:
    """Whoever was told "already here, as the later one" means the first one from now on."""
    for copy in await session.exec(select(Asset).where(Asset.duplicate_of == later.id)):
        copy.duplicate_of = to.id
    await history.record(session, _duplicate(later, known, to))


def _nothing_new(asset: Asset, version: Version, twin: Asset, known: Version) -> str:
    if twin.id != asset.id:
        same = f"{twin.title}, which is already here"
    elif known.is_candidate:
        same = f"{known.file_name}, which is just being looked at"
    else:
        same = f"version {known.number} of {asset.title}"
    return f"{version.file_name} has the same bytes as {same}. Please upload the file that you meant."


def _stored(asset: Asset, version: Version) -> VersionStored:
    return VersionStored(
        team_id=asset.team_id,
        asset_id=asset.id,
        version_id=version.id,
        sha256=version.sha256 or "",
        size_bytes=version.size_bytes or 0,
        file_name=version.file_name,
        title=asset.title,
    )


def _duplicate(asset: Asset, version: Version, twin: Asset) -> DuplicateFound:
    return DuplicateFound(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        version_id=version.id,
        duplicate_of=twin.id,
    )
