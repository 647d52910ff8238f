"""One seat, two people: whoever stands in for somebody who is away."""

import pytest

from models.review import Seating, Substitution, decide, give_back, hand_over, reseat, withdraw
from models.review.facts import DecisionMade, Fact, SeatKept
from models.review.refusals import AlreadyDecided, NotAsked, Settled
from models.review.words import Outcome, Rule
from models.review.workflow import StageRules, Workflow, in_order
from tests.models.review.stories import (
    NO,
    NOON,
    UPLOADER,
    YES,
    Played,
    kinds,
    one_stage,
    stand_in,
)


def looked_up(played: Played, *people: str, **who: tuple[str, ...]) -> tuple[Fact, ...]:
    seating = Seating(approvers=people, **who)  # type: ignore[arg-type]
    return played.tell(reseat(played.review, "Legal", seating=seating, at=NOON))


def stood_in(*people: str, **rules: object) -> Played:
    """Legal; ana is away and sub stands in for her."""
    legal = one_stage(*people, **rules)  # type: ignore[arg-type]
    legal.tell(hand_over(legal.review, stand_in("ana", "sub"), at=NOON))
    return legal


def test_a_substitute_decides_for_somebody_and_both_are_named() -> None:
    legal = stood_in("ana", "bo")
    assert legal.stage().awaited == ("sub", "bo")

    made = legal.decide("Legal", "sub")[0]

    assert isinstance(made, DecisionMade)
    assert (made.by, made.seat) == ("sub", "ana")


@pytest.mark.parametrize(("first", "second"), [("ana", "sub"), ("sub", "ana")])
def test_one_seat_is_decided_once_and_the_late_click_hears_by_whom(first: str, second: str) -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", first)

    with pytest.raises(AlreadyDecided) as told:
        legal.decide("Legal", second, NO)

    assert (told.value.by, told.value.seat) == (first, "ana")


def test_the_refusal_says_for_whom_it_was_decided() -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "sub")

    with pytest.raises(AlreadyDecided, match="already decided here by sub for ana"):
        legal.decide("Legal", "ana")


def test_what_a_substitute_settled_is_told_with_both_names() -> None:
    legal = stood_in("ana", "bo")
    legal.decide("Legal", "sub")

    with pytest.raises(Settled, match="already settled by sub for ana"):
        legal.decide("Legal", "ana")


def test_who_sits_twice_decides_both_seats_and_is_one_voice_of_a_quorum() -> None:
    legal = one_stage("ana", "bo", "cy", rule=Rule.QUORUM, quorum=2)
    legal.tell(hand_over(legal.review, stand_in("ana", "bo"), at=NOON))

    told = legal.decide("Legal", "bo")
    assert kinds(told) == ["DecisionMade Legal", "DecisionMade Legal"]
    assert legal.review.outcome is Outcome.PENDING

    legal.decide("Legal", "cy")
    assert legal.review.outcome is Outcome.APPROVED


def test_a_voice_that_is_missing_may_come_with_a_substitute() -> None:
    legal = one_stage("ana", "cy", rule=Rule.QUORUM, quorum=2)
    legal.tell(hand_over(legal.review, stand_in("cy", "ana"), at=NOON))
    assert kinds(legal.decide("Legal", "ana", seat="cy"))[-1] == "StageStuck Legal"  # ana is one voice, on either seat

    legal.tell(give_back(legal.review, "cy>ana", at=NOON))
    legal.tell(hand_over(legal.review, stand_in("ana", "bo"), at=NOON))
    assert not legal.stage().is_known_stuck

    legal.decide("Legal", "bo")
    assert legal.review.outcome is Outcome.APPROVED


def test_who_sits_twice_may_name_the_seat() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.tell(hand_over(legal.review, stand_in("ana", "bo"), at=NOON))

    legal.decide("Legal", "bo", seat="bo")
    assert set(legal.stage().yeses) == {"bo"}

    legal.decide("Legal", "bo", NO, seat="ana")
    assert legal.review.outcome is Outcome.REJECTED


def test_a_delegation_that_ends_gives_back_what_is_not_decided() -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)

    legal.tell(give_back(legal.review, "ana>sub", at=NOON))

    assert legal.stage().awaited == ("ana", "bo")
    with pytest.raises(NotAsked):
        legal.decide("Legal", "sub")


def test_what_a_substitute_decided_stays_decided() -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "sub")

    legal.tell(give_back(legal.review, "ana>sub", at=NOON))

    assert legal.stage().awaited == ("bo",)
    with pytest.raises(AlreadyDecided):
        legal.decide("Legal", "ana")


