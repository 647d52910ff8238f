"""Distribution: what follows a final yes, in order: renditions, library, announcement."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.jobs.port import Jobs
from bot.slack.channels import Channels
from bot.slack.posts import Posts, Wish
from models.approval import Outcome
from models.events import ApprovalSettled, AssetPublished, RenditionsMade
from models.post import PostKind


class Distribution:
    def __init__(self, *, jobs: Jobs, posts: Posts, policies: Policies, channels: Channels) -> None:
        self._jobs, self._posts, self._policies, self._channels = jobs, posts, policies, channels

    async def render(self, session: AsyncSession, event: ApprovalSettled) -> None:
        if event.outcome == Outcome.APPROVED:
            await self._submit(session, "imaging.render", event.version_id, asset_id=event.asset_id)

    async def publish(self, session: AsyncSession, event: RenditionsMade) -> None:
        await self._submit(session, "library.publish", event.version_id, asset_id=event.asset_id)

    async def announce(self, session: AsyncSession, event: AssetPublished) -> None:
        """One post for a batch in each channel that wants to know; later pictures of it are added by an edit."""
        wishes = [
            Wish(
                kind=PostKind.ANNOUNCEMENT,
                subject_id=event.batch_id,
                key=f"announcement:{event.batch_id}:{name}",
                channel_id=self._channels.known(name) or name,
            )
            for name in self._policies.current.distribution.announce_in
        ]
        await self._posts.show_all(session, event.team_id, wishes)

    async def _submit(self, session: AsyncSession, kind: str, version_id: str, *, asset_id: str | None) -> None:
        await self._jobs.submit(
            session, kind=kind, subject=version_id, lane=f"asset:{asset_id}", key=f"{kind}:{version_id}"
        )
