"""Rows follow the facts step by step, and come out as if they had been made from all of them at once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from models import projection
from models.projection import Row, Step, Told, opening
from models.review.facts import Fact
from tests.models.review.graphs import GRAPHS, WALKS, Stride
from tests.models.review.rooms import Rules
from tests.models.review.test_walks import STEADY, begun

Rows = dict[str, Row]


class Kept:
    """What a database would hold."""

    def __init__(self) -> None:
        self.approval: Row = {}
        self.stages: Rows = {}
        self.seats: dict[str, list[Row]] = {}
        self.decisions: Rows = {}

    def take(self, step: Step) -> None:
        if step.begins:
            self.approval = projection.approval_columns(step.after)
            rows = projection.stage_rows(step.after)
            self.stages = {row["id"]: row for row in rows}
            stages = zip(self.stages, step.after.stages.values(), strict=True)
            self.seats = {stage_id: projection.seat_rows(stage, stage_id) for stage_id, stage in stages}
            self.decisions = {}
        for pair in projection.fallen(step):
            for decision in self.decisions.values():
                decision["stands"] &= (decision["stage_id"], decision["seat_id"]) != pair
        self.decisions |= {row["id"]: row for row in projection.decision_rows(step, click_id="")}
        for row in projection.changed_stages(step):
            self.stages[row["id"]] |= row
        self.seats |= projection.changed_seats(step)
        self.approval |= projection.changed_approval(step) or {}

    def standing(self) -> set[tuple[str, str, str]]:
        """Stage, seat and person of every decision that counts."""
        rows = (row for row in self.decisions.values() if row["stands"])
        return {(row["stage_id"], row["seat_id"], row["person_id"]) for row in rows}


@settings(STEADY)
@given(GRAPHS, WALKS, st.booleans())
def test_rows_that_follow_each_command_are_those_of_all_facts(
    steps: list[list[list[Rules]]], strides: list[Stride], carries: bool
) -> None:
    kept, told, seen = Kept(), None, 0
    walk = begun(steps, may_change=True, carries=carries)
    for stride in [None, *strides]:
        if stride is not None:
            walk.go(stride)
            walk.tick()
        for fact in walk.facts[seen:]:
            told = follow(kept, told, fact)
        seen = len(walk.facts)

        review = walk.review
        rows = projection.stage_rows(review)
        assert list(kept.stages.values()) == rows
        assert kept.approval == projection.approval_columns(review)
        seated = {row["id"]: projection.seat_rows(review.stages[row["name"]], row["id"]) for row in rows}
        assert kept.seats == seated
        assert kept.standing() == {
            (row["id"], seat, made.by)
            for row in rows
            for seat, made in review.stages[row["name"]].standing.items()
            if made.version == review.version
        }


def follow(kept: Kept, told: Told | None, fact: Fact) -> Told:
    step = told.adding([fact]) if told else opening("R", [fact])
    kept.take(step)
    return step.told


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_decisions_are_sorted_as_they_were_made(one: int, other: int) -> None:
    first, second = sorted((one, other))

    assert projection.decision_id("R", first) <= projection.decision_id("R", second)