def test_a_substitute_takes_their_own_decision_back() -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "sub")

    legal.tell(withdraw(legal.review, "Legal", by="sub", at=NOON))

    assert legal.stage().awaited == ("sub", "bo")


def kept(absent: str, substitute: str, *earlier: Substitution, **rules: object) -> str:
    legal = one_stage("ana", "bo", denied=("eve",), **rules)  # type: ignore[arg-type]
    for one in earlier:
        legal.tell(hand_over(legal.review, one, at=NOON))
    told = hand_over(legal.review, stand_in(absent, substitute), at=NOON)[0]
    return told.why if isinstance(told, SeatKept) else ""


@pytest.mark.parametrize(
    ("absent", "substitute", "why"),
    [
        ("ana", "eve", "may not decide here"),
        ("ana", UPLOADER, "would approve their own work"),
        ("ana", "bo", "is away too"),
        ("ana", "cy", ""),
    ],
)
def test_a_seat_stays_where_its_substitute_may_not_sit(absent: str, substitute: str, why: str) -> None:
    assert kept(absent, substitute, stand_in("bo", "di")) == why


def test_what_is_decided_or_dead_is_not_handed_over() -> None:
    legal = one_stage("ana", "bo", "cy", rule=Rule.ALL)
    legal.decide("Legal", "ana")
    looked_up(legal, "ana", "bo", "cy", inactive=("bo",))

    assert hand_over(legal.review, stand_in("ana", "sub"), at=NOON) == ()
    assert hand_over(legal.review, stand_in("bo", "sub"), at=NOON) == ()
    (kept,) = hand_over(legal.review, stand_in("cy", "bo"), at=NOON)
    assert isinstance(kept, SeatKept)
    assert kept.why == "is deactivated"


def test_of_two_seats_only_what_it_takes_is_decided() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ANY)
    legal.tell(hand_over(legal.review, stand_in("ana", "bo"), at=NOON))

    assert kinds(legal.decide("Legal", "bo")) == ["DecisionMade Legal", "StageSettled Legal", "ReviewSettled"]
    with pytest.raises(AlreadyDecided):
        legal.decide("Legal", "bo")


def test_a_substitute_names_no_substitute() -> None:
    assert kept("bo", "di", stand_in("ana", "bo")) == "stands in for somebody else here"


def test_a_substitute_who_is_denied_gives_the_seat_back() -> None:
    legal = stood_in("ana", "bo")

    looked_up(legal, "ana", "bo", denied=("sub",))

    assert legal.stage().awaited == ("ana", "bo")


def test_a_substitute_who_is_gone_gives_the_seat_back() -> None:
    legal = stood_in("ana", "bo")

    told = looked_up(legal, "ana", "bo", inactive=("sub",))

    assert kinds(told) == ["SeatGivenBack Legal"]
    assert legal.stage().awaited == ("ana", "bo")


def test_what_a_substitute_decided_who_is_denied_by_now_does_not_count() -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "sub")

    looked_up(legal, "ana", "bo", denied=("sub",))

    assert legal.stage().awaited == ("ana", "bo")


def test_absences_hold_for_whoever_is_asked_later() -> None:
    legal = one_stage("bo", rule=Rule.ALL)
    away = Seating(approvers=("ana", "bo"), substitutions=(stand_in("ana", "sub"),))

    told = legal.tell(reseat(legal.review, "Legal", seating=away, at=NOON))

    assert kinds(told) == ["SeatsChanged Legal", "SeatHandedOver Legal"]
    assert legal.tell(reseat(legal.review, "Legal", seating=away, at=NOON)) == ()


def test_a_stage_opens_with_its_substitutes() -> None:
    rules = StageRules(name="Legal")
    away = Seating(
        approvers=("ana", "bo"), substitutions=(stand_in("ana", "sub"), stand_in("bo", "zed")), inactive=("zed",)
    )

    legal = Played(Workflow(steps=in_order(rules)), {"Legal": away})

    assert kinds(legal.facts)[-2:] == ["SeatHandedOver Legal", "SeatKept Legal"]
    assert legal.stage().awaited == ("sub", "bo")


def test_nobody_stands_in_for_somebody_who_is_gone_for_good() -> None:
    legal = stood_in("ana", "bo", rule=Rule.ALL)

    looked_up(legal, "ana", "bo", inactive=("ana",))

    with pytest.raises(NotAsked):
        decide(legal.review, "Legal", by="sub", verdict=YES, sha256="one", at=NOON)
