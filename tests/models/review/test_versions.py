"""A new file, a question taken back, a question asked again."""

import pytest

from models.review import pass_time, recall, reopen, replace_version, report_checks
from models.review.facts import VersionReplaced
from models.review.refusals import (
    AlreadyDecided,
    NothingChanges,
    NothingToAsk,
    NotYours,
    SameFile,
    Settled,
    StaysAsked,
    StaysSettled,
)
from models.review.words import Outcome, Phase, Rule, Verdict
from models.review.workflow import Condition, StageRules, Subject, Workflow, in_order
from tests.models.review.stories import (
    BOSS,
    CHANGES,
    FIRST,
    HOUR,
    LEAD,
    NOON,
    SECOND,
    UPLOADER,
    Played,
    Seating,
    beside,
    one_stage,
    sequence,
)


def test_a_new_version_voids_open_votes_and_asks_again() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")

    legal.renew()

    assert legal.stage().awaited == ("ana", "bo")
    assert len(legal.stage().said) == 1  # on record, for the file it was about


def test_an_old_approval_never_covers_a_new_file() -> None:
    legal = one_stage("ana")
    legal.decide("Legal", "ana")
    assert legal.review.covers("one")

    legal.renew()

    assert not legal.review.covers("one")
    assert not legal.review.covers("two")


def test_changes_requested_is_not_done() -> None:
    played = sequence("Ana", "Bo")
    played.decide("Ana", "ana", CHANGES)
    assert not played.review.covers("one")

    played.renew()
    played.decide("Ana", "ana")
    played.decide("Bo", "bo")

    assert played.review.covers("two")


def carried(*, by: str = UPLOADER, verdict: Verdict = Verdict.APPROVE, **last: bool) -> list[str]:
    """Ana and Bo say yes, Cy asks for changes: what of it holds for the next version."""
    rules = [StageRules(name="Ana"), StageRules(name="Bo", **last), StageRules(name="Cy")]  # type: ignore[arg-type]
    seated = {rule.name: Seating(approvers=(rule.name.lower(),)) for rule in rules}
    played = Played(Workflow(steps=in_order(*rules), carries_over=True), seated)
    played.decide("Ana", "ana")
    played.decide("Bo", "bo", verdict)
    played.decide("Cy", "cy", CHANGES)
    replaced = played.renew(by=by)[0]
    assert isinstance(replaced, VersionReplaced)
    return list(replaced.kept)


def test_untouched_stages_carry_over_where_the_policy_says_so() -> None:
    assert carried() == ["Ana", "Bo"]


def test_a_stage_that_is_always_asked_never_carries_over() -> None:
    assert carried(is_always_asked=True) == ["Ana"]


def test_a_stage_that_wanted_changes_is_not_untouched() -> None:
    assert carried(verdict=Verdict.APPROVE_WITH_CHANGES) == ["Ana"]


def test_nobodys_yes_carries_over_to_their_own_work() -> None:
    assert carried(by="bo") == ["Ana"]


def test_somebody_always_looks_at_a_new_file() -> None:
    played = sequence("Ana", carries_over=True)
    played.decide("Ana", "ana")

    played.renew()

    assert played.stage("Ana").is_open


def test_what_does_not_apply_any_more_is_not_carried_over() -> None:
    at_home = StageRules(name="Home", when=Condition(regions=("DE",)))
    rules = [StageRules(name="Ana"), at_home, StageRules(name="Cy")]
    seated = {one.name: Seating(approvers=(one.name.lower(),)) for one in rules}
    german, french = Subject(regions=("DE",)), Subject(regions=("FR",))
    played = Played(Workflow(steps=in_order(*rules), carries_over=True), seated, subject=german)
    played.decide("Ana", "ana")
    played.decide("Home", "home")

    replaced = played.tell(replace_version(played.review, SECOND, submitter=UPLOADER, subject=french, at=NOON))[0]

    assert isinstance(replaced, VersionReplaced)
    assert replaced.kept == ("Ana",)


def test_the_same_bytes_are_no_new_version() -> None:
    legal = one_stage("ana")

    with pytest.raises(SameFile):
        replace_version(legal.review, FIRST, submitter=UPLOADER, subject=Subject(), at=NOON)


def test_a_new_version_is_checked_and_planned_anew() -> None:
    abroad = StageRules(name="Abroad", when=Condition(regions=("FR",)))
    seated = {name: Seating(approvers=(name.lower(),)) for name in ("Ana", "Abroad")}
    played = Played(Workflow(steps=in_order(StageRules(name="Ana"), abroad), has_checks=True), seated)
    french = Subject(regions=("FR",))

    played.tell(replace_version(played.review, SECOND, submitter=UPLOADER, subject=french, at=NOON))
    assert list(played.review.in_phase(Phase.OPEN)) == []

    played.tell(report_checks(played.review, version=SECOND, at=NOON))
    played.decide("Ana", "ana")
    assert played.stage("Abroad").is_open


