"""Effects that only wait: for a slow file of a batch, and for a message that may have got lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.drop import Drop, DroppedFile
from bot.intake.flow import Intake
from bot.jobs.effects import Claim, Effect, Housework, Limits, Receipt
from bot.slack.files import SlackFiles
from bot.slack.methods import FILES_INFO
from connectors.errors import ConnectorError, Unavailable
from models.asset import Version
from models.batch import Batch, Origin

TRIES = 8  # two minutes, with the pauses between them: Slack shows where a file was shared only after a while


class StopWaiting(Housework):
    """Reviewers see what has passed, though a file of the batch is still on its way."""

    kind = "intake.stop_waiting"

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        batch = await session.get_one(Batch, job.subject)
        return None if batch.is_checked else batch.id

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del job, receipt
        await self._intake.open_batch(session, await session.get_one(Batch, plan))


@dataclass(frozen=True, kw_only=True)
class Expected:
    team_id: str
    channel_id: str
    file_id: str


class LookForFile(Effect[Expected]):
    """A file was shared, and the message that carries it never came: take it in from what Slack knows."""

    kind = "intake.look"
    limits = Limits(system="slack", by_team=True, quarantine=timedelta(0), in_order=False, method=FILES_INFO)

    def __init__(self, *, files: SlackFiles, intake: Intake, is_intake: Callable[[str, str], bool]) -> None:
        self._files, self._intake, self._is_intake = files, intake, is_intake

    async def plan(self, session: AsyncSession, job: Claim) -> Expected | None:
        team_id, channel_id, file_id = job.subject.split("/")
        if await is_known(session, team_id, file_id):
            return None
        return Expected(team_id=team_id, channel_id=channel_id, file_id=file_id)

    async def send(self, plan: Expected, job: Claim) -> Receipt:
        remote = await self._files.describe(plan.team_id, plan.file_id)
        share = remote.shares.get(plan.channel_id)
        if share is None and job.attempt < TRIES:
            raise Unavailable("slack", "Slack does not say yet where the file was shared.")
        details = {"name": remote.name, "person_id": remote.user_id, "size_bytes": str(remote.size_bytes or 0)}
        if share is not None:
            details |= {"ts": share.ts, "thread_ts": share.thread_ts or ""}
        return Receipt(remote_id=plan.file_id, details=details)

    async def settle(self, session: AsyncSession, job: Claim, plan: Expected, receipt: Receipt) -> None:
        del job
        found = receipt.details
        if "ts" not in found:
            return
        drop = Drop(
            team_id=plan.team_id,
            channel_id=plan.channel_id,
            person_id=found["person_id"],
            files=(DroppedFile(file_id=plan.file_id, name=found["name"], size_bytes=int(found["size_bytes"]) or None),),
            origin=Origin.DROP,
            message_ts=found["ts"],
            thread_ts=found["thread_ts"] or None,
        )
        await self._intake.catch_up(session, drop, may_begin=self._is_intake(plan.team_id, plan.channel_id))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """The file is gone again: there is nothing to take in."""
        del session, job, error
        return True


async def is_known(session: AsyncSession, team_id: str, file_id: str) -> bool:
    """The message that carries it has come."""
    known = select(Version.id).where(Version.team_id == team_id, Version.slack_file_id == file_id)
    return (await session.exec(known)).first() is not None
