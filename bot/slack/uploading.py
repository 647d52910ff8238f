"""Effect slack.upload: the bytes of one picture go to Slack, where nobody sees them yet.

https://docs.slack.dev/messaging/working-with-files, files.getUploadURLExternal
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.jobs.effects import Bucket, Claim, Effect, Limits, Receipt
from bot.jobs.port import Jobs
from bot.slack.errors import SYSTEM, speaking_to_slack
from bot.slack.hosts import Hosts, raise_for
from bot.slack.parts import clip
from bot.slack.pictures import UPLOAD, share_order
from bot.slack.workspaces import Workspaces
from bot.storage import Storage
from models.picture import Picture

ALT_TEXT = 1_000
NOT_THEIRS = "Slack names an address that is not Slack's to send a picture to, so Galley does not send it."


@dataclass(frozen=True, kw_only=True)
class Parcel:
    team_id: str
    path: Path
    file_name: str
    alt_text: str


class Upload(Effect[Parcel]):
    """Twice does no harm: a file that is never completed is never seen."""

    kind = UPLOAD
    limits = Limits(
        system=SYSTEM,
        by_team=True,
        timeout=timedelta(seconds=30),
        quarantine=timedelta(0),
        bucket=Bucket(name="slack:files.getUploadURLExternal", per_minute=90, burst=20),
    )

    def __init__(
        self,
        *,
        workspaces: Workspaces,
        http: httpx.AsyncClient,
        hosts: Hosts,
        storage: Storage,
        jobs: Jobs,
        clock: Clock,
    ) -> None:
        self._workspaces, self._http, self._hosts, self._storage = workspaces, http, hosts, storage
        self._jobs, self._clock = jobs, clock

    async def plan(self, session: AsyncSession, job: Claim) -> Parcel | None:
        picture = await session.get_one(Picture, job.subject)
        if picture.uploaded_at is not None:
            return None
        return Parcel(
            team_id=picture.team_id,
            path=self._storage.folder / picture.path,
            file_name=picture.file_name,
            alt_text=clip(picture.alt_text, ALT_TEXT),
        )

    async def find(self, plan: Parcel, job: Claim) -> Receipt | None:
        del plan
        file_id = job.checkpoint.get("file")
        return Receipt(remote_id=file_id) if file_id else None

    async def send(self, plan: Parcel, job: Claim) -> Receipt:
        client = (await self._workspaces.of(plan.team_id)).client
        content = await asyncio.to_thread(plan.path.read_bytes)
        async with speaking_to_slack():
            ticket = await client.files_getUploadURLExternal(
                filename=plan.file_name, length=len(content), alt_txt=plan.alt_text
            )
            self._hosts.must_own(ticket["upload_url"], refusal=NOT_THEIRS)
            answer = await self._http.post(ticket["upload_url"], content=content)
        raise_for(answer)
        await job.keep({"file": ticket["file_id"]})
        return Receipt(remote_id=ticket["file_id"])

    async def settle(self, session: AsyncSession, job: Claim, plan: Parcel, receipt: Receipt) -> None:
        del plan
        picture = await session.get_one(Picture, job.subject)
        picture.slack_file_id, picture.uploaded_at = receipt.remote_id, self._clock.now()
        await self._jobs.submit_all(session, [share_order(picture.team_id, picture.batch_id)])
