"""What happens to the seats of a stage, as history tells it: who is asked instead, who stands in, who came and left."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.approval.telling import facts_of, of_stage, place_of
from models.asset import Asset
from models.events import OthersAsked, SeatsChanged, SeatsGivenBack, SeatsHandedOver, SeatsReassigned
from models.projection import Step, stage_id
from models.review import facts
from models.review.seating import Substitution
from models.review.state import Stage


def reassigned(asset: Asset, step: Step, fact: facts.SeatsReassigned) -> SeatsReassigned:
    due_at = step.after.stage(fact.stage).due_at
    return SeatsReassigned(
        **of_stage(asset, step, fact),
        position=place_of(stage_id(step.after, fact.stage)),
        left=fact.left,
        approvers=fact.joined,
        due_at=due_at.isoformat() if due_at else "",
    )


def handed_over(asset: Asset, step: Step, substitution: Substitution, *, names: Mapping[str, str]) -> SeatsHandedOver:
    handed = [fact.stage for fact in step.facts if isinstance(fact, facts.SeatHandedOver)]
    kept = [fact.why for fact in step.facts if isinstance(fact, facts.SeatKept)]
    return SeatsHandedOver(
        **_of_absence(asset, substitution),
        stages=tuple(handed),
        why_kept=", ".join(dict.fromkeys(kept)),
        names=names,
        **facts_of(step),
    )


def given_back(asset: Asset, step: Step, substitution: Substitution) -> SeatsGivenBack:
    return SeatsGivenBack(**_of_absence(asset, substitution), **facts_of(step))


def changed(asset: Asset, step: Step, name: str, *, occasion: str, names: Mapping[str, str]) -> SeatsChanged:
    before, now = (step.before or step.after).stage(name), step.after.stage(name)
    was_asked, is_asked = _asked(before), _asked(now)
    came = tuple(one for one in is_asked if one not in was_asked and now.is_open)
    unseated = [one for one in before.seats if one not in now.seats]
    apart = set(_told_apart(step))
    return SeatsChanged(
        team_id=asset.team_id,
        asset_id=asset.id,
        batch_id=asset.batch_id,
        stage_id=stage_id(step.after, name),
        stage=name,
        position=place_of(stage_id(step.after, name)),
        occasion=occasion,
        came=came,
        left=tuple(dict.fromkeys(one for one in (*was_asked, *unseated) if one not in is_asked)),
        approvers=tuple(one for one in came if one not in apart),
        due_at=now.due_at.isoformat() if now.due_at else "",
        names=names,
        decider=now.final_decider if now.is_open and now.final_decider != before.final_decider else "",
        **facts_of(step),
    )


def others_asked(asset: Asset, step: Step, fact: facts.StageFact, who: str) -> OthersAsked:
    due_at = step.after.stage(fact.stage).due_at
    return OthersAsked(
        **of_stage(asset, step, fact),
        position=place_of(stage_id(step.after, fact.stage)),
        approvers=(who,),
        due_at=due_at.isoformat() if due_at else "",
    )


def _asked(stage: Stage) -> tuple[str, ...]:
    """Whoever is awaited in it, or would be if it were open."""
    return tuple(dict.fromkeys(stage.seats[owner].substitute or owner for owner in stage.undecided))


def _told_apart(step: Step) -> Iterator[str]:
    """Of whom consequences.py tells by themselves."""
    for fact in step.facts:
        match fact:
            case facts.SeatHandedOver():
                yield fact.to
            case facts.SeatGivenBack():
                yield fact.seat


def _of_absence(asset: Asset, substitution: Substitution) -> dict[str, Any]:
    return {
        "team_id": asset.team_id,
        "asset_id": asset.id,
        "batch_id": asset.batch_id,
        "absence_id": substitution.delegation,
        "absent_id": substitution.absent,
        "substitute_id": substitution.substitute,
    }
