"""Reading the card: the truth of a batch as its reviewers see it at one moment, in the plain values of card.py."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot import calling
from bot.ahead import Ahead, Planned, next_by_itself
from bot.approval.card import Card, Look, Reopened, Row, TaskLine, Turn, Unopened
from bot.approval.sayings import said_of
from bot.policy import Policy
from bot.truth import AssetTruth, BatchTruth
from models.approval import Approval, Stage
from models.asset import AssetState
from models.checks import Finding, weight
from models.lookalike import lookalikes_of
from models.picture import Picture

_LOOKS = {
    AssetState.CHECKING: Look.CHECKING,
    AssetState.NEEDS_WORK: Look.NEEDS_WORK,
    AssetState.CHANGES_REQUESTED: Look.CHANGES_REQUESTED,
    AssetState.REJECTED: Look.REJECTED,
    AssetState.EXPIRED: Look.EXPIRED,
    AssetState.APPROVED: Look.PUBLISHING,
    AssetState.PUBLISHED: Look.PUBLISHED,
    AssetState.WITHDRAWN: Look.WITHDRAWN,
    AssetState.DUPLICATE: Look.JOINED,
}


def card_of(truth: BatchTruth, policy: Policy, *, lead: str, planned: Planned, at: datetime) -> Card | None:
    """None while no reviewer need see anything of the batch."""
    shown = _shown(truth)
    if not shown:
        return None

    picture = picture_of(truth)
    return Card(
        rows=tuple(_row(one, truth, policy, planned, at=at) for one in shown),
        campaign=truth.campaign.title if truth.campaign else "",
        submitter=truth.name(shown[0].version.submitter_id if len(shown) == 1 else truth.batch.submitter_id),
        picture_file_id=picture.slack_file_id if picture else None,
        picture_alt=picture.alt_text if picture else "",
        lead=lead,
        may_change=policy.review.may_change,
        lacks_sheet=len(shown) > 1 and truth.batch.sheet_given_up is not None,
    )


def picture_of(truth: BatchTruth) -> Picture | None:
    """Of one picture its proof, of several their contact sheet."""
    shown = _shown(truth)
    return shown[0].proof if len(shown) == 1 else truth.sheet


def facts_line(facts: dict[str, object] | None, size_bytes: int | None) -> str:
    """`JPEG, 3000 x 2000 px, sRGB, 1.2 MB`, or `SVG, 84 kB` without a preview; empty while nobody has measured it."""
    if not facts:
        return ""
    heavy = f", {weight(size_bytes)}" if size_bytes else ""
    if facts.get("no_preview"):
        return f"{facts['format']}{heavy}"
    return f"{facts['format']}, {facts['width']} x {facts['height']} px, {facts['colour_space']}{heavy}"


def _shown(truth: BatchTruth) -> list[AssetTruth]:
    return [one for one in truth.assets if _concerns_reviewers(one)]


def _concerns_reviewers(one: AssetTruth) -> bool:
    return one.was_asked or one.asset.state is AssetState.IN_REVIEW


def _row(one: AssetTruth, truth: BatchTruth, policy: Policy, planned: Planned, *, at: datetime) -> Row:
    approval = one.approval
    turns = tuple(_turns(approval, truth, planned, at=at)) if approval else ()
    return Row(
        asset_id=one.asset.id,
        version_id=one.version.id,
        lookalikes=(alike := lookalikes_of(one.version)),
        is_told_apart=one.version.told_apart_at is not None,
        joined=next((other for other in alike if other.asset_id == one.asset.duplicate_of), None),
        number=one.asset.position,
        title=one.asset.title,
        file_name=one.version.file_name,
        version=one.version.number,
        round=approval.round if approval else 0,
        look=_look(one, turns),
        facts=facts_line(one.version.facts, one.version.size_bytes),
        no_preview=str((one.version.facts or {}).get("no_preview") or ""),
        findings=tuple(Finding.from_json(kept) for kept in one.version.checks or ()),
        missing=tuple(
            policy.attributes[name].label for name in one.asset.missing(policy.needed(one.asset.type, one.asset.coming))
        ),
        turns=turns,
        said=tuple(said_of(approval, truth)) if approval else (),
        carried_over=tuple(stage.name for stage in approval.carried_over) if approval else (),
        pilot=approval.policy_digest if approval and approval.is_pilot else "",
        task=_task(one),
        location=one.publication.shelf if one.publication else "",
        by_time=tuple(stage.name for stage in approval.by_time) if approval and not turns else (),
        opens_at=approval.wakes_at if approval and not turns else None,
        by_hand=tuple(Unopened(stage_id=stage.id, name=stage.name) for stage in approval.by_hand) if approval else (),
        reopened=_reopened(approval, truth) if approval else None,
    )


def _reopened(approval: Approval, truth: BatchTruth) -> Reopened | None:
    if approval.reopened_at is None:
        return None
    name, why = truth.name(approval.reopened_by), approval.reopened_why
    return Reopened(name=name, at=approval.reopened_at, why=why)


def _look(one: AssetTruth, turns: Sequence[Turn]) -> Look:
    if one.asset.state is AssetState.APPROVED and one.version.given_up:
        return Look.UNPUBLISHED
    if one.asset.state is not AssetState.IN_REVIEW:
        return _LOOKS[one.asset.state]
    if not turns:
        return _between(one.approval) if one.approval else Look.NOBODY
    return Look.LATE if any(turn.is_late for turn in turns) else Look.WAITING


def _between(approval: Approval) -> Look:
    """Nobody is asked just now; or not before a moment comes, or somebody opens what is next."""
    is_called = any(stage.is_ahead and stage.called_at is not None for stage in approval.stages)
    if approval.by_time:
        return Look.AHEAD
    return Look.BY_HAND if approval.by_hand and not is_called else Look.DECIDED


def _turns(approval: Approval, truth: BatchTruth, planned: Planned, *, at: datetime) -> Iterator[Turn]:
    for stage in approval.open_stages:
        if stage.due_at is not None:
            turn = _turn(stage, stage.due_at, truth, next_by_itself(stage, planned, at=at))
            by_hand = tuple(one.name for one in approval.by_hand if one.name in turn.then)
            yield replace(turn, of=approval.steps, is_late=stage.is_late(at=at), by_hand=by_hand)


def _turn(stage: Stage, due_at: datetime, truth: BatchTruth, ahead: Ahead | None) -> Turn:
    return Turn(
        stage_id=stage.id,
        name=stage.name,
        position=stage.position,
        step=stage.step,
        of=stage.step,
        yes=stage.approvals,
        needed=stage.needed,
        seats=len(stage.seats),
        awaited=calling.awaited(stage, truth.name),
        awaited_ids=stage.awaited,
        due_at=due_at,
        then=tuple(stage.then),
        next_rung=ahead.rung if ahead else None,
        next_at=ahead.at if ahead else None,
        next_deed=ahead.deed if ahead else None,
        next_to=tuple(truth.name(person) for person in ahead.to) if ahead else (),
        decider=calling.decider(stage, truth.name),
        stand_ins=calling.stand_ins(stage, truth.name),
        stuck=stage.stuck,
        has_failed=stage.has_failed,
    )


def _task(one: AssetTruth) -> TaskLine | None:
    task = one.task
    if task is None or task.task_id is None:
        return None
    return TaskLine(
        permalink=task.permalink,
        status=task.status,
        due=task.due,
        assignees=tuple(task.assignees),
        is_gone=task.is_gone,
    )
