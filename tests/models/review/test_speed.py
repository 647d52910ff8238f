"""The largest approval that anybody offers, thirtyfold, and what one decision in it costs.

`.venv/bin/python -m tests.models.review.test_speed` prints the figures.
"""

from time import process_time

import pytest

from models.review import Seating
from models.review.facts import TurnCame
from models.review.words import Outcome, Phase, Rule
from models.review.workflow import StageRules, Workflow
from tests.models.review.stories import Played, beside

BUSY = 3  # times slower may a machine be; what else it does is not counted
SHAPES = [(30, 100, 200, Rule.ANY), (30, 3, 200, Rule.ALL)]  # paths, stages in each, approvers in each


def begun(paths: int, stages: int, approvers: int, rule: Rule) -> Played:
    people = Seating(approvers=tuple(f"person {number}" for number in range(approvers)))
    grid = [[StageRules(name=f"{path}.{stage}", rule=rule) for stage in range(stages)] for path in range(paths)]
    seated = {rules.name: people for path in grid for rules in path}
    return Played(Workflow(steps=(beside(*grid),)), seated, is_prompt=False)


def settle(played: Played) -> int:
    """Every stage opens and is decided to its end; how many decisions that took."""
    called = [stage.name for stage in played.review.in_phase(Phase.CALLED)]
    decisions = 0
    while called:
        name = called.pop()
        played.open(name)
        for person in played.seated[name].approvers:
            if not played.stage(name).is_open:
                break
            called += [fact.stage for fact in played.decide(name, person) if isinstance(fact, TurnCame)]
            decisions += 1
    return decisions


def seconds(*shape: object) -> tuple[float, int, Outcome]:
    began = process_time()
    played = begun(*shape)  # type: ignore[arg-type]
    decisions = settle(played)
    return process_time() - began, decisions, played.review.outcome


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_largest_approval_opens_and_settles_within_a_second(shape: tuple[object, ...]) -> None:
    took, _, outcome = seconds(*shape)

    assert outcome is Outcome.APPROVED
    assert took < 1 * BUSY


def test_a_decision_costs_the_size_of_its_stage_and_not_of_the_approval() -> None:
    def least(paths: int, stages: int) -> float:
        played = begun(paths, stages, 100, Rule.ALL)
        played.open("0.0")
        times = []
        for person in played.seated["0.0"].approvers[:-1]:
            began = process_time()
            played.decide("0.0", person)
            times.append(process_time() - began)
        return min(times)

    assert least(30, 100) < BUSY * least(1, 1)


if __name__ == "__main__":
    for shape in SHAPES:
        took, decisions, _ = seconds(*shape)
        print(f"{shape}: {took:.2f} s, {decisions} decisions, {took / decisions * 1e6:.0f} us each")  # noqa: T201
