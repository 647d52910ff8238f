"""Approvals: ask the people of each stage in turn, take their verdicts, and say when the answer stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.openings import Openings
from bot.clock import Clock
from bot.db import Database
from bot.history import History
from bot.slack.actor import Actor
from bot.truth import whole_approval
from models.approval import Approval, Outcome, Refusal, Stage, Verdict
from models.asset import Asset, AssetState
from models.events import (
    ApprovalSettled,
    ApprovalWithdrawn,
    DecisionMade,
    DecisionRefused,
    StageSettled,
    VersionReady,
    VersionSubmitted,
)

_STATES = {
    Outcome.APPROVED: AssetState.APPROVED,
    Outcome.CHANGES_REQUESTED: AssetState.CHANGES_REQUESTED,
    Outcome.REJECTED: AssetState.REJECTED,
}


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What one click did: the assets it counted for, and the refusals for the rest."""

    titles: tuple[str, ...]
    refusals: tuple[Refusal, ...]


class Approvals:
    def __init__(self, *, db: Database, clock: Clock, history: History, openings: Openings) -> None:
        self._db, self._clock, self._history, self._openings = db, clock, history, openings

    async def decide(self, stage_ids: Sequence[str], *, by: Actor, verdict: Verdict, reason: str = "") -> Decided:
        """Take one verdict on every stage that `by` may decide. Raises the first Refusal when that is none of them."""
        at, titles, refusals = self._clock.now(), [], []
        async with self._db.write() as session:
            for approval, asset in await _approvals_of(session, by.team_id, stage_ids):
                stage = next(one for one in approval.stages if one.id in stage_ids)
                refusal = stage.may_decide(by.person_id)
                if refusal is not None:
                    refusals.append(refusal)
                    await self._history.record(session, _refused(asset, stage, by, refusal))
                    continue
                await self._decide(session, approval, stage, asset, by=by, verdict=verdict, reason=reason, at=at)
                titles.append(asset.title)
        if not titles:
            raise refusals[0] if refusals else QuestionGone
        return Decided(titles=tuple(titles), refusals=tuple(refusals))

    async def refusal(self, stage_ids: Sequence[str], *, by: Actor) -> Refusal | None:
        """Why a form to decide these must not be opened for this person; None when at least one may be decided."""
        async with self._db.read() as session:
            found = await _approvals_of(session, by.team_id, stage_ids)
            asked = [next(one for one in approval.stages if one.id in stage_ids) for approval, _ in found]
        refusals = [stage.may_decide(by.person_id) for stage in asked]
        if not refusals:
            return QuestionGone()
        return None if None in refusals else refusals[0]

    async def ask(self, session: AsyncSession, event: VersionReady) -> None:
        """A version may be asked about: open its approval."""
        asset = await session.get_one(Asset, event.asset_id)
        asset.state = AssetState.IN_REVIEW
        await self._openings.begin(session, asset, event.version_id, batch_id=event.batch_id)

    async def withdraw_older(self, session: AsyncSession, event: VersionSubmitted) -> None:
        """A newer file came: whatever was still asked about an older one is void."""
        if event.number == 1:
            return
        wanted = select(Approval).where(Approval.asset_id == event.asset_id, Approval.outcome == Outcome.PENDING)
        for approval in (await session.exec(wanted.options(whole_approval()))).all():
            approval.withdraw(at=self._clock.now())
            withdrawn = ApprovalWithdrawn(
                team_id=event.team_id,
                asset_id=event.asset_id,
                batch_id=event.batch_id,
                approval_id=approval.id,
                version_id=approval.version_id,
            )
            await self._history.record(session, withdrawn)

    async def _decide(
        self,
        session: AsyncSession,
        approval: Approval,
        stage: Stage,
        asset: Asset,
        *,
        by: Actor,
        verdict: Verdict,
        reason: str,
        at: datetime,
    ) -> None:
        decision = stage.decide(by.person_id, verdict, at=at, reason=reason)
        made = DecisionMade(
            team_id=asset.team_id,
            asset_id=asset.id,
            actor_id=by.person_id,
            batch_id=asset.batch_id,
            stage_id=stage.id,
            stage=stage.name,
            decision_id=decision.id,
            version_id=decision.version_id,
            verdict=verdict,
            reason=reason,
        )
        await self._history.record(session, made)
        if stage.is_settled:
            await self._after_stage(session, approval, stage, asset, by=by, at=at)

    async def _after_stage(
        self, session: AsyncSession, approval: Approval, stage: Stage, asset: Asset, *, by: Actor, at: datetime
    ) -> None:
        settled = StageSettled(
            team_id=asset.team_id,
            asset_id=asset.id,
            actor_id=by.person_id,
            batch_id=asset.batch_id,
            stage_id=stage.id,
            stage=stage.name,
            outcome=stage.outcome,
        )
        await self._history.record(session, settled)
        following = approval.advance(at=at)
        if following is not None:
            await self._openings.open(session, following, asset)
        if approval.outcome is not Outcome.PENDING:
            await self._after_approval(session, approval, asset, by=by)

    async def _after_approval(self, session: AsyncSession, approval: Approval, asset: Asset, *, by: Actor) -> None:
        asset.state = _STATES[approval.outcome]
        settled = ApprovalSettled(
            team_id=asset.team_id,
            asset_id=asset.id,
            actor_id=by.person_id,
            batch_id=asset.batch_id,
            approval_id=approval.id,
            version_id=approval.version_id,
            outcome=approval.outcome,
        )
        await self._history.record(session, settled)


class QuestionGone(Refusal):
    """The button belongs to nothing that is still there."""

    def __init__(self) -> None:
        super().__init__("this question is no longer open")


async def _approvals_of(session: AsyncSession, team_id: str, stage_ids: Sequence[str]) -> list[tuple[Approval, Asset]]:
    wanted = (
        select(Approval, Asset)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .where(
            col(Approval.id).in_(select(Stage.approval_id).where(col(Stage.id).in_(stage_ids))),
            Approval.team_id == team_id,
        )
        .order_by(col(Asset.position))
        .options(whole_approval())
    )
    return [(approval, asset) for approval, asset in await session.exec(wanted)]


def _refused(asset: Asset, stage: Stage, by: Actor, refusal: Refusal) -> DecisionRefused:
    return DecisionRefused(
        team_id=asset.team_id, asset_id=asset.id, actor_id=by.person_id, stage_id=stage.id, why=str(refusal)
    )
