"""Effect: one click repairs a copy; the original is kept, the copy is a candidate as any newer file."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.history import History
from bot.intake.arriving import arrived
from bot.intake.inspecting import DARKROOM
from bot.intake.refusing import refuse_version
from bot.jobs.effects import Claim, Effect, Receipt
from bot.setbacks import give_up_version
from bot.storage import Storage
from connectors.errors import ConnectorError, Refused
from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from imaging.recipes import Format
from imaging.repairs import ChangeFormat, ConvertToSrgb, Lighten, Repair, Shrink, StripGps
from models.asset import Version
from models.checks import Finding, Mend

_WRITABLE = frozenset(one.value for one in Format)
_ANY = 1_000_000  # px: more than any picture has


@dataclass(frozen=True, kw_only=True)
class Mending:
    sha256: str
    file_name: str
    repairs: tuple[Repair, ...]
    target: Path


class RepairVersion(Effect[Mending]):
    """Make the version that a click on "repair" asked for: a copy, put right; the original is kept."""

    kind = "imaging.repair"
    limits = DARKROOM

    def __init__(self, *, darkroom: Darkroom, storage: Storage, history: History, policies: Policies) -> None:
        self._darkroom, self._storage, self._history, self._policies = darkroom, storage, history, policies

    async def plan(self, session: AsyncSession, job: Claim) -> Mending | None:
        version = await session.get_one(Version, job.subject)
        if version.sha256 is not None:
            return None
        broken = await session.get_one(Version, version.copy_of)
        findings = [Finding.from_json(kept) for kept in broken.checks or ()]
        return Mending(
            sha256=broken.sha256 or "",
            file_name=broken.file_name,
            repairs=self._repairs([finding.mend for finding in findings if finding.mend], broken.facts or {}),
            target=self._storage.folder / "arriving" / f"repair-{version.id}",
        )

    async def send(self, plan: Mending, job: Claim) -> Receipt:
        del job
        await asyncio.to_thread(plan.target.parent.mkdir, parents=True, exist_ok=True)
        try:
            repaired = await self._darkroom.repair(self._storage.original(plan.sha256), plan.repairs, plan.target)
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        stored = await self._storage.adopt(repaired.path)
        details = {
            "size_bytes": str(stored.size_bytes),
            "lines": json.dumps(list(repaired.lines)),
            "extension": repaired.format.extension,
        }
        return Receipt(remote_id=stored.sha256, details=details)

    async def settle(self, session: AsyncSession, job: Claim, plan: Mending, receipt: Receipt) -> None:
        version = await session.get_one(Version, job.subject)
        version.sha256, version.size_bytes = receipt.remote_id, int(receipt.details["size_bytes"])
        version.repaired = json.loads(receipt.details["lines"])
        version.file_name = f"{plan.file_name.rsplit('.', 1)[0]}.{receipt.details['extension']}"
        await arrived(session, self._history, version)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        await refuse_version(session, self._history, job.subject, error.sentence)
        return True

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the repair", problem=problem)

    def _repairs(self, mends: Sequence[Mend], facts: Mapping[str, Any]) -> tuple[Repair, ...]:
        """What cannot be written again as it is (HEIC, PSD) becomes what is allowed, if a PNG is not."""
        formats = self._policies.current.checks.formats
        allowed = {name.casefold() for name in formats}
        is_kept = str(facts.get("format")).casefold() in _WRITABLE or not allowed or Format.PNG in allowed
        needed = () if is_kept or Mend.TO_FORMAT in mends else (ChangeFormat(_writable(formats)),)
        return (*map(self._repair, mends), *needed)

    def _repair(self, mend: Mend) -> Repair:
        checks = self._policies.current.checks
        match mend:
            case Mend.TO_SRGB:
                return ConvertToSrgb()
            case Mend.TO_WEIGHT:
                return Lighten(int((checks.max_megabytes or 1) * 1_000_000))
            case Mend.TO_FORMAT:
                return ChangeFormat(_writable(checks.formats))
            case Mend.TO_SIZE:
                return Shrink(checks.max_width or _ANY, checks.max_height or _ANY)
            case Mend.STRIP_GPS:
                return StripGps()


def _writable(formats: tuple[str, ...]) -> Format:
    """The first of the allowed formats that the darkroom can write; a JPEG where there is none."""
    return next((Format(name.casefold()) for name in formats if name.casefold() in _WRITABLE), Format.JPEG)
