"""Effect: lay the pictures of a batch out on one numbered contact sheet."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.history import History
from bot.intake.inspecting import DARKROOM
from bot.jobs.effects import Claim, Effect, Receipt
from bot.setbacks import give_up_sheet
from bot.slack.pictures import Pictures
from bot.storage import Storage
from connectors.errors import Refused
from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.picture import Picture, PictureKind


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The numbers and thumbnails to lay out, and the edition that this will be."""

    frames: tuple[tuple[str, Path], ...]
    edition: int
    target: Path


class MakeSheet(Effect[Layout]):
    kind = "imaging.sheet"
    limits = DARKROOM

    def __init__(self, *, darkroom: Darkroom, storage: Storage, pictures: Pictures, history: History) -> None:
        self._darkroom, self._storage = darkroom, storage
        self._pictures, self._history = pictures, history

    async def plan(self, session: AsyncSession, job: Claim) -> Layout | None:
        """A batch of one needs no sheet."""
        shown = await _shown(session, job.subject)
        if len(shown) < 2:  # noqa: PLR2004  one picture is its own proof
            return None
        edition = await _last_edition(session, job.subject) + 1
        return Layout(
            frames=tuple(
                (str(asset.position), self._storage.thumbnail(version.sha256 or "")) for asset, version in shown
            ),
            edition=edition,
            target=self._storage.sheet(job.subject, edition),
        )

    async def send(self, plan: Layout, job: Claim) -> Receipt:
        try:
            await self._darkroom.contact_sheet(plan.frames, plan.target)
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        return Receipt(remote_id=f"{job.subject}-{plan.edition}")

    async def settle(self, session: AsyncSession, job: Claim, plan: Layout, receipt: Receipt) -> None:
        del receipt
        batch = await session.get_one(Batch, job.subject)
        batch.sheet_given_up = None
        await self._pictures.add(
            session,
            batch=batch,
            kind=PictureKind.SHEET,
            subject_id=batch.id,
            edition=plan.edition,
            path=self._storage.relative(plan.target),
            file_name=f"contact-sheet-{plan.edition}.jpg",
            alt_text=f"Contact sheet of {len(plan.frames)} numbered pictures",
        )

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_sheet(session, self._history, job.subject, problem=problem)


async def _shown(session: AsyncSession, batch_id: str) -> list[tuple[Asset, Version]]:
    """The current versions that reviewers may see, in their numbers' order."""
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    hidden = (AssetState.DUPLICATE, AssetState.CHECKING, AssetState.NEEDS_WORK)
    wanted = (
        select(Asset, Version)
        .join(Version, current)
        .where(Asset.batch_id == batch_id, col(Asset.state).not_in(hidden), col(Version.facts).is_not(None))
        .order_by(col(Asset.position))
    )
    return [(asset, version) for asset, version in await session.exec(wanted)]


async def _last_edition(session: AsyncSession, batch_id: str) -> int:
    editions = select(func.max(Picture.edition)).where(Picture.batch_id == batch_id, Picture.kind == PictureKind.SHEET)
    return (await session.exec(editions)).one() or 0
