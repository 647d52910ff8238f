"""Which stage is asked when: order, paths, conditions, and what makes a turn come."""

import pytest

from models.review import call_stage, open_review, open_stage, pass_time, report_checks
from models.review.facts import ReviewOpened
from models.review.plan import plan_of, skipped
from models.review.refusals import NothingChanges, NothingToAsk, NotWaiting, NotYours, OtherVersion
from models.review.words import Checks, Opening, Outcome, Phase, Rule
from models.review.workflow import Condition, StageRules, Subject, Workflow, in_order
from tests.models.review.stories import (
    BOSS,
    FIRST,
    HOUR,
    LEAD,
    NO,
    NOON,
    SECOND,
    UPLOADER,
    Played,
    Seating,
    beside,
    kinds,
    sequence,
)

LATE = Opening.DEADLINE


def open_names(played: Played) -> list[str]:
    return [stage.name for stage in played.review.in_phase(Phase.OPEN)]


def each(*names: str) -> dict[str, Seating]:
    return {name: Seating(approvers=(name.lower(),)) for name in names}


def joined() -> Played:
    """Design, then Legal and Market beside Brand, then Boss."""
    design, legal, market, brand, boss = (StageRules(name=n) for n in ("Design", "Legal", "Market", "Brand", "Boss"))
    workflow = Workflow(steps=(beside([design]), beside([legal, market], [brand]), beside([boss])))
    return Played(workflow, each("Design", "Legal", "Market", "Brand", "Boss"))


def test_stages_are_asked_in_order() -> None:
    played = sequence("Ana", "Bo")
    assert open_names(played) == ["Ana"]

    played.decide("Ana", "ana")
    assert open_names(played) == ["Bo"]

    assert kinds(played.decide("Bo", "bo"))[-1] == "ReviewSettled"


def test_paths_run_beside_one_another_and_are_joined() -> None:
    played = joined()
    played.decide("Design", "design")
    assert open_names(played) == ["Legal", "Brand"]

    played.decide("Brand", "brand")
    played.decide("Legal", "legal")
    assert open_names(played) == ["Market"]

    played.decide("Market", "market")
    assert open_names(played) == ["Boss"]


def test_a_no_in_one_path_ends_the_others() -> None:
    played = joined()
    played.decide("Design", "design")

    played.decide("Legal", "legal", NO)

    assert played.review.outcome is Outcome.REJECTED
    assert played.stage("Brand").outcome is Outcome.WITHDRAWN
    assert open_names(played) == []


@pytest.mark.parametrize(
    ("when", "subject", "why"),
    [
        (Condition(campaigns=("Spring",)), Subject(campaign="Autumn"), "only for campaign Spring"),
        (Condition(file_types=("TIFF", "PSD")), Subject(file_type="JPEG"), "only for file type TIFF or PSD"),
        (Condition(regions=("DE",)), Subject(regions=("FR", "IT")), "only for region DE"),
        (Condition(attributes=(("people", ("yes",)),)), Subject(), "only for people yes"),
        (Condition(regions=("DE", "AT")), Subject(regions=("fr", "at")), ""),
        (Condition(attributes=(("people", ("yes",)),)), Subject(attributes=(("people", ("Yes",)),)), ""),
    ],
)
def test_a_stage_that_does_not_apply_is_skipped_and_says_why(when: Condition, subject: Subject, why: str) -> None:
    workflow = Workflow(steps=in_order(StageRules(name="Market", when=when), StageRules(name="Boss")))

    played = Played(workflow, each("Market", "Boss"), subject=subject)

    assert played.stage("Market").skipped == why
    assert open_names(played) == (["Boss"] if why else ["Market"])


def test_a_step_that_is_skipped_whole_does_not_hold_up_the_next() -> None:
    abroad = StageRules(name="Abroad", when=Condition(regions=("FR",)))
    workflow = Workflow(steps=in_order(StageRules(name="Ana"), abroad, StageRules(name="Bo")))
    played = Played(workflow, each("Ana", "Abroad", "Bo"))
    assert open_names(played) == ["Ana"]

    played.decide("Ana", "ana")

    assert open_names(played) == ["Bo"]


def test_a_path_that_is_skipped_whole_is_not_waited_for() -> None:
    ana, home, boss = (StageRules(name=name) for name in ("Ana", "Home", "Boss"))
    abroad = StageRules(name="Abroad", when=Condition(regions=("FR",)))
    workflow = Workflow(steps=(beside([ana]), beside([home], [abroad]), beside([boss])))

    plan = plan_of(workflow, skipped(workflow, Subject()))

    assert plan.before == {"Ana": (), "Home": ("Ana",), "Boss": ("Home",)}


def test_who_was_called_when_the_answer_came_is_not_asked() -> None:
    workflow = Workflow(steps=(beside([StageRules(name="Ana")], [StageRules(name="Bo")]),))
    played = Played(workflow, each("Ana", "Bo"), is_prompt=False)
    played.open("Ana")

    played.decide("Ana", "ana", NO)

    assert played.stage("Bo").phase is Phase.WAITING


