"""The desk: whatever people do about their uploads, each in one transaction."""

from collections.abc import Mapping
from datetime import timedelta

from slack_sdk.models.views import View
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.belongings import of_team
from bot.clock import Clock
from bot.db import Database
from bot.galley_yml import Policies
from bot.history import History
from bot.intake import forms
from bot.intake.candidates import Candidates, Spot, is_being_repaired
from bot.intake.describing import Describing
from bot.intake.drop import Drop, DroppedFile
from bot.intake.flow import Intake
from bot.intake.threads import batch_at
from bot.intake.waiting import is_known
from bot.jobs.port import Jobs
from bot.policy import Policy
from bot.roles import Roles
from bot.slack.actor import Actor
from bot.slack.channels import Channels
from bot.slack.parts import Message, context
from bot.slack.posts import Posts
from bot.suggestions import read_sheet
from models.asset import Asset, AssetState, Version
from models.attributes.reading import Value
from models.batch import Batch, Origin
from models.campaign import Campaign
from models.ids import new_id
from models.post import Post, PostKind
from models.roles import Deed, mending

PATIENCE = timedelta(seconds=10)  # how long the message that carries a shared file may keep us waiting


class Desk:
    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        history: History,
        jobs: Jobs,
        posts: Posts,
        policies: Policies,
        roles: Roles,
        channels: Channels,
        intake: Intake,
        candidates: Candidates,
    ) -> None:
        self._db, self._clock, self._history, self._jobs = db, clock, history, jobs
        self._posts, self._policies, self._roles = posts, policies, roles
        self._channels, self._intake, self._candidates = channels, intake, candidates
        self._describing = Describing(clock=clock, history=history, policies=policies)

    @property
    def policy(self) -> Policy:
        return self._policies.current

    async def take(self, drop: Drop) -> None:
        """Files in a message. Outside intake channels they count only in a thread of ours."""
        if not drop.files:
            return
        async with self._db.write() as session:
            await self._intake.receive(session, drop, may_begin=self.is_intake(drop.team_id, drop.channel_id))

    async def expect(self, actor: Actor, file_id: str, channel_id: str) -> None:
        """Slack says twice that a file was shared; should the message with it get lost, this is the second chance."""
        async with self._db.write() as session:
            if await is_known(session, actor.team_id, file_id):
                return
            await self._jobs.submit(
                session,
                kind="intake.look",
                subject=f"{actor.team_id}/{channel_id}/{file_id}",
                lane=f"look:{actor.team_id}:{channel_id}",
                key=f"look:{actor.team_id}:{channel_id}:{file_id}",
                team_id=actor.team_id,
                not_before=self._clock.now() + PATIENCE,
            )

    async def send(self, actor: Actor, message_ts: str, thread_ts: str | None, files: tuple[DroppedFile, ...]) -> None:
        """The shortcut on somebody's message."""
        drop = Drop(
            team_id=actor.team_id,
            channel_id=actor.channel_id or "",
            person_id=actor.person_id,
            files=files,
            origin=Origin.SHORTCUT,
            message_ts=message_ts,
            thread_ts=thread_ts,
        )
        async with self._db.write() as session:
            known = await batch_at(session, drop)
            if files and known is None:
                await self._intake.receive(session, drop, may_begin=True)
                return
            sentence = (
                "This message is in review already; its thread says how it stands."
                if files
                else "This message carries no file. Use it on a message with a picture, or try /galley submit."
            )
            await self._whisper(session, actor, sentence)

    async def submit_form(self, actor: Actor) -> View:
        await self._roles.must(Deed.SUBMIT, by=actor)
        async with self._db.read() as session:
            campaigns = await _campaigns(session, actor.team_id)
        return forms.submit_form(self.policy, campaigns, channel=self._home_channel(actor.team_id))

    async def submit(self, drop: Drop) -> None:
        """From the form; whoever may not is told so by the intake."""
        async with self._db.write() as session:
            await self._intake.receive(session, drop, may_begin=True)

    async def details_form(self, asset_ids: str, *, by: Actor) -> View | None:
        """Of one picture, or of several, by their ids with commas between them."""
        for asset_id in asset_ids.split(","):
            await self._may_mend(asset_id, by=by)
        async with self._db.read() as session:
            found = [await of_team(session, Asset, by.team_id, one) for one in asset_ids.split(",")]
            sheets = [await read_sheet(session, asset, self.policy) for asset in found if asset is not None]
        return forms.details_form(sheets, self.policy) if sheets else None

    async def fill(self, asset_ids: str, attributes: Mapping[str, Value], *, by: Actor) -> None:
        """Take what was missing; with that a picture may be ready for review. Of several each takes what it lacks."""
        for asset_id in asset_ids.split(","):
            await self._may_mend(asset_id, by=by)
        async with self._db.write() as session:
            found = [await of_team(session, Asset, by.team_id, one) for one in asset_ids.split(",")]
            assets = [asset for asset in found if asset is not None]
            for asset in assets:
                lacking = (await read_sheet(session, asset, self.policy)).open
                theirs = {name: one for name, one in attributes.items() if len(assets) == 1 or name in lacking}
                await self._describing.describe(session, asset, theirs, by=by)

    async def repair(self, version_id: str, *, by: Actor) -> None:
        """One click: a repaired copy may become the next version, unless one is under way or no longer wanted."""
        await self._may_mend(await self._asset_of(version_id, by.team_id), by=by)
        async with self._db.write() as session:
            version = await of_team(session, Version, by.team_id, version_id)
            asset = await of_team(session, Asset, by.team_id, version.asset_id) if version else None
            if version is None or asset is None or not await _may_be_repaired(session, asset, version):
                await self._whisper(session, by, "This picture has changed meanwhile; its thread says how it stands.")
                return
            batch = await session.get_one(Batch, asset.batch_id)
            below = batch.message_ts if by.channel_id == batch.channel_id else None
            spot = Spot(channel_id=by.channel_id, thread_ts=below)
            copy = await self._candidates.copy(session, asset, version, by=by.person_id, at=spot)
            lane, key = f"asset:{asset.id}", f"repair:{copy.id}"
            await self._jobs.submit(
                session, kind="imaging.repair", subject=copy.id, lane=lane, key=key, team_id=asset.team_id
            )

    async def assign(self, post_id: str, asset_id: str, *, by: Actor) -> None:
        """The answer to "which picture does this replace?"; the first one counts."""
        await self._may_mend(asset_id, by=by)
        async with self._db.write() as session:
            post = await of_team(session, Post, by.team_id, post_id)
            asset = await of_team(session, Asset, by.team_id, asset_id)
            if post is None or asset is None or post.recipient_id != by.person_id:
                return
            if asset_id not in [one for one, _ in post.details["choices"]]:
                return
            file = DroppedFile(
                file_id=post.details["file_id"],
                name=post.details["file_name"],
                size_bytes=post.details["size_bytes"],
            )
            if not await _is_taken(session, file.file_id, asset.batch_id):
                spot = Spot(channel_id=post.channel_id, thread_ts=post.thread_ts)
                await self._candidates.take(session, asset, file, by=by.person_id, at=spot)

    async def _may_mend(self, asset_id: str, *, by: Actor) -> None:
        """Raises NotAllowed. What is not there is nobody's, and the flow says so itself."""
        async with self._db.read() as session:
            asset = await of_team(session, Asset, by.team_id, asset_id)
        if asset is not None:
            await self._roles.must(mending(asset.submitter_id, by.person_id), by=by)

    async def _asset_of(self, version_id: str, team_id: str) -> str:
        async with self._db.read() as session:
            version = await of_team(session, Version, team_id, version_id)
        return version.asset_id if version else ""

    async def _whisper(self, session: AsyncSession, actor: Actor, sentence: str) -> None:
        await self._posts.say(
            session,
            team_id=actor.team_id,
            kind=PostKind.WHISPER,
            subject_id=actor.person_id,
            key=f"desk:{new_id()}",
            channel_id=actor.channel_id or actor.person_id,
            recipient_id=actor.person_id,
            message=Message(sentence, (context(sentence),)),
        )

    def is_intake(self, team_id: str, channel_id: str) -> bool:
        return any(self._channels.known(team_id, name) == channel_id for name in self.policy.intake.channels)

    def _home_channel(self, team_id: str) -> str:
        name = self.policy.intake.channels[0]
        return self._channels.known(team_id, name) or name


async def _campaigns(session: AsyncSession, team_id: str) -> list[tuple[str, str]]:
    running = select(Campaign).where(Campaign.team_id == team_id, col(Campaign.ended_at).is_(None))
    newest_first = running.order_by(col(Campaign.id).desc()).limit(100)
    return [(campaign.title, campaign.id) for campaign in (await session.exec(newest_first)).all()]


async def _is_taken(session: AsyncSession, file_id: str, batch_id: str) -> bool:
    wanted = (
        select(Version.id)
        .join(Asset, col(Asset.id) == Version.asset_id)
        .where(Version.slack_file_id == file_id, Asset.batch_id == batch_id)
    )
    return (await session.exec(wanted)).first() is not None


async def _may_be_repaired(session: AsyncSession, asset: Asset, version: Version) -> bool:
    is_wanted = asset.state is AssetState.NEEDS_WORK and asset.version_number == version.number
    return is_wanted and not await is_being_repaired(session, version)
