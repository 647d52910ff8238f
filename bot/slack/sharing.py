"""Effect slack.share: the pictures of a batch appear below its card, in one message; from then on the card shows them.
One that comes with words has a message of its own.

https://docs.slack.dev/reference/methods/files.completeUploadExternal
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.history import History
from bot.jobs.effects import Bucket, Claim, Effect, Limits, Receipt
from bot.jobs.port import Jobs
from bot.slack.errors import SYSTEM, Missing, code_of, speaking_to_slack
from bot.slack.files import shares_of
from bot.slack.pictures import SHARE, share_order, upload_again
from bot.slack.workspaces import Workspaces
from connectors.errors import ConnectorError
from models.events import PicturesShared
from models.picture import Picture
from models.post import Post, PostKind

SENT = "files"  # in the checkpoint: what the last attempt tried to show


@dataclass(frozen=True, kw_only=True)
class Exhibition:
    """Files (id, title) and where they are to be seen."""

    team_id: str
    channel_id: str
    thread_ts: str
    files: tuple[tuple[str, str], ...]
    words: str | None


class Share(Effect[Exhibition]):
    kind = SHARE
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        timeout=timedelta(seconds=15),
        quarantine=timedelta(seconds=5),
        bucket=Bucket(name="slack:files.completeUploadExternal", per_minute=90, burst=20),
    )

    def __init__(self, *, workspaces: Workspaces, history: History, jobs: Jobs, clock: Clock) -> None:
        self._workspaces, self._history = workspaces, history
        self._jobs, self._clock = jobs, clock

    async def plan(self, session: AsyncSession, job: Claim) -> Exhibition | None:
        """None while the card or one of the uploads is on its way: each of them asks again when it has arrived. But
        what was tried once is followed up, whoever has joined meanwhile: it may have come through.
        """
        card = await _card(session, job.subject)
        together = _together(await _unseen(session, job.subject), tried=job.checkpoint.get(SENT, ""))
        if card is None or card.ts is None or not together:
            return None
        return Exhibition(
            team_id=card.team_id,
            channel_id=card.channel_id,
            thread_ts=card.ts,
            files=tuple((one.slack_file_id or "", one.alt_text) for one in together),
            words=together[0].words,
        )

    async def find(self, plan: Exhibition, job: Claim) -> Receipt | None:
        """All files of one call appear together, so the first one tells of the others."""
        tried = job.checkpoint.get(SENT)
        if tried is None or not await self._is_shown(plan, tried.split(",")[0]):
            return None
        return Receipt(remote_id=plan.thread_ts, details={SENT: tried})

    async def send(self, plan: Exhibition, job: Claim) -> Receipt:
        files = ",".join(file_id for file_id, _ in plan.files)
        await job.keep({SENT: files})
        client = (await self._workspaces.of(plan.team_id)).client
        async with speaking_to_slack():
            await client.files_completeUploadExternal(
                files=[{"id": file_id, "title": title} for file_id, title in plan.files],
                channel_id=plan.channel_id,
                thread_ts=plan.thread_ts,
                initial_comment=plan.words,
            )
        return Receipt(remote_id=plan.thread_ts, details={SENT: files})

    async def settle(self, session: AsyncSession, job: Claim, plan: Exhibition, receipt: Receipt) -> None:
        del plan
        shown, unseen = set(receipt.details[SENT].split(",")), await _unseen(session, job.subject)
        for picture in unseen:
            if picture.slack_file_id in shown:
                picture.shared_at = self._clock.now()
        if any(picture.shared_at is None for picture in unseen):
            await self._jobs.submit_all(session, [share_order(job.team_id, job.subject)])
        if unseen:
            await self._history.record(session, PicturesShared(team_id=job.team_id, batch_id=job.subject))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """An upload that lay about too long is gone; it is brought once more."""
        if code_of(error) != "file_not_found":
            return False
        unseen = await _unseen(session, job.subject)
        for picture in unseen:
            picture.slack_file_id = picture.uploaded_at = None
        await self._jobs.submit_all(session, [upload_again(picture) for picture in unseen])
        return True

    async def _is_shown(self, plan: Exhibition, file_id: str) -> bool:
        client = (await self._workspaces.of(plan.team_id)).client
        try:
            async with speaking_to_slack():
                answer = await client.files_info(file=file_id)
        except Missing:  # never completed, so never seen
            return False
        return plan.channel_id in shares_of(answer["file"])


async def _card(session: AsyncSession, batch_id: str) -> Post | None:
    wanted = select(Post).where(Post.subject_id == batch_id, Post.kind == PostKind.CARD)
    return (await session.exec(wanted)).first()


async def _unseen(session: AsyncSession, batch_id: str) -> Sequence[Picture]:
    wanted = select(Picture).where(Picture.batch_id == batch_id, col(Picture.shared_at).is_(None))
    return (await session.exec(wanted.order_by(col(Picture.id)))).all()


def _together(unseen: Sequence[Picture], *, tried: str) -> Sequence[Picture]:
    """What one message shows: all pictures without words, once all of them are here; or one that has words."""
    here = [one for one in unseen if one.uploaded_at is not None]
    bare, spoken = [one for one in here if not one.words], [one for one in here if one.words]
    if tried:
        return [one for one in spoken if one.slack_file_id == tried] or bare
    return bare if len(bare) == sum(not one.words for one in unseen) and bare else spoken[:1]
