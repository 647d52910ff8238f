"""Newer files of pictures that are here: looked at aside, so that nothing under review is disturbed for nothing."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.history import History
from bot.intake import views
from bot.intake.drop import DroppedFile
from bot.slack.parts import Message
from bot.slack.posts import Posts
from models.asset import CANDIDATE, Asset, Version
from models.events import CandidateRefused, VersionSubmitted, WorkGivenUp
from models.post import PostKind

_UNDER_WAY = (col(Version.number) == CANDIDATE, col(Version.refusal).is_(None), col(Version.given_up).is_(None))


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where somebody handed a file in, and is answered."""

    channel_id: str | None
    thread_ts: str | None


class Candidates:
    def __init__(self, *, clock: Clock, history: History, posts: Posts) -> None:
        self._clock, self._history, self._posts = clock, history, posts

    async def take(self, session: AsyncSession, asset: Asset, file: DroppedFile, *, by: str, at: Spot) -> Version:
        """A file that may become the next version: once its bytes are here, new and readable (inspecting.py)."""
        return await self._submit(
            session, asset, by, at, slack_file_id=file.file_id, file_name=file.name, announced_bytes=file.size_bytes
        )

    async def copy(self, session: AsyncSession, asset: Asset, broken: Version, *, by: str, at: Spot) -> Version:
        """The same for a repaired copy, which is still to be made."""
        return await self._submit(session, asset, by, at, file_name=broken.file_name, copy_of=broken.id)

    async def carry_over(self, session: AsyncSession, asset: Asset, same: Version, *, by: str, at: Spot) -> Version:
        """The same for a version of another picture, whose bytes are here."""
        return await self._submit(
            session,
            asset,
            by,
            at,
            slack_file_id=same.slack_file_id,
            file_name=same.file_name,
            sha256=same.sha256,
            size_bytes=same.size_bytes,
        )

    async def send_back(self, session: AsyncSession, event: CandidateRefused) -> None:
        """Whoever handed it in reads why, and what stays as it is; nobody else hears of it."""
        asset = await session.get_one(Asset, event.asset_id)
        version = await session.get_one(Version, event.version_id)
        message = views.sent_back(event.reason, asset.title, asset.version_number, asset.state)
        await self._answer(session, asset, version, f"sent_back:{version.id}", message)

    async def say_given_up(self, session: AsyncSession, event: WorkGivenUp) -> None:
        """The same for what could not be looked at. Of a first version the receipt says so."""
        version = await session.get(Version, event.version_id) if event.version_id else None
        if version is None or not version.is_candidate:
            return
        asset = await session.get_one(Asset, version.asset_id)
        message = views.given_up(version.file_name, asset.title, asset.version_number, asset.state)
        await self._answer(session, asset, version, f"given_up:{version.id}", message)

    async def _answer(self, session: AsyncSession, asset: Asset, version: Version, key: str, message: Message) -> None:
        await self._posts.say(
            session,
            team_id=asset.team_id,
            kind=PostKind.WHISPER if version.posted_in else PostKind.LINE,
            subject_id=asset.batch_id,
            key=key,
            channel_id=version.posted_in or version.submitter_id,
            thread_ts=version.posted_below,
            recipient_id=version.submitter_id,
            message=message,
        )

    async def _submit(self, session: AsyncSession, asset: Asset, by: str, at: Spot, **what: Any) -> Version:
        version = Version(
            team_id=asset.team_id,
            asset_id=asset.id,
            number=CANDIDATE,
            submitter_id=by,
            submitted_at=self._clock.now(),
            posted_in=at.channel_id,
            posted_below=at.thread_ts,
            **what,
        )
        session.add(version)
        await session.flush()
        await self._history.record(session, submitted(asset, version))
        return version


def submitted(asset: Asset, version: Version) -> VersionSubmitted:
    return VersionSubmitted(
        team_id=asset.team_id,
        asset_id=asset.id,
        actor_id=version.submitter_id,
        batch_id=asset.batch_id,
        version_id=version.id,
        file_name=version.file_name,
        position=asset.position,
        title=asset.title,
        filled=asset.filled,
        asset_type=asset.type,
    )


async def is_being_repaired(session: AsyncSession, version: Version) -> bool:
    """Whether a copy of it is on its way."""
    wanted = select(Version.id).where(Version.copy_of == version.id, *_UNDER_WAY)
    return (await session.exec(wanted.limit(1))).first() is not None


async def looked_at(session: AsyncSession, batch_id: str) -> set[str]:
    """The assets of a batch for which a newer file is on its way."""
    wanted = select(Version.asset_id).join(Asset, col(Asset.id) == Version.asset_id).where(*_UNDER_WAY)
    return set((await session.exec(wanted.where(Asset.batch_id == batch_id))).all())
