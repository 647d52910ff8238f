"""What the decisions of a stage add up to."""

from datetime import UTC, datetime

import pytest

from models.review import decide
from models.review.facts import StageSettled, StageStuck
from models.review.refusals import AlreadyDecided, Settled
from models.review.tally import so_far
from models.review.words import Closing, Opening, Outcome, Rule, Settling, Verdict
from models.review.workflow import StageRules, Workflow, in_order
from tests.models.review.stories import BOSS, CHANGES, LEAD, NO, NOON, YES, Played, Seating, kinds, one_stage


def test_one_yes_is_enough_for_any() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ANY)

    told = legal.decide("Legal", "bo")

    assert kinds(told) == ["DecisionMade Legal", "StageSettled Legal", "ReviewSettled"]
    assert legal.review.covers("one")


def test_all_waits_for_everybody() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    legal.decide("Legal", "ana")
    assert (legal.stage().outcome, legal.stage().awaited) == (Outcome.PENDING, ("bo",))

    legal.decide("Legal", "bo")
    assert legal.stage().outcome is Outcome.APPROVED


def test_a_quorum_counts_its_yeses() -> None:
    legal = one_stage("ana", "bo", "cy", rule=Rule.QUORUM, quorum=2)

    legal.decide("Legal", "cy")
    assert legal.review.outcome is Outcome.PENDING

    legal.decide("Legal", "ana")
    assert legal.review.outcome is Outcome.APPROVED


@pytest.mark.parametrize(("verdict", "outcome"), [(NO, Outcome.REJECTED), (CHANGES, Outcome.CHANGES_REQUESTED)])
def test_one_no_ends_it(verdict: Verdict, outcome: Outcome) -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    legal.decide("Legal", "bo", verdict)

    assert (legal.stage().outcome, legal.review.outcome) == (outcome, outcome)
    assert not legal.review.covers("one")


def test_a_fail_count_of_its_own_outlives_the_first_no() -> None:
    legal = one_stage("ana", "bo", "cy", "di", rule=Rule.QUORUM, quorum=2, fail_count=2)

    legal.decide("Legal", "ana", NO)
    assert (legal.stage().outcome, so_far(legal.stage())) == (Outcome.PENDING, Outcome.REJECTED)

    legal.decide("Legal", "bo", CHANGES)
    assert legal.stage().outcome is Outcome.REJECTED  # the worst of them


def test_enough_yeses_beat_fewer_noes_than_fail() -> None:
    legal = one_stage("ana", "bo", "cy", rule=Rule.QUORUM, quorum=2, fail_count=2)

    legal.decide("Legal", "ana", NO)
    legal.decide("Legal", "bo")
    legal.decide("Legal", "cy")

    assert legal.review.outcome is Outcome.APPROVED


def test_a_stage_may_hear_everybody_first() -> None:
    legal = one_stage("ana", "bo", "cy", rule=Rule.ALL, settles=Settling.WHEN_ALL_DECIDED)
    legal.decide("Legal", "ana", CHANGES)
    legal.decide("Legal", "bo")
    assert legal.stage().outcome is Outcome.PENDING

    legal.decide("Legal", "cy", NO)

    assert legal.stage().outcome is Outcome.REJECTED


def final(closes: Closing = Closing.STAGE) -> Played:
    legal, brand = StageRules(name="Legal", rule=Rule.FINAL, closes=closes), StageRules(name="Brand")
    seated = {
        "Legal": Seating(approvers=("ana", "bo"), final_decider="cy"),
        "Brand": Seating(approvers=("di",)),
    }
    return Played(Workflow(steps=in_order(legal, brand)), seated)


def test_only_the_final_decider_closes_their_stage() -> None:
    legal = final()
    legal.decide("Legal", "ana", NO)
    legal.decide("Legal", "bo")
    assert legal.stage().outcome is Outcome.PENDING

    legal.decide("Legal", "cy")

    assert (legal.stage().outcome, legal.stage("Brand").is_open) == (Outcome.APPROVED, True)


def test_a_final_deciders_no_ends_the_approval() -> None:
    legal = final()

    legal.decide("Legal", "cy", CHANGES)

    assert legal.review.outcome is Outcome.CHANGES_REQUESTED


def test_a_final_decider_may_close_the_whole_approval() -> None:
    legal = final(Closing.APPROVAL)

    legal.decide("Legal", "cy")

    assert legal.review.outcome is Outcome.APPROVED
    assert not legal.stage("Brand").is_open


def test_a_yes_with_changes_counts_and_opens_a_follow_up() -> None:
    legal = one_stage("ana")

    told = legal.decide("Legal", "ana", Verdict.APPROVE_WITH_CHANGES, reason="Larger logo")

    assert kinds(told)[:2] == ["DecisionMade Legal", "FollowUpOpened Legal"]
    assert legal.review.outcome is Outcome.APPROVED
    assert legal.stage().follow_ups["ana"].wish == "Larger logo"


def test_what_is_settled_is_locked() -> None:
    legal = one_stage("ana", "bo")
    legal.decide("Legal", "ana")

    with pytest.raises(Settled) as told:
        legal.decide("Legal", "bo", NO)

    assert (told.value.by, told.value.can_help) == ("ana", (BOSS,))


def test_a_doubled_click_is_one_decision() -> None:
    legal = one_stage("ana", "bo")
    legal.decide("Legal", "ana")

    with pytest.raises(AlreadyDecided):
        decide(legal.review, "Legal", by="ana", verdict=YES, sha256="one", at=NOON)


@pytest.mark.parametrize("rules", [{"rule": Rule.QUORUM, "quorum": 3}, {"rule": Rule.FINAL}])
def test_a_stage_that_nobody_can_pass_says_so_as_it_opens(rules: dict[str, object]) -> None:
    legal = one_stage("ana", "bo", **rules)

    stuck = legal.facts[-1]

    assert isinstance(stuck, StageStuck)
    assert stuck.lead == LEAD


def test_a_stage_without_people_never_passes() -> None:
    legal = one_stage(rule=Rule.ALL)

    assert kinds(legal.facts)[-1] == "StageStuck Legal"
    assert not any(isinstance(fact, StageSettled) for fact in legal.facts)


def test_a_quorum_that_noes_have_made_impossible_says_so_once() -> None:
    legal = one_stage("ana", "bo", "cy", "di", rule=Rule.QUORUM, quorum=3, fail_count=4)
    legal.decide("Legal", "ana", NO)

    assert kinds(legal.decide("Legal", "bo", NO)) == ["DecisionMade Legal", "StageStuck Legal"]
    assert kinds(legal.decide("Legal", "cy")) == ["DecisionMade Legal"]
    assert kinds(legal.decide("Legal", "bo")) == ["DecisionMade Legal"]  # a second thought frees it
    assert kinds(legal.decide("Legal", "bo", NO)) == ["DecisionMade Legal", "StageStuck Legal"]


@pytest.mark.parametrize(
    "rules",
    [
        {"rule": Rule.QUORUM},
        {"rule": Rule.QUORUM, "quorum": 0},
        {"rule": Rule.ALL, "quorum": 1},
        {"rule": Rule.ALL, "fail_count": 2},
        {"fail_count": 0},
        {"opens": Opening.DATE},
        {"opens_at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"closes": Closing.APPROVAL},
    ],
)
def test_rules_that_contradict_themselves_are_an_error(rules: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Legal: "):
        StageRules(name="Legal", **rules)  # type: ignore[arg-type]


def test_two_stages_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="two stages are called Legal"):
        Workflow(steps=in_order(StageRules(name="Legal"), StageRules(name="Legal")))
