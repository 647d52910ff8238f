"""What a yes asked for is done: whoever brought the picture says so, or a lead or an admin for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval import telling
from bot.approval.asked import QuestionGone
from bot.approval.keeping import tell
from bot.approval.threads import Threads
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.roles import Roles
from bot.slack.actor import Actor
from models.approval import Approval, Decision, Stage
from models.asset import Asset, Version
from models.events import DeedRefused
from models.projection import Told
from models.refusal import Refusal
from models.review import finish_follow_up
from models.review.facts import Fact
from models.roles import Deed, finishing


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asked for with their yes, and who brought the version that it is about."""

    asked: Decision
    stage: str
    review_id: str
    asset: Asset
    submitter_id: str


class Finishing:
    def __init__(self, *, db: Database, clock: Clock, history: History, roles: Roles, threads: Threads) -> None:
        self._db, self._clock, self._history, self._roles, self._threads = db, clock, history, roles, threads

    async def finish(self, decision_id: str, *, by: Actor) -> None:
        """Once; whoever is late is told so. Raises NotAllowed. It stops nothing: the review goes on meanwhile."""
        async with self._db.read() as session:
            wish = await _wish(session, decision_id, by.team_id)
        if wish is not None:
            await self._roles.must(finishing(wish.submitter_id, by.person_id), by=by)
        async with self._db.write() as session:
            try:
                await self._finish(session, await _wish(session, decision_id, by.team_id), by)
            except Refusal as refusal:
                await self._refuse(session, wish, refusal, decision_id, by)

    async def _finish(self, session: AsyncSession, wish: Wish | None, by: Actor) -> None:
        if wish is None:
            raise QuestionGone
        asked, at = wish.asked, self._clock.now()

        def command(told: Told) -> Sequence[Fact]:
            return finish_follow_up(
                told.review, wish.stage, seat=asked.seat_id, by=by.person_id, at=at, asked_at=asked.decided_at
            )

        step = await tell(session, wish.review_id, command)
        if step is not None:
            await self._history.record(session, telling.follow_up_finished(wish.asset, step, asked, by=by))
            await self._threads.say_done(session, asked, wish.asset, by=by)

    async def _refuse(
        self, session: AsyncSession, wish: Wish | None, refusal: Refusal, decision_id: str, by: Actor
    ) -> None:
        refused = DeedRefused(
            team_id=by.team_id,
            asset_id=wish.asset.id if wish else None,
            actor_id=by.person_id,
            deed=Deed.FINISH,
            why=str(refusal),
        )
        await self._history.record(session, refused)
        await self._threads.whisper(session, [refusal], by=by, about=decision_id, at=self._clock.now())


async def _wish(session: AsyncSession, decision_id: str, team_id: str) -> Wish | None:
    wanted = (
        select(Decision, Stage, Approval, Asset)
        .join(Stage, col(Stage.id) == Decision.stage_id)
        .join(Approval, col(Approval.id) == Stage.approval_id)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .where(Decision.id == decision_id, Asset.team_id == team_id)
    )
    found = (await session.exec(wanted)).first()
    if found is None:
        return None
    asked, stage, approval, asset = found
    version = await session.get_one(Version, asked.version_id)
    return Wish(
        asked=asked,
        stage=stage.name,
        review_id=approval.review_id,
        asset=asset,
        submitter_id=version.submitter_id,
    )
