"""A batch as it stands today, read in a fixed number of queries: what every message about it is rendered from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from models.approval import Approval, Stage
from models.asset import Asset, Version
from models.batch import Batch
from models.campaign import Campaign, TaskLink
from models.person import Person
from models.picture import Picture, PictureKind
from models.post import Post, PostKind
from models.publication import Publication

Row = TypeVar("Row")


def whole_approval() -> ExecutableOption:
    """Load an approval with its stages, their seats and decisions."""
    stages = selectinload(Approval.stages)  # type: ignore[arg-type]
    return stages.options(
        selectinload(Stage.seats),  # type: ignore[arg-type]
        selectinload(Stage.decisions),  # type: ignore[arg-type]
    )


@dataclass(frozen=True, kw_only=True)
class AssetTruth:
    """One asset with its current version. `approval` is that version's; None before it is asked about."""

    asset: Asset
    version: Version
    approval: Approval | None
    task: TaskLink | None
    publication: Publication | None
    proof: Picture | None  # only when the review channel may see it
    was_asked: bool  # whether reviewers have ever seen a version of it


@dataclass(frozen=True, kw_only=True)
class BatchTruth:
    batch: Batch
    campaign: Campaign | None
    assets: tuple[AssetTruth, ...]
    sheet: Picture | None  # the newest contact sheet that the review channel may see
    card: Post | None
    people: Mapping[str, Person]

    def name(self, person_id: str | None) -> str:
        """A name to read, without notifying anybody."""
        person = self.people.get(person_id or "")
        return person.name if person else (person_id or "Galley")


async def read_batch(session: AsyncSession, batch_id: str) -> BatchTruth | None:
    """None when there is no such batch."""
    batch = await session.get(Batch, batch_id)
    if batch is None:
        return None

    assets = (await session.exec(select(Asset).where(Asset.batch_id == batch_id).order_by(col(Asset.position)))).all()
    pictures = await _shared_pictures(session, batch_id)
    truths = await read_truths(session, assets, pictures)
    return BatchTruth(
        batch=batch,
        campaign=await session.get(Campaign, batch.campaign_id) if batch.campaign_id else None,
        assets=truths,
        sheet=pictures.get(batch_id),
        card=await read_card(session, batch_id),
        people=await read_people(session, batch.team_id, {batch.submitter_id} | mentioned(truths)),
    )


async def read_truths(
    session: AsyncSession, assets: Sequence[Asset], pictures: Mapping[str, Picture] | None = None
) -> tuple[AssetTruth, ...]:
    """Of assets from any number of batches, in their order. `pictures` by subject; without them, no proofs."""
    ids = [asset.id for asset in assets]
    versions = await _current_versions(session, ids)
    approvals = await _approvals(session, [version.id for version in versions.values()])
    asked = set((await session.exec(select(Approval.asset_id).where(col(Approval.asset_id).in_(ids)))).all())
    tasks = {task.asset_id: task for task in await _all(session, TaskLink, TaskLink.asset_id, ids)}
    publications = {one.version_id: one for one in await _all(session, Publication, Publication.asset_id, ids)}
    return tuple(
        AssetTruth(
            asset=asset,
            version=versions[asset.id],
            approval=approvals.get(versions[asset.id].id),
            task=tasks.get(asset.id),
            publication=publications.get(versions[asset.id].id),
            proof=(pictures or {}).get(versions[asset.id].id),
            was_asked=asset.id in asked,
        )
        for asset in assets
    )


def mentioned(truths: Sequence[AssetTruth]) -> set[str]:
    """The ids of everybody whom these truths name."""
    stages = [stage for truth in truths if truth.approval for stage in truth.approval.stages]
    return (
        {truth.version.submitter_id for truth in truths}
        | {seat.person_id for stage in stages for seat in stage.seats}
        | {decision.person_id for stage in stages for decision in stage.decisions}
    )


async def open_stages(session: AsyncSession, stage_ids: Iterable[str]) -> list[Stage]:
    """Those of these stages that are being asked now, with their seats and decisions."""
    loaded = (selectinload(Stage.seats), selectinload(Stage.decisions))  # type: ignore[arg-type]
    found = await session.exec(select(Stage).where(col(Stage.id).in_(set(stage_ids))).options(*loaded))
    return [stage for stage in found.all() if stage.is_open]


async def read_card(session: AsyncSession, batch_id: str) -> Post | None:
    wanted = select(Post).where(Post.subject_id == batch_id, Post.kind == PostKind.CARD)
    return (await session.exec(wanted)).first()


async def read_cards(session: AsyncSession, batch_ids: Iterable[str]) -> dict[str, Post]:
    """By batch; those that Slack has."""
    wanted = select(Post).where(col(Post.subject_id).in_(set(batch_ids)), Post.kind == PostKind.CARD)
    return {card.subject_id: card for card in await session.exec(wanted) if card.ts is not None}


async def read_people(session: AsyncSession, team_id: str, ids: Iterable[str]) -> dict[str, Person]:
    wanted = select(Person).where(Person.team_id == team_id, col(Person.slack_id).in_(set(ids)))
    return {person.slack_id: person for person in await session.exec(wanted)}


async def _current_versions(session: AsyncSession, asset_ids: list[str]) -> dict[str, Version]:
    wanted = (
        select(Version)
        .join(Asset, (col(Asset.id) == Version.asset_id) & (col(Asset.version_number) == Version.number))
        .where(col(Asset.id).in_(asset_ids))
    )
    return {version.asset_id: version for version in await session.exec(wanted)}


async def _approvals(session: AsyncSession, version_ids: list[str]) -> dict[str, Approval]:
    wanted = select(Approval).where(col(Approval.version_id).in_(version_ids)).options(whole_approval())
    return {approval.version_id: approval for approval in await session.exec(wanted)}


async def _shared_pictures(session: AsyncSession, batch_id: str) -> dict[str, Picture]:
    """By subject; the newest edition of each."""
    wanted = (
        select(Picture)
        .where(Picture.batch_id == batch_id, col(Picture.shared_at).is_not(None))
        .order_by(col(Picture.kind) == PictureKind.SHEET, col(Picture.edition))
    )
    return {picture.subject_id: picture for picture in await session.exec(wanted)}


async def _all(session: AsyncSession, table: type[Row], column: object, ids: list[str]) -> Iterable[Row]:
    return await session.exec(select(table).where(col(column).in_(ids)))
