"""Effect: bring the bytes of a version here, whole, and find out whether they were here before."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.history import History
from bot.intake.arriving import arrived
from bot.intake.drop import UNNAMED
from bot.intake.refusing import refuse_version
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.setbacks import give_up_version
from bot.slack.files import SlackFiles
from bot.slack.methods import FILES_INFO
from bot.storage import Storage, WrongSize
from connectors.errors import ConnectorError, NotFound, Refused, Unavailable
from models.asset import Asset, Version, title_from

TRIES = 5  # of a file that is not as large as Slack says


@dataclass(frozen=True, kw_only=True)
class Wanted:
    team_id: str
    file_id: str
    file_name: str
    announced_bytes: int | None
    ceiling: int


class FetchVersion(Effect[Wanted]):
    kind = "intake.fetch"
    limits = Limits(
        system="slack", by_team=True, timeout=timedelta(minutes=5), quarantine=timedelta(0), method=FILES_INFO
    )

    def __init__(self, *, files: SlackFiles, storage: Storage, history: History, policies: Policies) -> None:
        self._files, self._storage, self._history, self._policies = files, storage, history, policies

    async def plan(self, session: AsyncSession, job: Claim) -> Wanted | None:
        version = await session.get_one(Version, job.subject)
        if version.sha256 is not None or version.slack_file_id is None:
            return None
        return Wanted(
            team_id=version.team_id,
            file_id=version.slack_file_id,
            file_name=version.file_name,
            announced_bytes=version.announced_bytes,
            ceiling=int(self._policies.current.intake.max_megabytes * 1_000_000),
        )

    async def send(self, plan: Wanted, job: Claim) -> Receipt:
        """The same bytes land in the same place, however often they are fetched."""
        remote = await self._files.describe(plan.team_id, plan.file_id)
        announced = remote.size_bytes if remote.size_bytes is not None else plan.announced_bytes
        if announced is not None and announced > plan.ceiling:
            raise Refused("slack", _too_heavy(plan.file_name, announced, plan.ceiling))
        try:
            stored = await self._storage.receive(
                self._files.stream(plan.team_id, remote.url), announced=announced, ceiling=plan.ceiling
            )
        except WrongSize as error:
            damaged = f"{plan.file_name} arrived damaged: {error}"
            if job.attempt < TRIES:
                raise Unavailable("slack", damaged) from error
            raise Refused("slack", f"{damaged}. Please upload it again.") from error
        return Receipt(remote_id=stored.sha256, details={"size_bytes": str(stored.size_bytes), "name": remote.name})

    async def settle(self, session: AsyncSession, job: Claim, plan: Wanted, receipt: Receipt) -> None:
        del plan
        version = await session.get_one(Version, job.subject)
        version.sha256, version.size_bytes = receipt.remote_id, int(receipt.details["size_bytes"])
        if version.file_name == UNNAMED:
            await _name(session, version, receipt.details.get("name", UNNAMED))
        await arrived(session, self._history, version)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        gone = "This file is no longer in Slack. Please upload it again."
        sentence = gone if isinstance(error, NotFound) else error.sentence
        await refuse_version(session, self._history, job.subject, sentence)
        return True

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the download", problem=problem)


async def _name(session: AsyncSession, version: Version, file_name: str) -> None:
    version.file_name = file_name
    if version.is_candidate:
        return
    asset = await session.get_one(Asset, version.asset_id)
    had_no_title = asset.title == title_from(UNNAMED)
    asset.describe({"title": title_from(file_name)} if had_no_title else {}, file_name=file_name)


def _too_heavy(name: str, size: int, ceiling: int) -> str:
    return (
        f"{name} weighs {size / 1_000_000:.1f} MB; at most {ceiling / 1_000_000:g} MB are taken. "
        "Please upload a lighter copy."
    )
