"""Saying no to a file: the sentence goes to whoever sent it, and everything else goes on without it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.history import History
from models.asset import Asset, Version
from models.events import CandidateRefused, VersionRefused


async def refuse_version(session: AsyncSession, history: History, version_id: str, sentence: str) -> None:
    version = await session.get_one(Version, version_id)
    asset = await session.get_one(Asset, version.asset_id)
    version.refusal, version.given_up = sentence, None
    kind = CandidateRefused if version.is_candidate else VersionRefused
    refused = kind(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        version_id=version.id,
        reason=sentence,
    )
    await session.flush()
    await history.record(session, refused)
