"""Who sits in an open stage: groups that change, people who are gone, people who are asked instead."""

import pytest

from models.review import Seating, hand_over, reassign, reseat
from models.review.facts import Fact, SeatsChanged, StageStuck
from models.review.refusals import Excluded, NothingChanges, NotYours
from models.review.words import Outcome, Rule
from models.review.workflow import StageRules, Workflow, in_order
from tests.models.review.stories import (
    BOSS,
    LEAD,
    NOON,
    UPLOADER,
    Played,
    kinds,
    one_stage,
    stand_in,
)


def looked_up(played: Played, *people: str, final_decider: str = "", **who: tuple[str, ...]) -> tuple[Fact, ...]:
    seating = Seating(approvers=people, final_decider=final_decider, **who)  # type: ignore[arg-type]
    return played.tell(reseat(played.review, "Legal", seating=seating, at=NOON))


def test_who_joins_a_group_is_asked_and_who_leaves_is_not() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    told = looked_up(legal, "bo", "cy")

    assert isinstance(told[0], SeatsChanged)
    assert (told[0].joined, told[0].left) == (("cy",), ("ana",))
    assert legal.stage().awaited == ("bo", "cy")


def test_who_has_decided_keeps_seat_and_decision() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    looked_up(legal, "bo")
    legal.decide("Legal", "bo")

    assert set(legal.stage().yeses) == {"ana", "bo"}
    assert legal.review.outcome is Outcome.APPROVED


def test_the_last_one_who_leaves_may_settle_it_and_nobody_is_named_for_it() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    assert kinds(looked_up(legal, "ana")) == ["SeatsChanged Legal", "StageSettled Legal", "ReviewSettled"]
    assert legal.stage().settlement is not None
    assert legal.stage().settlement.by == ""


def test_when_everybody_leaves_it_is_stuck_and_not_approved() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    assert kinds(looked_up(legal)) == ["SeatsChanged Legal", "StageStuck Legal"]
    assert legal.review.outcome is Outcome.PENDING


def test_nothing_is_told_when_nothing_changed() -> None:
    legal = one_stage("ana", "bo")

    assert looked_up(legal, "bo", "ana", UPLOADER) == ()


def test_who_is_an_approver_no_longer_may_advise_at_once() -> None:
    legal = one_stage("ana", "bo")

    looked_up(legal, "bo", advisers=("ana",))

    assert (legal.stage().awaited, legal.stage().advisers) == (("bo",), ("ana",))
    assert looked_up(legal, "bo", advisers=("ana",)) == ()


def test_somebody_deactivated_stops_what_needs_them_at_once() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    stuck = looked_up(legal, "ana", "bo", inactive=("bo",))[-1]

    assert isinstance(stuck, StageStuck)
    assert (stuck.lead, stuck.why) == (LEAD, "everybody must say yes, and 1 of them cannot")
    assert legal.stage().awaited == ("ana",)


def test_somebody_who_is_back_frees_it() -> None:
    legal = one_stage("ana", rule=Rule.ALL)
    looked_up(legal, "ana", inactive=("ana",))

    told = looked_up(legal, "ana")

    assert kinds(told) == ["SeatsChanged Legal"]
    assert not legal.stage().is_known_stuck


def test_an_explicit_deny_beats_an_approval_that_was_given() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    looked_up(legal, "ana", "bo", denied=("ana",))

    assert legal.stage().awaited == ("bo",)
    assert not legal.stage().standing
    with pytest.raises(Excluded):
        legal.decide("Legal", "ana")


def test_who_left_and_has_only_a_void_vote_is_not_asked_again() -> None:
    legal = one_stage("ana", "bo", "cy", rule=Rule.ALL)
    legal.tell(hand_over(legal.review, stand_in("ana", "sub"), at=NOON))
    legal.decide("Legal", "sub")

    looked_up(legal, "bo", "cy", denied=("sub",))

    assert legal.stage().awaited == ("bo", "cy")


def test_the_lead_asks_somebody_else() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    legal.tell(reassign(legal.review, "Legal", seats=("bo",), to=("cy",), by=LEAD, at=NOON))
    looked_up(legal, "ana", "bo")  # bo is still of the group, and stays relieved; cy stays asked

    assert legal.stage().awaited == ("ana", "cy")