def test_a_version_to_which_no_stage_applies_is_refused() -> None:
    at_home = StageRules(name="Home", when=Condition(regions=("DE",)))
    played = Played(
        Workflow(steps=in_order(at_home)), {"Home": Seating(approvers=("ana",))}, subject=Subject(regions=("DE",))
    )

    with pytest.raises(NothingToAsk):
        replace_version(played.review, SECOND, submitter=UPLOADER, subject=Subject(regions=("FR",)), at=NOON)


def test_the_submitter_takes_the_question_back() -> None:
    played = sequence("Ana", "Bo")

    played.tell(recall(played.review, by=UPLOADER, at=NOON))

    assert played.review.outcome is Outcome.WITHDRAWN
    assert played.stage("Ana").awaited == ()
    with pytest.raises(Settled):
        played.decide("Ana", "ana")


def test_a_recall_is_the_submitters_and_the_policys() -> None:
    with pytest.raises(NotYours):
        recall(sequence("Ana").review, by="ana", at=NOON)
    for anybody in (UPLOADER, LEAD):
        with pytest.raises(StaysAsked, match=f"stays asked .* {LEAD} can help"):
            recall(sequence("Ana", may_recall=False).review, by=anybody, at=NOON)


def test_what_is_settled_is_not_recalled() -> None:
    played = sequence("Ana")
    played.decide("Ana", "ana")

    with pytest.raises(Settled):
        recall(played.review, by=UPLOADER, at=NOON)


def test_a_reopened_stage_is_asked_again_with_all_that_came_after() -> None:
    played = sequence("Ana", "Bo", "Cy")
    for name in ("Ana", "Bo", "Cy"):
        played.decide(name, name.lower())

    played.tell(reopen(played.review, "Bo", by=BOSS, at=NOON))

    assert [stage.outcome for stage in played.review.stages.values()] == [
        Outcome.APPROVED,
        Outcome.PENDING,
        Outcome.PENDING,
    ]
    assert not played.review.covers("one")
    assert played.decide("Bo", "bo")


def test_what_is_open_beside_a_reopened_stage_goes_on() -> None:
    legal, brand = StageRules(name="Legal"), StageRules(name="Brand", rule=Rule.ALL)
    seated = {name: Seating(approvers=("ana", "bo")) for name in ("Legal", "Brand")}
    played = Played(Workflow(steps=(beside([legal], [brand]),)), seated)
    played.decide("Legal", "ana")
    played.decide("Brand", "ana")

    played.tell(reopen(played.review, "Legal", by=BOSS, at=NOON))

    assert (played.stage("Legal").awaited, played.stage("Brand").awaited) == (("ana", "bo"), ("bo",))


def test_only_whom_the_policy_lets_reopens() -> None:
    played = sequence("Ana")
    played.decide("Ana", "ana", CHANGES)

    with pytest.raises(NotYours) as told:
        reopen(played.review, "Ana", by=UPLOADER, at=NOON)

    assert told.value.can_help == (BOSS,)


def test_where_the_policy_lets_nobody_reopen_nobody_is_named_who_may() -> None:
    ana = Workflow(steps=in_order(StageRules(name="Ana")))
    played = Played(ana, {"Ana": Seating(approvers=("ana",))}, may_reopen=())
    played.decide("Ana", "ana", CHANGES)

    with pytest.raises(StaysSettled, match=f"stays settled .* a new file asks again, and {LEAD} can help"):
        reopen(played.review, "Ana", by=LEAD, at=NOON)


def test_the_submitter_asks_again_what_they_took_back() -> None:
    played = sequence("Ana")
    played.tell(recall(played.review, by=UPLOADER, at=NOON))

    played.tell(reopen(played.review, "Ana", by=UPLOADER, at=NOON))

    assert played.stage("Ana").is_open


def test_what_is_open_is_not_reopened() -> None:
    with pytest.raises(NothingChanges):
        reopen(sequence("Ana").review, "Ana", by=BOSS, at=NOON)


def test_nothing_happens_by_itself_after_the_answer() -> None:
    played = sequence("Ana")
    played.decide("Ana", "ana")

    assert pass_time(played.review, at=NOON + 100 * HOUR) == ()
    assert played.review.next_moment is None


def test_a_doubled_click_on_the_version_before_is_void() -> None:
    legal = one_stage("ana", "bo", rule=Rule.ALL)
    legal.decide("Legal", "ana")
    with pytest.raises(AlreadyDecided):
        legal.decide("Legal", "ana")

    legal.renew()

    assert legal.decide("Legal", "ana")
