"""Effect: two versions side by side in one picture, shared in the thread of their card with one line.

Dying before the darkroom has answered, or after it, makes the same picture in the same place again; the row in which
the answer is kept, and the order to share it, are written in one transaction.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.comparing import views
from bot.comparing.flow import two
from bot.comparing.pairs import Pair, pair_of
from bot.history import History
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.slack.pictures import Pictures
from bot.slack.text import plain
from bot.storage import Storage
from connectors.errors import ConnectorError, Refused
from imaging import comparison as imaging
from imaging.comparison import Exhibit
from imaging.darkroom import Darkroom
from imaging.errors import Unreadable
from models.asset import Asset, Version
from models.batch import Batch
from models.comparison import Comparison, VersionsCompared
from models.difference import differences
from models.picture import PictureKind

Say = Callable[[AsyncSession, Comparison], Awaitable[None]]
"""Why it could not be made, to whom it concerns."""


@dataclass(frozen=True, kw_only=True)
class Easel:
    """What is to be laid beside what, and where the picture of both goes."""

    older: Exhibit
    newer: Exhibit
    target: Path


class CompareVersions(Effect[Easel]):
    kind = "imaging.compare"
    limits = Limits(system="imaging", timeout=timedelta(minutes=3), quarantine=timedelta(0), attempts=4)

    def __init__(
        self, *, darkroom: Darkroom, storage: Storage, pictures: Pictures, history: History, clock: Clock, say: Say
    ) -> None:
        self._darkroom, self._storage, self._pictures = darkroom, storage, pictures
        self._history, self._clock, self._say = history, clock, say

    async def plan(self, session: AsyncSession, job: Claim) -> Easel | None:
        comparison = await session.get_one(Comparison, job.subject)
        if comparison.made_at is not None:
            return None
        pair = await pair_of(session, comparison)
        return Easel(
            older=await self._exhibit(pair.older, pair.other),
            newer=await self._exhibit(pair.newer, pair.asset if pair.other else None),
            target=self._storage.comparison(comparison.id),
        )

    async def send(self, plan: Easel, job: Claim) -> Receipt:
        try:
            found = await self._darkroom.compare(plan.older, plan.newer, plan.target)
        except Unreadable as error:
            raise Refused("imaging", error.sentence, code=error.reason) from error
        kept = found.kept_at(Path(self._storage.relative(plan.target)))
        return Receipt(remote_id=job.subject, details={"found": json.dumps(kept.to_json())})

    async def settle(self, session: AsyncSession, job: Claim, plan: Easel, receipt: Receipt) -> None:
        comparison = await session.get_one(Comparison, job.subject)
        pair = await pair_of(session, comparison)
        found = imaging.Comparison.from_json(json.loads(receipt.details["found"]))
        comparison.made_at, comparison.found, comparison.refusal = self._clock.now(), found.to_json(), None
        await session.flush()
        await self._share(session, comparison, pair, found, plan.target)
        await self._history.record(session, _compared(comparison, pair, found))

    async def refused(self, session: AsyncSession, job: Claim, error: ConnectorError) -> bool:
        """One of them cannot be opened: nobody can help that but its uploader."""
        await self._refuse(session, job.subject, error.sentence)
        return True

    async def given_up(self, session: AsyncSession, job: Claim, problem: str) -> None:
        del problem  # the admins read it
        await self._refuse(session, job.subject, views.NOT_NOW)

    async def _exhibit(self, version: Version, of: Asset | None) -> Exhibit:
        """Its preview, which is quickly opened; the original where that is missing, as after a return to a backup."""
        sha256 = version.sha256 or ""
        proof = self._storage.proof(sha256)
        is_there = await asyncio.to_thread(proof.is_file)
        label = plain(of.title, 40) if of else f"Version {version.number}"
        return Exhibit(label, proof if is_there else self._storage.original(sha256))

    async def _share(
        self, session: AsyncSession, comparison: Comparison, pair: Pair, found: imaging.Comparison, path: Path
    ) -> None:
        batch = await session.get_one(Batch, comparison.batch_id)
        older, newer = pair.older.number, pair.newer.number
        await self._pictures.add(
            session,
            batch=batch,
            kind=PictureKind.COMPARISON,
            subject_id=comparison.id,
            path=self._storage.relative(path),
            file_name=f"{pair.asset.position}_version_{newer}_beside_{'another' if pair.other else older}.jpg",
            alt_text=views.described(two(pair), found, pair.asset.title),
            words=views.beside(two(pair), found, differences(pair.older, pair.newer)).text,
        )

    async def _refuse(self, session: AsyncSession, comparison_id: str, sentence: str) -> None:
        comparison = await session.get_one(Comparison, comparison_id)
        comparison.refusal = sentence
        await session.flush()
        await self._say(session, comparison)


def _compared(comparison: Comparison, pair: Pair, found: imaging.Comparison) -> VersionsCompared:
    return VersionsCompared(
        team_id=comparison.team_id,
        asset_id=comparison.asset_id,
        actor_id=comparison.asked_by,
        batch_id=comparison.batch_id,
        version_id=comparison.newer_id,
        older_id=comparison.older_id,
        number=pair.newer.number,
        older_number=pair.older.number,
        changed=round(found.changed, 4),
    )
