"""Intake: take pictures in, give each its first facts, and send it on to review or back to its uploader."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.galley_yml import Policies
from bot.history import History
from bot.inbox import is_first
from bot.intake.batches import Batches
from bot.intake.candidates import Candidates, Spot
from bot.intake.drop import Drop, DroppedFile
from bot.intake.threads import Thread, batch_at, find_thread
from bot.jobs.port import Jobs
from bot.roles import Roles, note
from bot.slack.actor import Actor
from bot.slack.posts import Posts
from bot.slack.whispers import whisper
from models.asset import Asset, AssetState, Version
from models.batch import Batch
from models.events import (
    BatchChecked,
    DuplicateFound,
    FilesReceived,
    VersionInspected,
    VersionReady,
    VersionRefused,
    VersionStored,
    VersionSubmitted,
)
from models.post import PostKind
from models.roles import Deed, mending

PATIENCE = timedelta(seconds=20)  # how long a slow file may keep its neighbours from review


class Intake:
    def __init__(
        self,
        *,
        clock: Clock,
        history: History,
        jobs: Jobs,
        posts: Posts,
        policies: Policies,
        roles: Roles,
        candidates: Candidates,
    ) -> None:
        self._clock, self._history, self._roles = clock, history, roles
        self._jobs, self._posts = jobs, posts
        self._candidates, self._batches = candidates, Batches(clock=clock, history=history, policies=policies)

    async def receive(self, session: AsyncSession, drop: Drop, *, may_begin: bool) -> None:
        """Take a drop in once: as newer versions in a thread of ours, or as a new batch where one may begin."""
        thread = await find_thread(session, drop)
        if (thread is None and not may_begin) or not await self._is_new(session, drop):
            return
        if await self._is_turned_away(session, thread, drop):
            return
        if thread is None:
            await self._batches.begin(session, drop)
        else:
            await self._continue(session, thread, drop)

    async def catch_up(self, session: AsyncSession, drop: Drop, *, may_begin: bool) -> None:
        """A file whose message never came. Others of that message may have been caught up with already: it joins them;
        and should the message come after all, it is old.
        """
        thread = await find_thread(session, drop)
        if (thread is None and not may_begin) or await _is_known(session, drop):
            return
        await self._is_new(session, drop)
        if await self._is_turned_away(session, thread, drop):
            return
        last = await batch_at(session, drop)
        if thread is not None:
            await self._continue(session, thread, drop)
        elif last is None:
            await self._batches.begin(session, drop)
        else:
            await self._batches.join(session, last, drop)

    async def fetch(self, session: AsyncSession, event: VersionSubmitted) -> None:
        """Bytes are fetched apart from everything else: Slack may be slow."""
        lane, key = f"asset:{event.asset_id}", f"fetch:{event.version_id}"
        await self._jobs.submit(
            session, kind="intake.fetch", subject=event.version_id, lane=lane, key=key, team_id=event.team_id
        )

    async def inspect(self, session: AsyncSession, event: VersionStored) -> None:
        lane, key = f"asset:{event.asset_id}", f"inspect:{event.version_id}"
        await self._jobs.submit(
            session, kind="imaging.inspect", subject=event.version_id, lane=lane, key=key, team_id=event.team_id
        )

    async def welcome(self, session: AsyncSession, event: FilesReceived) -> None:
        """Tell the uploader, and let no slow file hold its neighbours up."""
        batch = await session.get_one(Batch, event.batch_id)
        await self._posts.show(
            session,
            team_id=batch.team_id,
            kind=PostKind.RECEIPT,
            subject_id=batch.id,
            key=f"receipt:{batch.id}",
            channel_id=batch.channel_id if batch.message_ts else batch.submitter_id,
            thread_ts=batch.message_ts,
            recipient_id=batch.submitter_id,
        )
        await self._jobs.submit(
            session,
            kind="intake.stop_waiting",
            subject=batch.id,
            lane=f"batch:{batch.id}",
            key=f"stop_waiting:{batch.id}",
            team_id=batch.team_id,
            not_before=self._clock.now() + PATIENCE,
        )

    async def conclude(self, session: AsyncSession, event: VersionInspected | VersionRefused | DuplicateFound) -> None:
        """One file has been looked at: on with it, or back; and if it was the last, on with the batch."""
        asset = await session.get_one(Asset, event.asset_id)
        version = await session.get_one(Version, event.version_id)
        if version.number != asset.version_number or asset.state is AssetState.DUPLICATE:
            return  # a newer file came meanwhile, or the same one stands before it

        if isinstance(event, DuplicateFound):
            asset.state, asset.duplicate_of = AssetState.DUPLICATE, event.duplicate_of
        elif not (isinstance(event, VersionInspected) and event.is_ready):
            asset.state = AssetState.NEEDS_WORK
        await session.flush()

        batch = await _held(session, event.team_id, event.batch_id)
        if batch.is_checked:
            await self._ready(session, batch, only=asset.id)
        elif not await _still_waits(session, batch.id):
            await self.open_batch(session, batch)

    async def open_batch(self, session: AsyncSession, batch: Batch) -> None:
        """What has passed so far may be seen by reviewers; whatever comes later joins them."""
        batch = await _held(session, batch.team_id, batch.id)
        if batch.is_checked:
            return
        batch.checked_at = self._clock.now()
        event = BatchChecked(team_id=batch.team_id, actor_id=batch.submitter_id, batch_id=batch.id)
        await self._history.record(session, event)
        await self._ready(session, batch)

    async def _ready(self, session: AsyncSession, batch: Batch, *, only: str | None = None) -> None:
        for asset, version in await _passed(session, batch.id):
            if only is None or asset.id == only:
                await self._history.record(session, _ready_event(batch, asset, version))

    async def _is_turned_away(self, session: AsyncSession, thread: Thread | None, drop: Drop) -> bool:
        """Whoever may not bring this hears so, in private."""
        deed = Deed.SUBMIT if thread is None else mending(thread.batch.submitter_id, drop.person_id)
        by = Actor(team_id=drop.team_id, person_id=drop.person_id, channel_id=drop.channel_id)
        refusal = await self._roles.against(session, deed, by=by)
        if refusal is not None:
            await self._roles.record(session, refusal, by=by)
            await whisper(self._posts, session, note(refusal), to=by)
        return refusal is not None

    async def _is_new(self, session: AsyncSession, drop: Drop) -> bool:
        now = self._clock.now()
        if drop.delivery is not None and not await is_first(session, drop.team_id, drop.delivery, at=now):
            return False
        place = drop.message_ts or "-".join(sorted(file.file_id for file in drop.files))
        return await is_first(session, drop.team_id, f"drop:{drop.channel_id}:{place}", at=now)

    async def _continue(self, session: AsyncSession, thread: Thread, drop: Drop) -> None:
        for file in drop.files:
            await self._place(session, thread, drop, file)

    async def _place(self, session: AsyncSession, thread: Thread, drop: Drop, file: DroppedFile) -> None:
        asset = thread.asset_for(file.name)
        if asset is not None:
            spot = Spot(channel_id=drop.channel_id, thread_ts=drop.thread_ts)
            await self._candidates.take(session, asset, file, by=drop.person_id, at=spot)
            return
        await self._posts.show(
            session,
            team_id=drop.team_id,
            kind=PostKind.WHISPER,
            subject_id=thread.batch.id,
            key=f"which:{file.file_id}",
            channel_id=drop.channel_id,
            thread_ts=drop.thread_ts,
            recipient_id=drop.person_id,
            details={
                "says": "which_picture",
                "file_id": file.file_id,
                "file_name": file.name,
                "size_bytes": file.size_bytes,
                "choices": [[asset.id, f"{asset.position}. {asset.title}"] for asset in thread.candidates],
            },
        )


async def _is_known(session: AsyncSession, drop: Drop) -> bool:
    ids = [file.file_id for file in drop.files]
    known = select(Version.id).where(Version.team_id == drop.team_id, col(Version.slack_file_id).in_(ids))
    return (await session.exec(known.limit(1))).first() is not None


async def _held(session: AsyncSession, team_id: str, batch_id: str) -> Batch:
    """Locked (on PostgreSQL): of two replicas that conclude its pictures at once, the second sees the first."""
    mine = select(Batch).where(Batch.id == batch_id, Batch.team_id == team_id)
    return (await session.exec(mine.with_for_update().execution_options(populate_existing=True))).one()


async def _still_waits(session: AsyncSession, batch_id: str) -> bool:
    """Whether a file of the batch has not been looked at."""
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    unseen = col(Version.refusal).is_(None) & col(Version.checks).is_(None)
    wanted = (
        select(Asset.id)
        .join(Version, current)
        .where(Asset.batch_id == batch_id, Asset.state == AssetState.CHECKING, unseen)
    )
    return (await session.exec(wanted.limit(1))).first() is not None


async def _passed(session: AsyncSession, batch_id: str) -> Sequence[tuple[Asset, Version]]:
    """Whatever passed its checks and has not been handed to reviewers: still `checking`, yet inspected."""
    current = (col(Version.asset_id) == Asset.id) & (col(Version.number) == Asset.version_number)
    wanted = (
        select(Asset, Version)
        .join(Version, current)
        .where(Asset.batch_id == batch_id, Asset.state == AssetState.CHECKING, col(Version.checks).is_not(None))
        .order_by(col(Asset.position))
    )
    return [(asset, version) for asset, version in await session.exec(wanted)]


def _ready_event(batch: Batch, asset: Asset, version: Version) -> VersionReady:
    return VersionReady(
        team_id=batch.team_id,
        asset_id=asset.id,
        actor_id=version.submitter_id,
        batch_id=batch.id,
        version_id=version.id,
        number=version.number,
    )
