"""The uploader's word on a look-alike: it is a new version of that one, or a picture of its own."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.clock import Clock
from bot.db import Database, alone_with
from bot.history import History
from bot.intake import views
from bot.intake.arriving import arrived
from bot.intake.candidates import Candidates, Spot
from bot.intake.threads import REPLACEABLE
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from bot.slack.whispers import whisper
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.events import PictureJoined, PictureToldApart
from models.lookalike import LookAlike, offered
from models.roles import mending


class Joining:
    def __init__(
        self, *, db: Database, clock: Clock, history: History, posts: Posts, roles: Roles, candidates: Candidates
    ) -> None:
        self._db, self._clock, self._history = db, clock, history
        self._posts, self._roles, self._candidates = posts, roles, candidates

    async def join(self, version_id: str, *, by: Actor) -> None:
        """It goes on as a candidate of the other picture; whoever was asked about it alone is asked no more."""
        await self._may(version_id, by=by)
        async with self._db.write() as session:
            version, asset, other = await self._offer(session, version_id, by=by)
            into = await of_team(session, Asset, by.team_id, other.asset_id) if other else None
            if version is None or asset is None or into is None or into.state not in REPLACEABLE:
                await whisper(self._posts, session, views.nothing_offered(), to=by)
                return
            asset.state, asset.duplicate_of = AssetState.DUPLICATE, into.id
            await session.flush()
            joined = PictureJoined(**_of(asset, version, by), into=into.id, into_title=into.title)
            await self._history.record(session, joined)
            batch = await session.get_one(Batch, asset.batch_id)
            below = batch.message_ts if by.channel_id == batch.channel_id else None
            spot = Spot(channel_id=by.channel_id, thread_ts=below)
            candidate = await self._candidates.carry_over(session, into, version, by=by.person_id, at=spot)
            await arrived(session, self._history, candidate)

    async def tell_apart(self, version_id: str, *, by: Actor) -> None:
        """It stays a picture of its own, and reviewers read that its uploader says so."""
        await self._may(version_id, by=by)
        async with self._db.write() as session:
            version, asset, _ = await self._offer(session, version_id, by=by)
            if version is None or asset is None:
                await whisper(self._posts, session, views.nothing_offered(), to=by)
                return
            version.told_apart_by, version.told_apart_at = by.person_id, self._clock.now()
            await session.flush()
            await self._history.record(session, PictureToldApart(**_of(asset, version, by)))

    async def _may(self, version_id: str, *, by: Actor) -> None:
        """Raises NotAllowed for whoever may not bring a newer version of either picture."""
        async with self._db.read() as session:
            version, asset, other = await _read_offer(session, version_id, by)
            into = await of_team(session, Asset, by.team_id, other.asset_id) if other else None
            if version is None:
                asset = await _asset_of(session, version_id, by)
        for one in (asset, into):
            if one is not None:
                await self._roles.must(mending(one.submitter_id, by.person_id), by=by)

    async def _offer(
        self, session: AsyncSession, version_id: str, *, by: Actor
    ) -> tuple[Version | None, Asset | None, LookAlike | None]:
        """Of two clicks at once the second sees the first."""
        await alone_with(session, f"join:{version_id}")
        return await _read_offer(session, version_id, by)


async def _read_offer(
    session: AsyncSession, version_id: str, by: Actor
) -> tuple[Version | None, Asset | None, LookAlike | None]:
    """All None where nothing is offered any more."""
    version = await of_team(session, Version, by.team_id, version_id)
    asset = await of_team(session, Asset, by.team_id, version.asset_id) if version else None
    other = offered(asset, version) if asset and version else None
    return (version, asset, other) if other else (None, None, None)


async def _asset_of(session: AsyncSession, version_id: str, by: Actor) -> Asset | None:
    version = await of_team(session, Version, by.team_id, version_id)
    return await of_team(session, Asset, by.team_id, version.asset_id) if version else None


def _of(asset: Asset, version: Version, by: Actor) -> dict[str, str]:
    return {
        "team_id": asset.team_id,
        "asset_id": asset.id,
        "actor_id": by.person_id,
        "batch_id": asset.batch_id,
        "version_id": version.id,
    }
