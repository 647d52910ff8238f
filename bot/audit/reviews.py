"""Reviews retold: their facts from the entries, and the rows from those, by the same rules as then."""

from datetime import datetime

from bot.audit.story import Details, Entry, Story, Untellable
from models import projection
from models.approval import Approval, Decision, Seat, Stage
from models.asset import AssetState
from models.review import decide, from_json, to_json
from models.review.state import Review
from models.review.words import Outcome, Verdict


def approval_opened(story: Story, entry: Entry, told: Details) -> None:
    _tell(story, entry, told)
    story.approvals[told["version_id"]] = Approval(
        id=told["approval_id"],
        team_id=entry["team_id"],
        asset_id=entry["asset_id"],
        version_id=told["version_id"],
        review_id=told["review_id"],
        policy_digest=told["policy_digest"],
        is_pilot=told.get("is_pilot", False),
        round=told["round"],
        opened_at=_moment(told["opened_at"]),
    )
    _project(story, told)


def told_further(story: Story, entry: Entry, told: Details) -> None:
    _tell(story, entry, told)
    _project(story, told)


def decided(story: Story, entry: Entry, told: Details) -> None:
    """By the same rules as then: one that they refuse was never taken, and it led to exactly this."""
    review = story.reviews[told["review_id"]].review
    facts = decide(
        review,
        told["stage"],
        by=entry["actor_id"],
        verdict=Verdict(told["verdict"]),
        sha256=review.version.sha256,
        at=_moment(told["decided_at"]),
        reason=told["reason"],
    )
    if [to_json(fact) for fact in facts] != list(told["facts"]):
        raise Untellable(f"entry {entry['number']} tells what does not follow, by the rules, from what was decided")
    told_further(story, entry, told)


def _tell(story: Story, entry: Entry, told: Details) -> None:
    review_id, facts = told["review_id"], [from_json(fact) for fact in told["facts"]]
    before = story.reviews.get(review_id)
    step = before.adding(facts) if before else projection.opening(review_id, facts)
    if step.first != told["first"]:
        where = f"entry {entry['number']}: of review {review_id}"
        raise Untellable(f"{where} fact {step.first} is missing; fact {told['first']} comes next")
    for stage_id, seat in projection.fallen(step):
        for one in story.decisions[told["approval_id"]]:
            one.stands = one.stands and (one.stage_id, one.seat_id) != (stage_id, seat)
    for stage_id, fact in projection.finished(step):
        for one in story.decisions[told["approval_id"]]:
            if one.stands and (one.stage_id, one.seat_id) == (stage_id, fact.seat):
                one.done_at, one.done_by = fact.at, fact.by
    made = projection.decision_rows(step, click_id=told.get("click_id", ""))
    story.decisions[told["approval_id"]] += [Decision(**row) for row in made]
    story.reviews[review_id] = step.told
    story.facts[review_id] += told["facts"]


def _project(story: Story, told: Details) -> None:
    """The rows of the version that is asked about, as they are by now: new ones, which know of no older ones."""
    review, before = story.reviews[told["review_id"]].review, story.approvals[told["approval_id"]]
    approval = Approval(**before.model_dump() | projection.approval_columns(review))
    approval.stages = [_stage(story, review, row) for row in projection.stage_rows(review)]
    story.approvals[approval.version_id] = approval
    story.stages |= {stage.id: stage for stage in approval.stages}


def _stage(story: Story, review: Review, row: projection.Row) -> Stage:
    stage = Stage(**row)
    stage.seats = [Seat(**seat) for seat in projection.seat_rows(review.stages[stage.name], stage.id)]
    stage.decisions = [one for one in story.decisions[stage.approval_id] if one.stage_id == stage.id]
    return stage


def recalled(story: Story, entry: Entry, told: Details) -> None:
    told_further(story, entry, told)
    story.assets[entry["asset_id"]].state = AssetState.WITHDRAWN


def reopened(story: Story, entry: Entry, told: Details) -> None:
    told_further(story, entry, told)
    story.approvals[told["approval_id"]].round = told["round"]
    story.assets[entry["asset_id"]].state = AssetState.IN_REVIEW


def stage_settled(story: Story, entry: Entry, told: Details) -> None:
    _must_agree(entry, story.stages[told["stage_id"]].outcome, told["outcome"])


def approval_settled(story: Story, entry: Entry, told: Details) -> None:
    approval = story.approvals[told["version_id"]]
    _must_agree(entry, approval.outcome, told["outcome"])
    story.assets[entry["asset_id"]].state = AssetState(approval.outcome)  # they are called alike


def _must_agree(entry: Entry, found: Outcome, told: str) -> None:
    if found != told:
        raise Untellable(f"entry {entry['number']} says {told}, but by the rules and decisions before it is {found}")


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written)