def test_the_lead_may_ask_one_more() -> None:
    legal = one_stage("ana", rule=Rule.QUORUM, quorum=2)
    assert kinds(legal.facts)[-1] == "StageStuck Legal"

    legal.tell(reassign(legal.review, "Legal", seats=(), to=("bo",), by=BOSS, at=NOON))
    for person in ("ana", "bo"):
        legal.decide("Legal", person)

    assert legal.review.outcome is Outcome.APPROVED


def test_the_final_word_goes_with_its_seat() -> None:
    legal = Played(
        Workflow(steps=in_order(StageRules(name="Legal", rule=Rule.FINAL))),
        {"Legal": Seating(approvers=("ana",), final_decider="cy")},
    )

    legal.tell(reassign(legal.review, "Legal", seats=("cy",), to=("di",), by=LEAD, at=NOON))
    legal.decide("Legal", "di")

    assert legal.review.outcome is Outcome.APPROVED


def final(*approvers: str, decider: str) -> Played:
    return Played(
        Workflow(steps=in_order(StageRules(name="Legal", rule=Rule.FINAL))),
        {"Legal": Seating(approvers=approvers, final_decider=decider)},
    )


def test_another_final_decider_is_asked_and_the_one_before_is_not() -> None:
    legal = final("ana", decider="cy")

    looked_up(legal, "ana", final_decider="di")

    assert (legal.stage().final_decider, legal.stage().awaited) == ("di", ("ana", "di"))
    assert looked_up(legal, "ana", final_decider="di") == ()
    legal.decide("Legal", "di")
    assert legal.review.outcome is Outcome.APPROVED


def test_what_the_new_final_decider_has_said_here_counts() -> None:
    legal = final("ana", decider="cy")
    legal.decide("Legal", "ana")

    looked_up(legal, final_decider="ana")

    assert legal.review.outcome is Outcome.APPROVED


def test_a_final_decider_who_was_named_by_hand_or_may_not_be_replaced_stays() -> None:
    legal = final("ana", decider="cy")
    assert looked_up(legal, "ana", "cy", final_decider=UPLOADER) == ()

    legal.tell(reassign(legal.review, "Legal", seats=("cy",), to=("di",), by=LEAD, at=NOON))
    looked_up(legal, "ana", final_decider="bo")

    assert legal.stage().final_decider == "di"


def test_whoever_becomes_an_adviser_instead_of_an_approver_is_one_in_the_same_look() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    looked_up(legal, "bo", advisers=("ana",))
    assert (legal.stage().awaited, legal.stage().advisers) == (("bo",), ("ana",))

    looked_up(legal, "bo", "ana", advisers=("ana",))
    assert (legal.stage().awaited, legal.stage().advisers) == (("bo", "ana"), ())
    assert looked_up(legal, "bo", "ana", advisers=("ana",)) == ()


def test_whoever_has_decided_keeps_their_seat_and_advises_nobody() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    looked_up(legal, "bo", advisers=("ana",))

    assert (set(legal.stage().seats), legal.stage().advisers) == ({"ana", "bo"}, ())


def test_where_the_final_decider_may_not_decide_the_lead_names_another() -> None:
    legal = Played(
        Workflow(steps=in_order(StageRules(name="Legal", rule=Rule.FINAL))),
        {"Legal": Seating(approvers=("ana",), final_decider=UPLOADER)},
    )
    assert kinds(legal.facts)[-1] == "StageStuck Legal"

    legal.tell(reassign(legal.review, "Legal", seats=(), to=("di",), by=LEAD, at=NOON))
    legal.decide("Legal", "di")

    assert legal.review.outcome is Outcome.APPROVED


@pytest.mark.parametrize(
    ("seats", "to", "by", "refusal"),
    [
        (("ana",), ("cy",), "bo", NotYours),
        (("ana",), ("bo",), LEAD, NothingChanges),
        (("zoe",), ("cy",), LEAD, NothingChanges),
        (("ana",), ("eve",), LEAD, Excluded),
        (("ana",), (UPLOADER,), LEAD, NothingChanges),
    ],
)
def test_not_everybody_can_be_asked_instead(
    seats: tuple[str, ...], to: tuple[str, ...], by: str, refusal: type[Exception]
) -> None:
    legal = one_stage("ana", "bo", denied=("eve",))

    with pytest.raises(refusal):
        reassign(legal.review, "Legal", seats=seats, to=to, by=by, at=NOON)


def test_only_open_stages_are_looked_up() -> None:
    legal = one_stage("ana")
    legal.decide("Legal", "ana")

    with pytest.raises(NothingChanges):
        looked_up(legal, "ana")
