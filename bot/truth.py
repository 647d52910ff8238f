"""A batch as it stands today, read in a fixed number of queries: what every message about it is rendered from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from bot.slack.acquaintances import read_people
from models.approval import Approval, Stage
from models.asset import Asset, Version
from models.batch import Batch
from models.campaign import Campaign, TaskLink
from models.person import Person
from models.picture import Picture, PictureKind
from models.post import Post, PostKind
from models.publication import Publication


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

    @property
    def is_pilot(self) -> bool:
        """Whether an edition on trial asks about a picture of it."""
        return any(one.approval is not None and one.approval.is_pilot for one in self.assets)

    def name(self, person_id: str | None) -> str:
        """A name to read, without notifying anybody."""
        person = self.people.get(person_id or "")
        return person.name if person else (person_id or "Galley")


# Built once: every card, receipt and announcement is rendered from these.
_CARD_OF_BATCH = (col(Post.subject_id) == Batch.id) & (col(Post.kind) == PostKind.CARD)
_BATCH = (
    select(Batch, Campaign, Post)
    .outerjoin(Campaign, col(Campaign.id) == Batch.campaign_id)
    .outerjoin(Post, _CARD_OF_BATCH)
    .where(Batch.id == bindparam("batch_id"))
)
_Whole = Select[Asset, Version, TaskLink | None, Publication | None, bool]
_ASSETS: _Whole = (
    select(Asset, Version, TaskLink, Publication)  # type: ignore[assignment]  # sqlmodel knows four columns
    .add_columns(exists().where(col(Approval.asset_id) == Asset.id))
    .join(Version, (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number))
    .outerjoin(TaskLink, col(TaskLink.asset_id) == Asset.id)
    .outerjoin(Publication, col(Publication.version_id) == Version.id)
    .order_by(col(Asset.position))
)
_ASSETS_OF_BATCH = _ASSETS.where(Asset.batch_id == bindparam("batch_id"))
_THESE_ASSETS = _ASSETS.where(col(Asset.id).in_(bindparam("ids", expanding=True)))
_APPROVALS = (
    select(Approval)
    .where(col(Approval.version_id).in_(bindparam("ids", expanding=True)))
    .options(joinedload(Approval.stages).options(joinedload(Stage.seats), selectinload(Stage.decisions)))  # type: ignore[arg-type]
)
_PICTURES = (
    select(Picture)
    .where(Picture.batch_id == bindparam("batch_id"), col(Picture.shared_at).is_not(None))
    .order_by(col(Picture.kind) == PictureKind.SHEET, col(Picture.edition))
)


async def read_batch(session: AsyncSession, batch_id: str) -> BatchTruth | None:
    """None when there is no such batch."""
    found = (await session.exec(_BATCH, params={"batch_id": batch_id})).first()
    if found is None:
        return None
    batch, campaign, card = found
    pictures = await _shared_pictures(session, batch_id)
    truths = await _truths(session, _ASSETS_OF_BATCH, {"batch_id": batch_id}, pictures)
    return BatchTruth(
        batch=batch,
        campaign=campaign,
        assets=truths,
        sheet=pictures.get(batch_id),
        card=card,
        people=await read_people(session, batch.team_id, {batch.submitter_id} | mentioned(truths)),
    )


async def read_truths(session: AsyncSession, assets: Sequence[Asset]) -> tuple[AssetTruth, ...]:
    """Of assets from any number of batches, in their order, without their proofs."""
    ids = [asset.id for asset in assets]
    found = {truth.asset.id: truth for truth in await _truths(session, _THESE_ASSETS, {"ids": ids}, {})}
    return tuple(found[asset_id] for asset_id in ids)


async def _truths(
    session: AsyncSession,
    which: _Whole,
    params: Mapping[str, object],
    pictures: Mapping[str, Picture],
) -> tuple[AssetTruth, ...]:
    found = (await session.exec(which, params=dict(params))).all()
    approvals = await _approvals(session, [version.id for _, version, *_ in found])
    return tuple(
        AssetTruth(
            asset=asset,
            version=version,
            approval=approvals.get(version.id),
            task=task,
            publication=publication,
            proof=pictures.get(version.id),
            was_asked=was_asked,
        )
        for asset, version, task, publication, was_asked in found
    )


def mentioned(truths: Sequence[AssetTruth]) -> set[str]:
    """The ids of everybody whom these truths name."""
    stages = [stage for truth in truths if truth.approval for stage in truth.approval.stages]
    return (
        {truth.version.submitter_id for truth in truths}
        | {truth.approval.reopened_by for truth in truths if truth.approval and truth.approval.reopened_by}
        | {said.done_by for stage in stages for said in stage.decisions if said.done_by}
        | {one for stage in stages for seat in stage.seats for one in (seat.person_id, seat.asked)}
        | {one for stage in stages for promise in stage.promises for one in promise["to"]}
        | {one for stage in stages for said in stage.decisions for one in (said.person_id, said.seat_id)}
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


async def _approvals(session: AsyncSession, version_ids: list[str]) -> dict[str, Approval]:
    found = (await session.exec(_APPROVALS, params={"ids": version_ids})).unique()
    return {approval.version_id: approval for approval in found}


async def _shared_pictures(session: AsyncSession, batch_id: str) -> dict[str, Picture]:
    """By subject; the newest edition of each."""
    found = await session.exec(_PICTURES, params={"batch_id": batch_id})
    return {picture.subject_id: picture for picture in found}
