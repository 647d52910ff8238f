"""Distribution: what follows a final yes, in order: renditions, library, announcement."""

from datetime import timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.galley_yml import Policies
from bot.jobs.port import Jobs
from bot.slack.channels import Channels
from bot.slack.posts import Posts, Wish
from models.asset import Asset, AssetState
from models.events import ApprovalSettled, AssetPublished, RenditionsMade
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
        await self._submit(session, "library.publish", event)

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
        await self._jobs.submit(
            session,
            kind=kind,
            subject=event.version_id,
            lane=f"asset:{event.asset_id}",
            key=f"{kind}:{event.version_id}",
            team_id=event.team_id,
        )


async def _others_on_their_way(session: AsyncSession, event: AssetPublished) -> bool:
    approved = (Asset.batch_id == event.batch_id, Asset.state == AssetState.APPROVED, Asset.id != event.asset_id)
    return (await session.exec(select(Asset.id).where(*approved).limit(1))).first() is not None
