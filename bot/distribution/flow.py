"""Distribution: what follows a final yes, in order: renditions, library, announcement."""

from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.galley_yml import Policies
from bot.jobs.port import Jobs
from bot.slack.channels import Channels
from bot.slack.posts import Posts, Wish
from models.asset import Asset, AssetState, Version
from models.attributes.schema import Moment
from models.events import (
    ApprovalSettled,
    AssetPublished,
    AttributesGiven,
    AttributesSuggested,
    RenditionsMade,
)
from models.history import Entry
from models.ids import new_id
from models.post import PostKind
from models.review.words import Outcome

PATIENCE = timedelta(seconds=8)  # how long the first published picture of a batch waits for its neighbours


class Distribution:
    def __init__(self, *, clock: Clock, jobs: Jobs, posts: Posts, policies: Policies, channels: Channels) -> None:
        self._clock, self._jobs = clock, jobs
        self._posts, self._policies, self._channels = posts, policies, channels

    async def render(self, session: AsyncSession, event: ApprovalSettled) -> None:
        if event.outcome == Outcome.APPROVED:
            await self._submit(session, "imaging.render", event)

    async def publish(self, session: AsyncSession, event: RenditionsMade) -> None:
        """Every way into the library leads through here: what has to be known first is waited for."""
        asset = await session.get_one(Asset, event.asset_id)
        if not self._lacks(asset):
            await self._submit(session, "library.publish", event)

    async def resume(self, session: AsyncSession, event: AttributesGiven | AttributesSuggested) -> None:
        """Something is known by now: what waited for it goes on."""
        asset = await session.get_one(Asset, event.asset_id)
        if asset.state is not AssetState.APPROVED or self._lacks(asset):
            return
        current = (Version.asset_id == asset.id, Version.number == asset.version_number)
        version_id = (await session.exec(select(Version.id).where(*current))).one()
        if await _is_rendered(session, asset.id, version_id):
            await self._order(session, "library.publish", asset.team_id, asset.id, version_id)

    async def describe(self, session: AsyncSession, event: AttributesGiven | AttributesSuggested) -> None:
        """What is in the library, or on its way there, is described anew; in the asset's lane, so behind a publication
        that was planned before.
        """
        asset = await session.get_one(Asset, event.asset_id)
        if asset.state in (AssetState.APPROVED, AssetState.PUBLISHED):
            await self._jobs.submit(
                session,
                kind="library.describe",
                subject=asset.id,
                lane=f"asset:{asset.id}",
                key=f"library.describe:{new_id()}",
                team_id=asset.team_id,
            )

    def _lacks(self, asset: Asset) -> bool:
        return bool(asset.missing(self._policies.current.needed(asset.type, Moment.PUBLISHED)))

    async def announce(self, session: AsyncSession, event: AssetPublished) -> None:
        """One post for a batch in each channel that wants to know. It waits a little for pictures that are on their
        way; whatever comes later is added by an edit.
        """
        is_alone = not await _others_on_their_way(session, event)
        wishes = [
            Wish(
                kind=PostKind.ANNOUNCEMENT,
                subject_id=event.batch_id,
                key=f"announcement:{event.batch_id}:{name}",
                channel_id=self._channels.known(event.team_id, name) or name,
                not_before=None if is_alone else self._clock.now() + PATIENCE,
            )
            for name in self._policies.current.distribution.announce_in
        ]
        await self._posts.show_all(session, event.team_id, wishes)

    async def certify(self, session: AsyncSession, event: AssetPublished) -> None:
        """What was published gets its decision receipt."""
        await self._submit(session, "library.receipt", event)

    async def _submit(
        self, session: AsyncSession, kind: str, event: ApprovalSettled | RenditionsMade | AssetPublished
    ) -> None:
        await self._order(session, kind, event.team_id, event.asset_id or "", event.version_id)

    async def _order(self, session: AsyncSession, kind: str, team_id: str, asset_id: str, version_id: str) -> None:
        await self._jobs.submit(
            session,
            kind=kind,
            subject=version_id,
            lane=f"asset:{asset_id}",
            key=f"{kind}:{version_id}",
            team_id=team_id,
        )


async def _is_rendered(session: AsyncSession, asset_id: str, version_id: str) -> bool:
    """Whether its renditions were made, and it waited since."""
    told = select(Entry.number).where(Entry.asset_id == asset_id, Entry.event == RenditionsMade.name)
    of_it = col(Entry.details)["version_id"].as_string() == version_id
    return (await session.exec(told.where(of_it).limit(1))).first() is not None


async def _others_on_their_way(session: AsyncSession, event: AssetPublished) -> bool:
    approved = (Asset.batch_id == event.batch_id, Asset.state == AssetState.APPROVED, Asset.id != event.asset_id)
    return (await session.exec(select(Asset.id).where(*approved).limit(1))).first() is not None
