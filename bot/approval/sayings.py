"""What people said about one picture, in plain values: decision by decision, and whether its wish is met."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import calling
from bot.truth import BatchTruth
from models.approval import Approval, Decision, Stage
from models.review.words import Verdict


@dataclass(frozen=True, kw_only=True)
class Said:
    """One decision, to read."""

    name: str
    verdict: Verdict
    stage: str
    at: datetime
    reason: str
    to_do_id: str = ""  # the id of a decision whose wish is still to be met
    done_by: str = ""  # who met it, and when
    done_at: datetime | None = None


def said_of(approval: Approval, truth: BatchTruth) -> list[Said]:
    """What somebody said at once for several seats of a stage is said once."""
    spoken = [(decision, stage) for stage in approval.stages for decision in stage.standing]
    together: dict[tuple[str, ...], list[tuple[Decision, Stage]]] = {}
    for decision, stage in sorted(spoken, key=lambda pair: pair[0].decided_at):
        together.setdefault(_breath(decision), []).append((decision, stage))
    to_do = {decision.id for decision, _ in approval.to_do}
    said = [([decision for decision, _ in pairs], pairs[0][1]) for pairs in together.values()]
    return [_words(decisions, stage, truth, to_do=to_do) for decisions, stage in said]


def _breath(decision: Decision) -> tuple[str, ...]:
    return decision.stage_id, decision.person_id, decision.decided_at.isoformat(), decision.verdict, decision.reason


def _words(decisions: Sequence[Decision], stage: Stage, truth: BatchTruth, *, to_do: Collection[str]) -> Said:
    first = decisions[0]
    return Said(
        name=calling.decided(first.person_id, [one.seat_id for one in decisions], truth.name),
        verdict=first.verdict,
        stage=stage.name,
        at=first.decided_at,
        reason=first.reason,
        to_do_id=next((one.id for one in decisions if one.id in to_do), ""),
        done_by=truth.name(first.done_by) if first.done_by else "",
        done_at=first.done_at,
    )
