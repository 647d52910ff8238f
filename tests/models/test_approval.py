"""The rules of an approval, and what holds for every sequence of votes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.approval import (
    AlreadyDecided,
    Approval,
    NotAnApprover,
    NotYourTurn,
    Outcome,
    OwnWork,
    Refusal,
    Rule,
    Seat,
    Stage,
    StageSettled,
    Verdict,
    needed_for,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
UPLOADER = "uploader"


def a_stage(*people: str, needed: int = 1, position: int = 1, is_open: bool = True, own_work: bool = False) -> Stage:
    stage = Stage(
        approval_id="A",
        version_id="V1",
        submitter_id=UPLOADER,
        position=position,
        name=f"Stage {position}",
        rule=Rule.QUORUM,
        needed=needed,
        due_in=timedelta(hours=8),
        allows_own_work=own_work,
    )
    stage.seats = [Seat(stage_id=stage.id, person_id=person, position=place) for place, person in enumerate(people)]
    stage.decisions = []
    if is_open:
        stage.open(at=NOON, due_at=NOON + stage.due_in)
    return stage


def an_approval(*stages: Stage) -> Approval:
    approval = Approval(team_id="T", asset_id="X", version_id="V1", policy_digest="p", opened_at=NOON)
    approval.stages = list(stages)
    return approval


def test_a_stage_waits_for_its_quorum() -> None:
    legal = a_stage("ana", "bo", "cy", needed=2)

    legal.decide("ana", Verdict.APPROVE, at=NOON)
    assert legal.outcome is Outcome.PENDING
    assert legal.awaited == ("bo", "cy")

    legal.decide("bo", Verdict.APPROVE, at=NOON)
    assert legal.outcome is Outcome.APPROVED
    assert legal.awaited == ()


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [(Verdict.REJECT, Outcome.REJECTED), (Verdict.REQUEST_CHANGES, Outcome.CHANGES_REQUESTED)],
)
def test_one_no_settles_a_stage(verdict: Verdict, outcome: Outcome) -> None:
    stage = a_stage("ana", "bo", needed=2)
    stage.decide("ana", Verdict.APPROVE, at=NOON)

    stage.decide("bo", verdict, at=NOON, reason="The logo is missing")

    assert stage.outcome is outcome
    assert stage.settled_by == "bo"


@pytest.mark.parametrize(
    ("stage", "person", "refusal"),
    [
        (a_stage("ana"), "zoe", NotAnApprover),
        (a_stage("ana", is_open=False), "ana", NotYourTurn),
        (a_stage("ana", UPLOADER), UPLOADER, OwnWork),
    ],
)
def test_a_refusal_changes_nothing(stage: Stage, person: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        stage.decide(person, Verdict.APPROVE, at=NOON)

    assert stage.decisions == []
    assert stage.outcome is Outcome.PENDING


def test_policy_may_allow_own_work() -> None:
    stage = a_stage(UPLOADER, own_work=True)

    assert stage.decide(UPLOADER, Verdict.APPROVE, at=NOON).verdict is Verdict.APPROVE


def test_the_first_click_counts() -> None:
    stage = a_stage("ana", "bo", needed=2)
    stage.decide("ana", Verdict.APPROVE, at=NOON)

    with pytest.raises(AlreadyDecided):
        stage.decide("ana", Verdict.REJECT, at=NOON)

    assert stage.outcome is Outcome.PENDING


def test_a_late_click_hears_who_settled_it() -> None:
    stage = a_stage("ana", "bo")
    stage.decide("ana", Verdict.APPROVE, at=NOON)

    with pytest.raises(StageSettled) as told:
        stage.decide("bo", Verdict.REJECT, at=NOON)

    assert (told.value.outcome, told.value.by) == (Outcome.APPROVED, "ana")


def test_a_new_version_ends_the_question() -> None:
    approval = an_approval(a_stage("ana"), a_stage("bo", position=2, is_open=False))

    approval.withdraw(at=NOON)

    assert approval.outcome is Outcome.WITHDRAWN
    assert approval.current is None
    assert approval.upcoming is None


@pytest.mark.parametrize(("rule", "quorum", "needed"), [(Rule.ANY, None, 1), (Rule.ALL, None, 3), (Rule.QUORUM, 2, 2)])
def test_a_rule_says_how_many_are_needed(rule: Rule, quorum: int | None, needed: int) -> None:
    assert needed_for(rule, 3, quorum) == needed


@pytest.mark.parametrize(("seats", "quorum"), [(0, 1), (2, 3), (2, 0)])
def test_a_quorum_that_can_never_be_reached_is_an_error(seats: int, quorum: int) -> None:
    with pytest.raises(ValueError, match="can never be reached"):
        needed_for(Rule.QUORUM, seats, quorum)


PEOPLE = ("ana", "bo", "cy", "di")
VOTES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(Verdict)), max_size=12)
SHAPES = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=4)


def played(shapes: list[tuple[int, int]], votes: list[tuple[str, Verdict]]) -> Approval:
    """Everybody votes on whatever is open when they come by."""
    stages = [
        a_stage(*PEOPLE[:seats], needed=min(needed, seats), position=place, is_open=place == 1)
        for place, (seats, needed) in enumerate(shapes, start=1)
    ]
    approval = an_approval(*stages)
    for person, verdict in votes:
        stage = approval.current
        if stage is None or stage.may_decide(person) is not None:
            continue
        stage.decide(person, verdict, at=NOON)
        following = approval.advance(at=NOON) if stage.is_settled else None
        if following is not None:
            following.open(at=NOON, due_at=NOON)
    return approval


@given(SHAPES, VOTES)
def test_it_is_approved_if_and_only_if_every_stage_had_its_yeses(
    shapes: list[tuple[int, int]], votes: list[tuple[str, Verdict]]
) -> None:
    approval = played(shapes, votes)

    had_enough = all(stage.approvals >= stage.needed for stage in approval.stages)
    had_a_no = any(one.verdict is not Verdict.APPROVE for stage in approval.stages for one in stage.decisions)
    assert (approval.outcome is Outcome.APPROVED) == (had_enough and not had_a_no)


@given(SHAPES, VOTES)
def test_at_most_one_stage_is_asked_and_never_after_the_answer(
    shapes: list[tuple[int, int]], votes: list[tuple[str, Verdict]]
) -> None:
    approval = played(shapes, votes)

    open_stages = [stage for stage in approval.stages if stage.is_open]
    assert len(open_stages) == (1 if approval.outcome is Outcome.PENDING else 0)


@given(st.permutations(PEOPLE), st.integers(1, 4))
def test_the_order_of_the_same_yeses_does_not_matter(order: list[str], needed: int) -> None:
    stage = a_stage(*PEOPLE, needed=needed)

    for person in order:
        if stage.may_decide(person) is None:
            stage.decide(person, Verdict.APPROVE, at=NOON)

    assert stage.outcome is Outcome.APPROVED
    assert stage.approvals == needed
