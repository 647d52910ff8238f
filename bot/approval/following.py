"""Effect: what one click leads to. The stage closes, the next ones open, the answer stands, people are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from bot.approval.keeping import read_reviews
from bot.approval.openings import Openings
from bot.approval.threads import Threads
from bot.history import History
from bot.inbox import is_first
from bot.jobs.effects import Claim, Housework, Receipt
from models.approval import Approval, Decision, Stage
from models.asset import Asset, AssetState, Version
from models.events import ApprovalSettled, DecisionFollowed, StageSettled, StageStuck


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A decision with everything that it may change. `is_current`: no newer version has come meanwhile. Of two people
    who decided in the same instant one has settled it, so the moment alone does not tell.
    """

    decision: Decision
    stage: Stage
    approval: Approval
    asset: Asset
    is_current: bool

    @property
    def settles_stage(self) -> bool:
        is_then = self.stage.settled_at == self.decision.decided_at
        return is_then and self.stage.settled_by == self.decision.person_id

    def settles_approval(self, settlers: Mapping[str, str]) -> bool:
        """`settlers` by review."""
        is_then = self.approval.settled_at == self.decision.decided_at
        return is_then and settlers.get(self.approval.review_id) == self.decision.person_id


class FollowUp(Housework):
    """A second transaction, so that the click itself is answered at once."""

    kind = "approval.follow_up"

    def __init__(self, *, history: History, openings: Openings, threads: Threads) -> None:
        self._history, self._openings, self._threads = history, openings, threads

    async def settle(self, session: AsyncSession, job: Claim, plan: str, receipt: Receipt) -> None:
        del job, receipt
        await self.follow(session, plan)

    async def follow(self, session: AsyncSession, click_id: str) -> None:
        followed = await _decided_by(session, click_id)
        for one in {one.stage.id: one for one in followed if one.settles_stage and one.is_current}.values():
            await self._history.record(session, _stage_settled(one))
        for asset, review_id in {one.asset.id: (one.asset, one.approval.review_id) for one in followed}.values():
            await self._openings.open_called(session, asset, review_id)
        settlers = await _settlers(session, followed)
        settling = [one for one in followed if one.settles_approval(settlers) and one.is_current]
        for one in {one.approval.id: one for one in settling}.values():
            one.asset.state = AssetState(one.approval.outcome)  # they are called alike
            await session.flush()
            await self._history.record(session, _approval_settled(one))
        for one in followed:
            await self._history.record(session, _followed(one))
        for one in {one.stage.id: one for one in followed if one.is_current}.values():
            await self._tell_of_stuck(session, one)
        standing = [one for one in followed if one.decision.stands]  # of what was taken back since, the thread has read
        await self._threads.say(session, [(one.decision, one.stage, one.asset) for one in standing])

    async def _tell_of_stuck(self, session: AsyncSession, one: Followed) -> None:
        """Once for each cause, however many decide after it."""
        if not one.stage.stuck:
            return
        key = f"stuck:{one.stage.id}:{one.stage.stuck}"
        if await is_first(session, one.asset.team_id, key, at=one.decision.decided_at):
            await self._history.record(session, _stuck(one))


_VERSIONS = select(Decision.version_id).where(col(Decision.click_id) == bindparam("click_id"))
_ASSETS = select(Version.asset_id).where(col(Version.id).in_(_VERSIONS))
_LOCKED = select(Asset.id).where(col(Asset.id).in_(_ASSETS)).order_by(col(Asset.id)).with_for_update()
_DECIDED: Select[Decision, Stage, Approval, Asset, bool] = (
    select(Decision, Stage, Approval, Asset)  # type: ignore[assignment]  # sqlmodel knows four columns
    .add_columns(col(Version.number) == Asset.version_number)
    .join(Stage, col(Stage.id) == Decision.stage_id)
    .join(Approval, col(Approval.id) == Stage.approval_id)
    .join(Asset, col(Asset.id) == Approval.asset_id)
    .join(Version, col(Version.id) == Decision.version_id)
    .where(col(Decision.click_id) == bindparam("click_id"))
    .order_by(col(Asset.position), col(Decision.id))
)


async def _decided_by(session: AsyncSession, click_id: str) -> list[Followed]:
    """In the order of the card. The assets are locked (on PostgreSQL): a newer version comes before or after this."""
    await session.exec(_LOCKED, params={"click_id": click_id})
    return [
        Followed(decision=decision, stage=stage, approval=approval, asset=asset, is_current=is_current)
        for decision, stage, approval, asset, is_current in await session.exec(_DECIDED, params={"click_id": click_id})
    ]


async def _settlers(session: AsyncSession, followed: Sequence[Followed]) -> Mapping[str, str]:
    """By review, who settled it; only of those that one of these decisions may have settled."""
    settled = {one.approval.review_id for one in followed if one.settles_stage and one.approval.settled_at is not None}
    told = await read_reviews(session, settled) if settled else {}
    return {review_id: one.review.settlement.by for review_id, one in told.items() if one.review.settlement}


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
        approval_id=one.approval.id,
        stage_id=one.stage.id,
        stage=one.stage.name,
        outcome=one.stage.outcome,
    )


def _stuck(one: Followed) -> StageStuck:
    return StageStuck(
        team_id=one.asset.team_id,
        asset_id=one.asset.id,
        batch_id=one.asset.batch_id,
        approval_id=one.approval.id,
        stage_id=one.stage.id,
        stage=one.stage.name,
        why=one.stage.stuck,
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
