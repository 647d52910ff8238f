"""Opening by hand: a stage that galley.yml lets wait for somebody who leads."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.asked import Asked, QuestionGone, about, read_asked
from bot.approval.keeping import tell
from bot.approval.openings import Openings
from bot.approval.telling import stage_called
from bot.approval.threads import Threads
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.roles import Roles
from bot.slack.actor import Actor
from models.asset import Asset
from models.events import DeedRefused
from models.refusal import Refusal
from models.review import call_stage
from models.review.refusals import OtherVersion
from models.roles import Deed, may


class ByHand:
    def __init__(
        self, *, db: Database, clock: Clock, history: History, roles: Roles, openings: Openings, threads: Threads
    ) -> None:
        self._db, self._clock, self._history, self._roles = db, clock, history, roles
        self._openings, self._threads = openings, threads

    async def open(self, stage_ids: Sequence[str], *, by: Actor) -> None:
        """Ask these stages now. Whoever may not, or is late, reads why; what is open is not opened twice."""
        opened: list[tuple[str, Asset]] = []
        refusals: list[Refusal] = []
        async with self._db.write() as session:
            is_allowed = may(await self._roles.of(session, by), Deed.OPEN_STAGE)
            asked = await read_asked(session, by.team_id, stage_ids)
            for one in asked.values():
                try:
                    opened.append((one.stage, await self._open(session, one, by, is_allowed=is_allowed)))
                except Refusal as refusal:
                    refusals.append(refusal)
                    await self._refuse(session, one, refusal, by)
            if opened:
                await self._threads.say_opened(session, opened[0][0], [asset for _, asset in opened], by=by)
                return
            refusals = refusals or ([] if asked else [QuestionGone()])
            what = about(asked, stage_ids)
            await self._threads.whisper(session, refusals, by=by, about=what, at=self._clock.now())

    async def _open(self, session: AsyncSession, one: Asked, by: Actor, *, is_allowed: bool) -> Asset:
        review, at, person = one.told.review, self._clock.now(), by.person_id
        if not one.sha256:
            raise OtherVersion(stage=one.stage, can_help=(review.submitter,))
        asset = await session.get_one(Asset, one.asset_id)
        step = await tell(
            session,
            one.told.review_id,
            lambda told: call_stage(told.review, one.stage, by=person, is_allowed=is_allowed, at=at),
        )
        if step is not None:
            await self._history.record(session, stage_called(asset, step, one.stage, by=by))
            await self._openings.open_called(session, asset, step.review_id)
        return asset

    async def _refuse(self, session: AsyncSession, one: Asked, refusal: Refusal, by: Actor) -> None:
        refused = DeedRefused(
            team_id=by.team_id,
            asset_id=one.asset_id,
            actor_id=by.person_id,
            deed=Deed.OPEN_STAGE,
            why=str(refusal),
        )
        await self._history.record(session, refused)
