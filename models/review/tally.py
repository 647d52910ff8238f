"""What the decisions of a stage add up to. The order in which they came is not asked."""

from collections.abc import Mapping

from models.review.facts import DecisionMade
from models.review.state import Stage
from models.review.words import Outcome, Rule, Settling, Verdict


def tally(stage: Stage) -> Outcome:
    """What an open stage settles as; pending while it goes on."""
    if stage.rules.rule is Rule.FINAL:
        return worst(_only(stage.decision_of(stage.final_decider)))
    if stage.rules.settles is Settling.WHEN_ALL_DECIDED and stage.undecided:
        return Outcome.PENDING
    if has_failed(stage):
        return worst(stage.noes)
    return Outcome.APPROVED if _has_passed(stage) else Outcome.PENDING


def so_far(stage: Stage) -> Outcome:
    """How it looks while it goes on: the worst of what stands."""
    return worst(stage.standing)


def worst(decisions: Mapping[str, DecisionMade]) -> Outcome:
    verdicts = {made.verdict for made in decisions.values()}
    if Verdict.REJECT in verdicts:
        return Outcome.REJECTED
    if Verdict.REQUEST_CHANGES in verdicts:
        return Outcome.CHANGES_REQUESTED
    return Outcome.APPROVED if verdicts else Outcome.PENDING


def needed(stage: Stage) -> int:
    """How many must say yes: of rule all so many seats, else so many people."""
    match stage.rules.rule:
        case Rule.ANY | Rule.FINAL:
            return 1
        case Rule.ALL:
            return len(stage.seats)
        case Rule.QUORUM:
            return stage.rules.quorum or 1


def has_failed(stage: Stage) -> bool:
    """Enough people said no; it may still wait for the rest to be heard."""
    return stage.rules.rule is not Rule.FINAL and _people(stage, stage.noes) >= stage.rules.fail_count


def why_stuck(stage: Stage) -> str:
    """Why nobody can make it pass any more, as it stands; empty while somebody can, or where it fails anyway."""
    if not stage.seats:
        return "nobody sits in it"
    if has_failed(stage):
        return ""
    match stage.rules.rule:
        case Rule.FINAL:
            may_decide = stage.final_decider in stage.undecided
            return "" if may_decide else "its final decider cannot decide"
        case Rule.ALL:
            missing = _lost(stage)
            return f"everybody must say yes, and {missing} of them cannot" if missing else ""
        case Rule.ANY | Rule.QUORUM:
            most = _most_yeses(stage)
            return "" if most >= needed(stage) else f"{needed(stage)} must say yes, and at most {most} can"


def _has_passed(stage: Stage) -> bool:
    if stage.rules.rule is Rule.ALL:
        return 0 < len(stage.seats) == len(stage.yeses)
    return _people(stage, stage.yeses) >= needed(stage)


def _people(stage: Stage, decisions: Mapping[str, DecisionMade]) -> int:
    """People are counted, not seats: who stands in for somebody and sits there too is one voice."""
    return len({made.by for made in decisions.values()}) if stage.is_shared else len(decisions)


def _lost(stage: Stage) -> int:
    """Seats that nobody can decide."""
    return sum(owner in stage.seats and stage.decision_of(owner) is None for owner in stage.inactive)


def _most_yeses(stage: Stage) -> int:
    """If every seat that is left said yes, by whoever has not said it elsewhere."""
    if not stage.is_shared:
        return len(stage.seats) - len(stage.noes) - _lost(stage)
    said = {made.by for made in stage.yeses.values()}
    others = (stage.seats[owner].substitute for owner in stage.undecided if owner in said)
    return len(said.union(stage.undecided, (one for one in others if one)))


def _only(made: DecisionMade | None) -> Mapping[str, DecisionMade]:
    return {made.seat: made} if made else {}
