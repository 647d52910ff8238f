"""Effect: one click repairs a copy; the original is kept, the copy is a candidate as any newer file."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.galley_yml import Policies
from bot.history import History
from bot.intake.arriving import arrived
from bot.intake.inspecting import DARKROOM
from bot.intake.naming import WRITABLE, called_of, writable
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
from models.naming import Called, named

_ANY = 1_000_000  # px: more than any picture has


@dataclass(frozen=True, kw_only=True)
class Mending:
    sha256: str
    size_bytes: int
    file_name: str
    called: Called | None  # where its name is to be another one
    template: str
    repairs: tuple[Repair, ...]
    target: Path

    def name_as(self, extension: str) -> str:
        """By the convention, or as it was; with the extension of what was written."""
        if self.called is not None and (name := named(self.template, replace(self.called, extension=extension))):
            return name
        return f"{self.file_name.rsplit('.', 1)[0]}.{extension}"

    @property
    def renamed(self) -> str:
        return self.name_as(self.called.extension) if self.called else self.file_name


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
        mends = [one.mend for one in map(Finding.from_json, broken.checks or ()) if one.mend]
        facts, policy = broken.facts or {}, self._policies.current
        is_named = Mend.RENAME in mends and policy.checks.rename_to is not None
        format_ = str(facts.get("format"))
        return Mending(
            sha256=broken.sha256 or "",
            size_bytes=broken.size_bytes or 0,
            file_name=broken.file_name,
            called=await called_of(session, broken, format_, policy) if is_named else None,
            template=policy.checks.rename_to or "",
            repairs=self._repairs([mend for mend in mends if mend is not Mend.RENAME], format_.casefold()),
            target=self._storage.folder / "arriving" / f"repair-{version.id}",
        )

    async def send(self, plan: Mending, job: Claim) -> Receipt:
        del job
        if not plan.repairs:
            return _receipt(plan, plan.sha256, plan.size_bytes, plan.renamed, ())
        await asyncio.to_thread(plan.target.parent.mkdir, parents=True, exist_ok=True)
        try:
            repaired = await self._darkroom.repair(self._storage.original(plan.sha256), plan.repairs, plan.target)
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        stored = await self._storage.adopt(repaired.path)
        name = plan.name_as(repaired.format.extension)
        return _receipt(plan, stored.sha256, stored.size_bytes, name, repaired.lines)

    async def settle(self, session: AsyncSession, job: Claim, plan: Mending, receipt: Receipt) -> None:
        del plan
        version = await session.get_one(Version, job.subject)
        version.sha256, version.size_bytes = receipt.remote_id, int(receipt.details["size_bytes"])
        version.repaired = json.loads(receipt.details["lines"])
        version.file_name = receipt.details["file_name"]
        await arrived(session, self._history, version)

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        await refuse_version(session, self._history, job.subject, error.sentence)
        return True

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        await give_up_version(session, self._history, job.subject, work="the repair", problem=problem)

    def _repairs(self, mends: Sequence[Mend], format_: str) -> tuple[Repair, ...]:
        """What cannot be written again as it is (HEIC, PSD) becomes what is allowed, if a PNG is not."""
        formats = self._policies.current.checks.formats
        allowed = {name.casefold() for name in formats}
        is_kept = not mends or format_ in WRITABLE or not allowed or Format.PNG in allowed
        needed = () if is_kept or Mend.TO_FORMAT in mends else (ChangeFormat(writable(formats)),)
        return (*filter(None, map(self._repair, mends)), *needed)

    def _repair(self, mend: Mend) -> Repair | None:
        checks = self._policies.current.checks
        match mend:
            case Mend.TO_SRGB:
                return ConvertToSrgb()
            case Mend.TO_WEIGHT:
                return Lighten(int((checks.max_megabytes or 1) * 1_000_000))
            case Mend.TO_FORMAT:
                return ChangeFormat(writable(checks.formats))
            case Mend.TO_SIZE:
                return Shrink(checks.max_width or _ANY, checks.max_height or _ANY)
            case Mend.STRIP_GPS:
                return StripGps()
            case Mend.RENAME:
                return None  # its pixels stay as they are


def _receipt(plan: Mending, sha256: str, size_bytes: int, name: str, lines: Sequence[str]) -> Receipt:
    said = [*lines, f"Renamed from {plan.file_name} to {name}."] if plan.called is not None else lines
    details = {"size_bytes": str(size_bytes), "lines": json.dumps(list(said)), "file_name": name}
    return Receipt(remote_id=sha256, details=details)
