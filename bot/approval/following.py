"""Effect: what one click leads to. The stage closes, the next one opens, the answer stands, people are told."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.clock import Clock
from bot.history import History
from bot.jobs.effects import Claim, Effect, Limits, Receipt
from bot.truth import whole_approval
from models.approval import Approval, Decision, Outcome, Stage
from models.asset import Asset, AssetState
from models.events import ApprovalSettled, DecisionFollowed, StageSettled

_STATES = {
    Outcome.APPROVED: AssetState.APPROVED,
    Outcome.CHANGES_REQUESTED: AssetState.CHANGES_REQUESTED,
    Outcome.REJECTED: AssetState.REJECTED,
}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A decision with everything that it may change."""

    decision: Decision
    stage: Stage
    approval: Approval
    asset: Asset


class FollowUp(Effect[str]):
    """Nothing leaves the house: a second transaction, so that the click itself is answered at once."""

    kind = "approval.follow_up"
    limits = Limits(system="galley", quarantine=timedelta(0))

    def __init__(self, *, clock: Clock, history: History, openings: Openings, threads: Threads) -> None:
        self._clock, self._history, self._openings, self._threads = clock, history, openings, threads

    async def plan(self, session: AsyncSession, job: Claim) -> str | None:
        del session
        return job.subject

    async def send(self, plan: str, job: Claim) -> Receipt:
        del job
        return Receipt(remote_id=plan)

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del job, receipt
        followed = await _decided_by(session, plan)
        for one in followed:
            if one.stage.is_settled and one.stage.settled_at == one.decision.decided_at:
                await self._after_stage(session, one)
        for one in followed:
            await self._history.record(session, _followed(one))
        await self._threads.say(session, [(one.decision, one.stage, one.asset) for one in followed])

    async def _after_stage(self, session: AsyncSession, one: Followed) -> None:
        if one.approval.outcome is not Outcome.PENDING:
            return  # a newer version came meanwhile

        await self._history.record(session, _stage_settled(one))
        following = one.approval.advance(at=self._clock.now())
        if following is not None:
            await self._openings.open(session, following, one.asset)
        if one.approval.outcome is not Outcome.PENDING:
            one.asset.state = _STATES[one.approval.outcome]
            await session.flush()
            await self._history.record(session, _approval_settled(one))


async def _decided_by(session: AsyncSession, click_id: str) -> list[Followed]:
    """In the order of the card. The assets are locked (on PostgreSQL): a newer version comes before or after this."""
    stages = select(Decision.stage_id).where(Decision.click_id == click_id)
    approvals = select(Stage.approval_id).where(col(Stage.id).in_(stages))
    assets = select(Approval.asset_id).where(col(Approval.id).in_(approvals))
    await session.exec(select(Asset.id).where(col(Asset.id).in_(assets)).order_by(col(Asset.id)).with_for_update())
    wanted = (
        select(Approval, Asset)
        .join(Asset, col(Asset.id) == Approval.asset_id)
        .where(col(Approval.id).in_(approvals))
        .order_by(col(Asset.position))
        .options(whole_approval())
    )
    return [
        Followed(decision=decision, stage=stage, approval=approval, asset=asset)
        for approval, asset in (await session.exec(wanted)).all()
        for stage in approval.stages
        for decision in stage.decisions
        if decision.click_id == click_id
    ]


def _followed(one: Followed) -> DecisionFollowed:
    return DecisionFollowed(
        team_id=one.asset.team_id,
        asset_id=one.asset.id,
        actor_id=one.decision.person_id,
        batch_id=one.asset.batch_id,
        stage_id=one.stage.id,
        decision_id=one.decision.id,
    )


def _stage_settled(one: Followed) -> StageSettled:
    return StageSettled(
        team_id=one.asset.team_id,
        asset_id=one.asset.id,
        actor_id=one.decision.person_id,
        batch_id=one.asset.batch_id,
        stage_id=one.stage.id,
        stage=one.stage.name,
        outcome=one.stage.outcome,
    )


def _approval_settled(one: Followed) -> ApprovalSettled:
    return ApprovalSettled(
        team_id=one.asset.team_id,
        asset_id=one.asset.id,
        actor_id=one.decision.person_id,
        batch_id=one.asset.batch_id,
        approval_id=one.approval.id,
        version_id=one.approval.version_id,
        outcome=one.approval.outcome,
        settled_at=one.approval.settled_at.isoformat() if one.approval.settled_at else "",
    )
