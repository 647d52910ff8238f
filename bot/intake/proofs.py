"""The pictures that go with a card: a proof of each version, and a contact sheet where there are several."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake import views
from bot.jobs.port import Jobs
from bot.slack.permalinks import Permalinks
from bot.slack.pictures import Pictures
from bot.storage import Storage
from bot.truth import read_card
from models.approval import Approval
from models.asset import Asset, Version
from models.batch import Batch
from models.events import VersionReady
from models.picture import PictureKind

SHOWN_BY_SLACK = frozenset({"JPEG", "PNG", "GIF"})  # of other files Slack has no preview, or not for everybody
_SLUG = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.")  # what a name keeps in Slack's own links


class Proofs:
    def __init__(self, *, jobs: Jobs, pictures: Pictures, storage: Storage, permalinks: Permalinks) -> None:
        self._jobs, self._pictures = jobs, pictures
        self._storage, self._permalinks = storage, permalinks

    async def add(self, session: AsyncSession, event: VersionReady) -> None:
        """A version goes to review: its proof is shown in the thread, and where there are several pictures, the contact
        sheet is laid out anew.
        """
        version = await session.get_one(Version, event.version_id)
        if not await _is_in_view(session, event.batch_id, version):
            await self._show(session, event, version)
        if await _is_alone(session, event):
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

    async def _show(self, session: AsyncSession, event: VersionReady, version: Version) -> None:
        asset = await session.get_one(Asset, event.asset_id)
        why = str((version.facts or {}).get("no_preview") or "")
        await self._pictures.add(
            session,
            batch=await session.get_one(Batch, event.batch_id),
            kind=PictureKind.PROOF,
            subject_id=version.id,
            path=self._storage.relative(self._storage.proof(version.sha256 or "")),
            file_name=f"{asset.position}-version-{version.number}.jpg",
            alt_text=f"{asset.title}, version {version.number}{', in place of a preview' if why else ''}",
            words=self._words(asset, version, why) if why else None,
        )

    def _words(self, asset: Asset, version: Version, why: str) -> str:
        """Of what has no preview the thread leads to the original, which whoever decides has to open."""
        slug = "".join(letter if letter in _SLUG else "_" for letter in version.file_name.casefold())
        place = self._permalinks.file(version.team_id, version.slack_file_id or "", slug, of=version.submitter_id)
        return views.unseen(asset.title, version.number, why, place=place).text


async def _is_alone(session: AsyncSession, event: VersionReady) -> bool:
    others = select(Asset.id).where(Asset.batch_id == event.batch_id, Asset.id != event.asset_id)
    return (await session.exec(others.limit(1))).first() is None


async def _is_in_view(session: AsyncSession, batch_id: str, version: Version) -> bool:
    """The file itself stands below the card of several pictures, which shows their sheet: a proof would say no more."""
    if version.slack_file_id is None or (version.facts or {}).get("format") not in SHOWN_BY_SLACK:
        return False
    card = await read_card(session, batch_id)
    if card is None or card.ts is None or (version.posted_in, version.posted_below) != (card.channel_id, card.ts):
        return False
    return await _has_company(session, batch_id, version.asset_id)


async def _has_company(session: AsyncSession, batch_id: str, asset_id: str) -> bool:
    """Whether other pictures stand on the card: of one alone the card shows its proof."""
    others = select(Approval.id).join(Asset, col(Asset.id) == Approval.asset_id)
    return (
        await session.exec(others.where(Asset.batch_id == batch_id, Asset.id != asset_id).limit(1))
    ).first() is not None
