"""New batches: one row for the batch, for each of its pictures, and for the first version of each."""

from collections.abc import Sequence

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.clock import Clock
from bot.galley_yml import Policies
from bot.history import History
from bot.intake.candidates import submitted
from bot.intake.drop import Drop, DroppedFile
from models.asset import Asset, Version, title_from
from models.attributes.defaults import Occasion, defaults
from models.batch import MOST, Batch
from models.campaign import Campaign
from models.events import FilesReceived


class Batches:
    def __init__(self, *, clock: Clock, history: History, policies: Policies) -> None:
        self._clock, self._history, self._policies = clock, history, policies

    async def begin(self, session: AsyncSession, drop: Drop) -> None:
        """One batch, or several where one card could not carry them all."""
        for part, start in enumerate(range(0, len(drop.files), MOST), start=1):
            batch = await self._begin_part(session, drop, part)
            await self._add_all(session, batch, drop, drop.files[start : start + MOST], after=start)

    async def join(self, session: AsyncSession, last: Batch, drop: Drop) -> None:
        """More files of the message that the batch came with."""
        taken = (await session.exec(select(func.max(Asset.position)).where(Asset.batch_id == last.id))).one() or 0
        for position, file in enumerate(drop.files, start=taken):
            if position >= last.last_position:
                last = await self._begin_part(session, drop, last.part + 1)
            await self._add_all(session, last, drop, [file], after=position)

    async def _begin_part(self, session: AsyncSession, drop: Drop, part: int) -> Batch:
        batch = Batch(
            team_id=drop.team_id,
            channel_id=drop.channel_id,
            message_ts=drop.message_ts,
            part=part,
            submitter_id=drop.person_id,
            campaign_id=await _campaign_of(session, drop),
            origin=drop.origin,
            submitted_at=self._clock.now(),
        )
        session.add(batch)
        await session.flush()
        received = FilesReceived(team_id=batch.team_id, actor_id=drop.person_id, batch_id=batch.id)
        await self._history.record(session, received)
        return batch

    async def _add_all(
        self, session: AsyncSession, batch: Batch, drop: Drop, files: Sequence[DroppedFile], *, after: int
    ) -> None:
        for position, file in enumerate(files, start=after + 1):
            await self._add(session, batch, drop, file, position=position)

    async def _add(self, session: AsyncSession, batch: Batch, drop: Drop, file: DroppedFile, *, position: int) -> None:
        asset = Asset(
            team_id=batch.team_id,
            batch_id=batch.id,
            position=position,
            submitter_id=drop.person_id,
            campaign_id=batch.campaign_id,
            created_at=self._clock.now(),
        )
        asset.describe(self._first_attributes(drop, file, await _title_of(session, batch)), file_name=file.name)
        session.add(asset)
        await session.flush()
        version = Version(
            team_id=asset.team_id,
            asset_id=asset.id,
            slack_file_id=file.file_id,
            file_name=file.name,
            announced_bytes=file.size_bytes,
            submitter_id=drop.person_id,
            submitted_at=self._clock.now(),
        )
        session.add(version)
        await session.flush()
        await self._history.record(session, submitted(asset, version))

    def _first_attributes(self, drop: Drop, file: DroppedFile, campaign: str) -> dict[str, object]:
        """What was said in a form, and the defaults of galley.yml for the rest. A title is for one picture only."""
        policy = self._policies.current
        known = {*policy.attributes, "title"}
        given = {name: value for name, value in drop.attributes.items() if value and name in known}
        if len(drop.files) > 1:
            given.pop("title", None)
        title = title_from(file.name)
        occasion = Occasion(title=title, campaign=campaign, submitter=drop.person_id, at=self._clock.now())
        readers = [(name, policy.reader(name)) for name, one in policy.attributes.items() if not one.types]
        return {"title": title, **defaults(readers, occasion), **given}


async def _title_of(session: AsyncSession, batch: Batch) -> str:
    campaign = await session.get(Campaign, batch.campaign_id) if batch.campaign_id else None
    return campaign.title if campaign else ""


async def _campaign_of(session: AsyncSession, drop: Drop) -> str | None:
    """The one chosen in a form; the campaign of the channel; else, while a workspace has only one, that one."""
    chosen_in_form = await of_team(session, Campaign, drop.team_id, drop.campaign_id)
    if chosen_in_form is not None:
        return chosen_in_form.id
    running = select(Campaign).where(Campaign.team_id == drop.team_id, col(Campaign.ended_at).is_(None))
    campaigns = (await session.exec(running.limit(100))).all()
    here = [campaign for campaign in campaigns if campaign.channel_id == drop.channel_id]
    chosen = here or (campaigns if len(campaigns) == 1 else [])
    return chosen[0].id if chosen else None
