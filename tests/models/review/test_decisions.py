"""Who may decide what, and how a wish that is not met is told."""

import pytest

from models.review import advise, decide, finish_follow_up, recall, withdraw
from models.review.deciding import refusal_of
from models.review.refusals import (
    AlreadyDecided,
    Excluded,
    NotAnAdviser,
    NotAsked,
    NothingChanges,
    NothingToFinish,
    NothingToWithdraw,
    NotOpen,
    OnlyAdvises,
    OtherVersion,
    OwnWork,
    Refusal,
    Settled,
    UnknownStage,
)
from models.review.words import Outcome, Rule, Verdict
from models.review.workflow import StageRules, Workflow, in_order
from tests.models.review.stories import (
    BOSS,
    HOUR,
    LEAD,
    NO,
    NOON,
    UPLOADER,
    YES,
    Played,
    Seating,
    kinds,
    one_stage,
    sequence,
)


def advised() -> Played:
    seating = Seating(approvers=("ana", "bo", UPLOADER, "eve"), advisers=("cy", "ana"), denied=("eve",))
    legal = Workflow(steps=in_order(StageRules(name="Legal", rule=Rule.ALL)))
    return Played(legal, {"Legal": seating})


@pytest.mark.parametrize(
    ("person", "refusal", "can_help"),
    [
        ("zoe", NotAsked, ("ana", "bo")),
        ("cy", OnlyAdvises, ("ana", "bo")),
        (UPLOADER, OwnWork, ("ana", "bo")),
        ("eve", Excluded, (LEAD, BOSS)),
    ],
)
def test_a_refusal_names_who_can_help_and_changes_nothing(
    person: str, refusal: type[Refusal], can_help: tuple[str, ...]
) -> None:
    legal = advised()
    before = legal.review

    with pytest.raises(refusal) as told:
        legal.decide("Legal", person)

    assert told.value.can_help == can_help
    assert all(one in str(told.value) for one in can_help)
    assert legal.review is before


def test_a_refusal_can_be_read_with_names() -> None:
    with pytest.raises(NotAsked) as told:
        advised().decide("Legal", "zoe")

    assert told.value.sentence(str.title) == "Legal asks others; it is for Ana or Bo to decide."


def test_who_was_left_out_is_on_record_with_why() -> None:
    opening = advised().stage().opening

    assert opening is not None
    assert [(one.who, one.why) for one in opening.left_out] == [
        ("eve", "may not decide here"),
        (UPLOADER, "would approve their own work"),
    ]


def test_the_policy_may_allow_own_work() -> None:
    legal = one_stage(UPLOADER, allows_own_work=True)

    legal.decide("Legal", UPLOADER)

    assert legal.review.outcome is Outcome.APPROVED


def test_nobody_decides_before_it_is_asked() -> None:
    with pytest.raises(NotOpen):
        sequence("Ana", "Bo").decide("Bo", "bo")


def test_a_vote_for_other_bytes_never_counts() -> None:
    legal = one_stage("ana")

    with pytest.raises(OtherVersion):
        decide(legal.review, "Legal", by="ana", verdict=YES, sha256="two", at=NOON)


def test_a_stage_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownStage):
        one_stage("ana").decide("Lagel", "ana")


def test_a_decision_can_be_changed_while_the_stage_is_open() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana", Verdict.APPROVE_WITH_CHANGES)

    made, *_ = legal.decide("Legal", "ana", NO)

    assert made.instead_of is Verdict.APPROVE_WITH_CHANGES  # type: ignore[attr-defined]
    assert legal.review.outcome is Outcome.REJECTED
    assert len(legal.stage().said) == 2
    assert not legal.stage().follow_ups


def test_where_the_policy_forbids_it_the_first_click_counts() -> None:
    legal = Played(
        Workflow(steps=in_order(StageRules(name="Legal", rule=Rule.ALL)), may_change=False),
        {"Legal": Seating(approvers=("ana", "bo"))},
    )
    legal.decide("Legal", "ana")

    for command in (
        lambda: legal.decide("Legal", "ana", NO),
        lambda: withdraw(legal.review, "Legal", by="ana", at=NOON),
    ):
        with pytest.raises(AlreadyDecided):
            command()


def test_a_decision_can_be_taken_back_and_is_awaited_again() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    told = legal.tell(withdraw(legal.review, "Legal", by="ana", at=NOON))

    assert kinds(told) == ["DecisionWithdrawn Legal"]
    assert legal.stage().awaited == ("ana", "bo")
    assert len(legal.stage().said) == 1


def test_what_was_not_decided_cannot_be_taken_back() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    with pytest.raises(NothingToWithdraw):
        withdraw(legal.review, "Legal", by="bo", at=NOON)


def test_what_is_settled_cannot_be_taken_back() -> None:
    legal = one_stage("ana")
    legal.decide("Legal", "ana")

    with pytest.raises(Settled):
        withdraw(legal.review, "Legal", by="ana", at=NOON)


def test_an_advisers_no_blocks_nothing() -> None:
    legal = advised()

    legal.tell(advise(legal.review, "Legal", by="cy", words="Too dark", leaning=NO, at=NOON))
    legal.decide("Legal", "ana")
    legal.decide("Legal", "bo")

    assert legal.review.outcome is Outcome.APPROVED
    assert legal.stage().advice[0].words == "Too dark"


def test_advice_is_for_advisers_while_it_is_asked() -> None:
    legal = advised()
    with pytest.raises(NotAnAdviser):
        advise(legal.review, "Legal", by="zoe", words="", at=NOON)

    legal.tell(recall(legal.review, by=UPLOADER, at=NOON))
    with pytest.raises(Settled):
        advise(legal.review, "Legal", by="cy", words="", at=NOON)


def test_advice_waits_for_its_stage() -> None:
    legal = one_stage("ana", is_prompt=False)

    with pytest.raises(NotOpen):
        advise(legal.review, "Legal", by="cy", words="", at=NOON)


def test_a_follow_up_is_finished_once() -> None:
    legal = one_stage("ana")
    legal.decide("Legal", "ana", Verdict.APPROVE_WITH_CHANGES)

    legal.tell(finish_follow_up(legal.review, "Legal", seat="ana", by=UPLOADER, at=NOON))

    assert not legal.stage().follow_ups
    with pytest.raises(NothingChanges):
        finish_follow_up(legal.review, "Legal", seat="ana", by=UPLOADER, at=NOON)


def test_what_is_asked_for_since_is_another_wish() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana", Verdict.APPROVE_WITH_CHANGES)

    with pytest.raises(NothingToFinish):
        finish_follow_up(legal.review, "Legal", seat="ana", by=UPLOADER, at=NOON, asked_at=NOON - HOUR)


def test_where_a_new_file_is_wanted_no_wish_is_left() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana", Verdict.APPROVE_WITH_CHANGES)
    legal.decide("Legal", "bo", NO)

    with pytest.raises(NothingToFinish):
        finish_follow_up(legal.review, "Legal", seat="ana", by=UPLOADER, at=NOON)


def test_buttons_are_for_those_who_may_decide() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)

    refusals = [
        refusal_of(legal.review, legal.stage(), by=person, verdict=None, sha256="one") for person in ("ana", "zoe")
    ]

    assert refusals[0] is None
    assert isinstance(refusals[1], NotAsked)