def test_with_nobody_to_ask_nothing_passes_silently() -> None:
    abroad = Workflow(steps=in_order(StageRules(name="Abroad", when=Condition(regions=("FR",)))))

    with pytest.raises(NothingToAsk):
        open_review(abroad, subject=Subject(), version=FIRST, submitter=UPLOADER, lead=LEAD, at=NOON)


def opened_by(opens: Opening, **rules: object) -> Played:
    """Ana and Al both say yes, then Bo."""
    ana, bo = StageRules(name="Ana", rule=Rule.ALL), StageRules(name="Bo", opens=opens, **rules)  # type: ignore[arg-type]
    seated = {"Ana": Seating(approvers=("ana", "al")), "Bo": Seating(approvers=("bo",))}
    return Played(Workflow(steps=in_order(ana, bo)), seated)


def test_any_decision_may_open_the_next() -> None:
    played = opened_by(Opening.ANY_DECISION)

    played.decide("Ana", "al")

    assert open_names(played) == ["Ana", "Bo"]


def test_a_date_may_open_a_stage() -> None:
    played = opened_by(Opening.DATE, opens_at=NOON + 2 * HOUR)
    assert played.review.next_moment == NOON + 2 * HOUR

    assert pass_time(played.review, at=NOON + HOUR) == ()
    played.tell(pass_time(played.review, at=NOON + 2 * HOUR))

    assert open_names(played) == ["Ana", "Bo"]


def test_a_deadline_that_is_reached_may_open_the_next() -> None:
    played = opened_by(Opening.DEADLINE)
    assert played.review.next_moment == NOON + 8 * HOUR

    played.tell(pass_time(played.review, at=NOON + 8 * HOUR), at=NOON + 8 * HOUR)

    assert open_names(played) == ["Ana", "Bo"]
    assert played.stage("Bo").due_at == NOON + 16 * HOUR  # counts from when it opened


def test_nobody_waits_for_a_deadline_when_all_before_are_approved() -> None:
    played = opened_by(Opening.DEADLINE)

    for person in ("ana", "al"):
        played.decide("Ana", person)

    assert open_names(played) == ["Bo"]


def test_a_deadline_is_reached_when_all_before_have_reached_theirs() -> None:
    ana, bo, cy = StageRules(name="Ana"), StageRules(name="Bo", opens=Opening.HAND), StageRules(name="Cy", opens=LATE)
    played = Played(Workflow(steps=(beside([ana], [bo]), beside([cy]))), each("Ana", "Bo", "Cy"))
    assert played.review.next_moment is None  # nobody knows yet when Bo is due

    played.tell(call_stage(played.review, "Bo", by=LEAD, at=NOON + HOUR), at=NOON + HOUR)
    assert played.review.next_moment == NOON + 9 * HOUR

    played.tell(pass_time(played.review, at=NOON + 9 * HOUR))
    assert played.stage("Cy").is_open


def test_a_stage_may_wait_for_a_hand() -> None:
    played = opened_by(Opening.HAND)
    for person in ("ana", "al"):
        played.decide("Ana", person)
    assert (open_names(played), played.review.outcome) == ([], Outcome.PENDING)

    with pytest.raises(NotYours):
        call_stage(played.review, "Bo", by="zoe", at=NOON)
    played.tell(call_stage(played.review, "Bo", by=BOSS, at=NOON))

    assert open_names(played) == ["Bo"]


def test_whose_role_allows_it_opens_by_hand_what_others_lead() -> None:
    played = opened_by(Opening.HAND)

    played.tell(call_stage(played.review, "Bo", by="ada", is_allowed=True, at=NOON))

    assert open_names(played) == ["Ana", "Bo"]
    with pytest.raises(NotWaiting):
        call_stage(played.review, "Bo", by="ada", is_allowed=True, at=NOON)


def test_what_is_open_is_not_called_again() -> None:
    played = sequence("Ana", "Bo")

    with pytest.raises(NothingChanges):
        call_stage(played.review, "Ana", by=LEAD, at=NOON)
    with pytest.raises(NothingChanges):
        open_stage(played.review, "Ana", seating=Seating(approvers=("ana",)), due_at=NOON, at=NOON)


def test_a_failed_check_asks_nobody() -> None:
    played = sequence("Ana", has_checks=True)
    assert open_names(played) == []

    played.tell(report_checks(played.review, version=FIRST, failed=("colour space",), at=NOON))
    assert (open_names(played), played.review.checks) == ([], Checks.FAILED)
    assert played.review.failed_checks == ("colour space",)

    played.tell(report_checks(played.review, version=FIRST, at=NOON))
    assert open_names(played) == ["Ana"]


def test_checks_of_another_version_or_a_second_time_are_refused() -> None:
    played = sequence("Ana", has_checks=True)
    with pytest.raises(OtherVersion):
        report_checks(played.review, version=SECOND, at=NOON)

    played.tell(report_checks(played.review, version=FIRST, at=NOON))
    with pytest.raises(NothingChanges):
        report_checks(played.review, version=FIRST, at=NOON)


def test_the_rules_in_force_are_part_of_the_first_fact() -> None:
    played = sequence("Ana", "Bo")

    first = played.facts[0]

    assert isinstance(first, ReviewOpened)
    assert [rules.name for rules in first.workflow.stages] == ["Ana", "Bo"]
