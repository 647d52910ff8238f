"""Approvals as the product keeps them: opened by the rules of models/review, their rows made from the facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.approval.keeping import begin, keep, read_reviews
from bot.booking import write_out
from models import projection
from models.approval import Approval, Seat, Stage
from models.asset import Asset, Version
from models.projection import Step, Told, opening, stage_id
from models.review import Seating, decide, facts, open_review, open_stage
from models.review.words import Phase, Rule, Verdict
from models.review.workflow import StageRules, Subject, Workflow, in_order
from tests.clocks import MONDAY_NOON

Seats = Mapping[str, Sequence[str]]
"""By stage, in order: who sits there."""


def workflow(*names: str, rule: Rule = Rule.ANY, may_change: bool = False) -> Workflow:
    return Workflow(steps=in_order(*(StageRules(name=name, rule=rule) for name in names)), may_change=may_change)


def begun(
    version: Version, *, asked: Workflow, at: datetime = MONDAY_NOON, review_id: str = "", lead: str = "U0LEAD"
) -> Step:
    told = open_review(
        asked,
        subject=Subject(),
        version=facts.Version(id=version.id, sha256=version.sha256 or version.id),
        submitter=version.submitter_id,
        lead=lead,
        at=at,
    )
    return opening(review_id or version.id, told)


def opened(told: Told, seats: Seats, *, at: datetime = MONDAY_NOON, due_at: datetime | None = None) -> list[Step]:
    """Every stage whose turn has come, with those who sit there."""
    steps: list[Step] = []
    for stage in told.review.in_phase(Phase.CALLED):
        seating, due = Seating(approvers=tuple(seats[stage.name])), due_at or at + timedelta(hours=8)
        steps.append(told.adding(open_stage(told.review, stage.name, seating=seating, due_at=due, at=at)))
        told = steps[-1].told
    return steps


async def ask(
    session: AsyncSession,
    asset: Asset,
    version: Version,
    seats: Seats,
    *,
    rule: Rule = Rule.ANY,
    at: datetime = MONDAY_NOON,
    due_at: datetime | None = None,
    order: Workflow | None = None,
) -> list[str]:
    """Its first stage is open, or what `order` begins with. Answers the ids of all of its stages. The pictures' own
    rows are flushed before.
    """
    await session.flush()
    first = begun(version, asked=order or workflow(*seats, rule=rule), at=at)
    await begin(session, first, opened=row_of(asset))
    await keep(session, opened(first.told, seats, at=at, due_at=due_at), click_id="")
    await write_out(session)
    return [stage_id(first.after, name) for name in seats]


async def say(
    session: AsyncSession, review_id: str, stage: str, by: str, verdict: Verdict = Verdict.APPROVE, *,
    at: datetime = MONDAY_NOON, reason: str = "", click_id: str = "click",
) -> Step:  # fmt: skip
    told = (await read_reviews(session, [review_id]))[review_id]
    step = told.adding(said(told, stage, by, verdict, at=at, reason=reason))
    await keep(session, [step], click_id=click_id)
    await write_out(session)
    return step


def said(
    told: Told, stage: str, by: str, verdict: Verdict = Verdict.APPROVE, *, at: datetime = MONDAY_NOON, reason: str = ""
) -> Sequence[facts.Fact]:
    sha256 = told.review.version.sha256
    return decide(told.review, stage, by=by, verdict=verdict, sha256=sha256, at=at, reason=reason)


def row_of(asset: Asset, *, policy_digest: str = "-", round_number: int = 1) -> projection.Row:
    return {
        "team_id": asset.team_id,
        "asset_id": asset.id,
        "policy_digest": policy_digest,
        "round": round_number,
    }


def rows_of(told: Told, asset: Asset, *, round_number: int = 1) -> Approval:
    """The same rows outside a database, without decisions."""
    review = told.review
    row = row_of(asset, round_number=round_number) | projection.approval_columns(review)
    approval = Approval(
        id=review.version.id, version_id=review.version.id, review_id=told.review_id, opened_at=MONDAY_NOON, **row
    )
    approval.stages = [Stage(**one) for one in projection.stage_rows(review)]
    for stage in approval.stages:
        stage.seats = [Seat(**one) for one in projection.seat_rows(review.stages[stage.name], stage.id)]
        stage.decisions = []
    return approval
