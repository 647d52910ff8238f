"""Which stages of a workflow can ever be opened for an asset, before anybody is asked."""

from collections.abc import Container, Iterable

from models.review.plan import plan_of, skipped
from models.review.words import Closing, Opening
from models.review.workflow import StageRules, Subject, Workflow


def reachable(workflow: Workflow, subject: Subject, *, heard: Container[str] = ()) -> frozenset[str]:
    """The stages that apply and whose turn may come, if every stage that is asked may pass. In those that are `heard`
    others speak beside the final decider.
    """
    plan = plan_of(workflow, skipped(workflow, subject))
    found: dict[str, StageRules] = {}
    for name, rules in plan.rules.items():  # what is before a stage stands before it in the workflow
        before = [found.get(one) for one in plan.before[name]]
        if _comes(rules.opens, before, heard):
            found[name] = rules
    return frozenset(found)


def _comes(opens: Opening, before: Iterable[StageRules | None], heard: Container[str]) -> bool:
    """None stands for a stage that is never asked. A yes that closes everything leaves no turn to come."""
    match opens:
        case Opening.DATE | Opening.HAND:
            return True
        case Opening.DEADLINE:
            return all(before)
        case Opening.APPROVED:
            return all(one and _goes_on(one) for one in before)
        case Opening.ANY_DECISION:
            known = list(before)
            return all(one and _goes_on(one) for one in known) or any(
                one and (_goes_on(one) or one.name in heard) for one in known
            )


def _goes_on(rules: StageRules) -> bool:
    return rules.closes is not Closing.APPROVAL
