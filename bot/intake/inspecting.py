"""Effect: measure a version in the darkroom, make its proof, and hold it against the checks."""

import json
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.history import History
from bot.intake import naming
from bot.intake.refusing import refuse_version
from bot.intake.resembling import Resemblance
from bot.intake.tagging import Tagging
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.policy import Policy
from bot.setbacks import give_up_version
from bot.storage import Storage
from connectors.errors import ConnectorError, Refused
from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from imaging.facts import Facts
from models.asset import Asset, Version
from models.checks import Finding
from models.events import VersionBegun, VersionInspected

READ = ("format", "width", "height", "colour_space", "no_preview")
DARKROOM = Limits(system="imaging", timeout=timedelta(minutes=3), quarantine=timedelta(0), attempts=4)


@dataclass(frozen=True, kw_only=True)
class Negative:
    """A version whose bytes are here."""

    sha256: str
    file_name: str


class InspectVersion(Effect[Negative]):
    kind = "imaging.inspect"
    limits = DARKROOM

    def __init__(
        self,
        *,
        darkroom: Darkroom,
        storage: Storage,
        history: History,
        policies: Policies,
        tagging: Tagging,
        resemblance: Resemblance,
    ) -> None:
        self._darkroom, self._storage, self._history = darkroom, storage, history
        self._policies, self._tagging, self._resemblance = policies, tagging, resemblance

    async def plan(self, session: AsyncSession, job: Claim) -> Negative | None:
        version = await session.get_one(Version, job.subject)
        if version.sha256 is None or version.is_inspected:
            return None
        return Negative(sha256=version.sha256, file_name=version.file_name)

    async def send(self, plan: Negative, job: Claim) -> Receipt:
        del job
        try:
            inspection = await self._darkroom.inspect(
                self._storage.original(plan.sha256),
                name=plan.file_name,
                preview=self._storage.proof(plan.sha256),
                thumbnail=self._storage.thumbnail(plan.sha256),
            )
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        return Receipt(remote_id=plan.sha256, details={"facts": json.dumps(inspection.facts.to_json())})

    async def settle(self, session: AsyncSession, job: Claim, plan: Negative, receipt: Receipt) -> None:
        version = await session.get_one(Version, job.subject)
        asset = await session.get_one(Asset, version.asset_id)
        facts, policy = Facts.from_json(json.loads(receipt.details["facts"])), self._policies.current
        better_name = await naming.better_name(session, version, facts.format, policy)
        findings = policy.checks.examine(
            facts, file_name=plan.file_name, size_bytes=version.size_bytes or 0, better_name=better_name
        )
        if version.is_candidate:
            await self._begin(session, asset, version)
        version.facts, version.given_up = facts.to_json(), None
        version.checks = [finding.to_json() for finding in findings]
        await session.flush()
        await self._resemblance.look(session, asset, version)
        await self._tagging.tag(session, asset, version, policy)
        await session.flush()
        await self._history.record(session, inspected(asset, version, policy))

    async def _begin(self, session: AsyncSession, asset: Asset, candidate: Version) -> None:
        """It can be read, so it is worth withdrawing what people have said of the version before."""
        asset.begin(candidate)
        begun = VersionBegun(
            team_id=asset.team_id,
            asset_id=asset.id,
            actor_id=candidate.submitter_id,
            batch_id=asset.batch_id,
            version_id=candidate.id,
            number=candidate.number,
            file_name=candidate.file_name,
        )
        await session.flush()
        await self._history.record(session, begun)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        await refuse_version(session, self._history, job.subject, error.sentence)
        return True

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the checks", problem=problem)


def inspected(asset: Asset, version: Version, policy: Policy) -> VersionInspected:
    """What is known of it now. Of its facts those that people read; others may tell where somebody lives."""
    findings = [Finding.from_json(kept) for kept in version.checks or ()]
    return VersionInspected(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        version_id=version.id,
        facts={name: (version.facts or {}).get(name) for name in READ},
        checks=tuple(finding.to_json() for finding in findings),
        failed=tuple(finding.rule for finding in findings if finding.is_failed),
        asset_type=asset.type,
        missing=asset.missing(policy.needed(asset.type)),
    )
