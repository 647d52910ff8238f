"""What happens to a review, as history tells it: with the facts themselves, so that history alone makes the same."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.approval.asked import Answer, Asked
from bot.slack.actor import Actor
from models import approval
from models.asset import Asset, Version
from models.events import (
    AdviceGiven,
    ApprovalOpened,
    ApprovalSettled,
    ApprovalWithdrawn,
    DecisionMade,
    DecisionTakenBack,
    FollowUpFinished,
    PictureJoined,
    ReviewRecalled,
    ReviewReopened,
    StageAtHand,
    StageCalled,
    StageEscalated,
    StageOpened,
    StageSettled,
    StageStuck,
    TimePassed,
    VersionBegun,
)
from models.projection import Step, decision_id, stage_id
from models.review import facts, to_json
from models.review.state import Review, Stage
from models.review.tally import needed


def opened(asset: Asset, version: Version, step: Step, *, names: Mapping[str, str], **how: Any) -> ApprovalOpened:
    return ApprovalOpened(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        version_id=version.id,
        opened_at=step.facts[0].at.isoformat(),
        number=version.number,
        title=asset.title,
        submitter_id=version.submitter_id,
        names=names,
        **how,
        **facts_of(step),
    )


def stage_called(asset: Asset, step: Step, stage: str, *, by: Actor) -> StageCalled:
    return StageCalled(**_of_asset(asset, by), stage_id=stage_id(step.after, stage), stage=stage, **facts_of(step))


def stage_at_hand(
    asset: Asset, row: approval.Approval, stage: approval.Stage, *, leads: tuple[str, ...], due_at: datetime | None
) -> StageAtHand:
    return StageAtHand(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        approval_id=row.id,
        stage_id=stage.id,
        stage=stage.name,
        position=stage.position,
        leads=leads,
        due_at=due_at.isoformat() if due_at else "",
    )


def stage_opened(asset: Asset, review: Review, stage: Stage, step: Step, *, names: Mapping[str, str]) -> StageOpened:
    row = stage_id(review, stage.name)
    return StageOpened(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        stage_id=row,
        stage=stage.name,
        position=place_of(row),
        rule=stage.rules.rule,
        needed=needed(stage),
        approvers=stage.awaited,
        names=names,
        opened_at=stage.opening.at.isoformat() if stage.opening else "",
        due_at=stage.due_at.isoformat() if stage.due_at else "",
        **facts_of(step),
    )


def decided(one: Asked, answer: Answer, step: Step, *, by: Actor, at: datetime, click_id: str) -> DecisionMade:
    return DecisionMade(
        team_id=by.team_id,
        asset_id=one.asset_id,
        actor_id=by.person_id,
        batch_id=one.batch_id,
        stage_id=one.stage_id,
        stage=one.stage,
        decision_id=decision_id(step.review_id, step.first),
        version_id=one.version_id,
        verdict=answer.verdict,
        decided_at=at.isoformat(),
        click_id=click_id,
        reason=answer.reason,
        **facts_of(step),
    )


def advised(one: Asked, step: Step, *, by: Actor) -> AdviceGiven:
    return AdviceGiven(
        team_id=by.team_id,
        asset_id=one.asset_id,
        actor_id=by.person_id,
        batch_id=one.batch_id,
        stage_id=one.stage_id,
        stage=one.stage,
        **facts_of(step),
    )


def withdrawn(event: VersionBegun | PictureJoined, version_id: str, step: Step, *, at: datetime) -> ApprovalWithdrawn:
    return ApprovalWithdrawn(
        team_id=event.team_id,
        asset_id=event.asset_id,
        batch_id=event.batch_id,
        version_id=version_id,
        withdrawn_at=at.isoformat(),
        **facts_of(step),
    )


def time_passed(asset: Asset, step: Step) -> TimePassed:
    return TimePassed(team_id=asset.team_id, asset_id=asset.id, batch_id=asset.batch_id, **facts_of(step))


def escalated(asset: Asset, step: Step, fact: facts.StageEscalated) -> StageEscalated:
    return StageEscalated(**of_stage(asset, step, fact), to=fact.to, promise=fact.promise)


def stuck(asset: Asset, step: Step, fact: facts.StageStuck) -> StageStuck:
    return StageStuck(**of_stage(asset, step, fact), why=fact.why)


def stage_settled(asset: Asset, step: Step, fact: facts.StageSettled) -> StageSettled:
    return StageSettled(**of_stage(asset, step, fact), outcome=fact.outcome)


def answered(asset: Asset, step: Step, fact: facts.ReviewSettled) -> ApprovalSettled:
    version = step.after.version
    return ApprovalSettled(
        team_id=asset.team_id,
        asset_id=asset.id,
        actor_id=fact.by or None,
        batch_id=asset.batch_id,
        approval_id=version.id,
        version_id=version.id,
        outcome=fact.outcome,
        settled_at=fact.at.isoformat(),
    )


def taken_back(asset: Asset, step: Step, stage: approval.Stage, *, by: Actor) -> DecisionTakenBack:
    return DecisionTakenBack(**_of_asset(asset, by), stage_id=stage.id, stage=stage.name, **facts_of(step))


def follow_up_finished(asset: Asset, step: Step, asked: approval.Decision, *, by: Actor) -> FollowUpFinished:
    finished = next(fact for fact in step.facts if isinstance(fact, facts.FollowUpFinished))
    return FollowUpFinished(
        **_of_asset(asset, by),
        stage_id=asked.stage_id,
        stage=finished.stage,
        asked_by=asked.person_id,
        wish=asked.reason,
        **facts_of(step),
    )


def recalled(asset: Asset, step: Step, *, by: Actor) -> ReviewRecalled:
    return ReviewRecalled(**_of_asset(asset, by), **facts_of(step))


def reopened(asset: Asset, step: Step, stage: str, *, by: Actor, round_number: int) -> ReviewReopened:
    return ReviewReopened(**_of_asset(asset, by), stage=stage, round=round_number, **facts_of(step))


def place_of(row: str) -> int:
    """The position of a stage, which its id ends with."""
    return int(row.rpartition("-")[2])


def _of_asset(asset: Asset, by: Actor) -> dict[str, Any]:
    return {
        "team_id": asset.team_id,
        "asset_id": asset.id,
        "actor_id": by.person_id,
        "batch_id": asset.batch_id,
    }


def of_stage(asset: Asset, step: Step, fact: facts.StageFact) -> dict[str, Any]:
    return {
        "team_id": asset.team_id,
        "asset_id": asset.id,
        "actor_id": getattr(fact, "by", "") or None,
        "batch_id": asset.batch_id,
        "approval_id": step.after.version.id,
        "stage_id": stage_id(step.after, fact.stage),
        "stage": fact.stage,
    }


def facts_of(step: Step) -> dict[str, Any]:
    return {
        "review_id": step.review_id,
        "approval_id": step.after.version.id,
        "first": step.first,
        "facts": tuple(to_json(fact) for fact in step.facts),
    }
