"""Decision receipts: what an approval of an older Galley cannot tell is said in a sentence."""

import pytest

from bot.audit.receipt import Search, compose, read, written
from bot.audit.statement import Incomplete, concerns, state
from bot.audit.verifying import Broken
from bot.audit.wording import text
from tests.bot.audit.papers import entry, sealed

NOON = "2026-03-02T12:00"
NOTED_TODAY = {"names": {}, "facts": [], "policy_digest": "d", "title": "hero", "number": 1, "approval_id": "P1"}


def story(**opened: object) -> list[dict[str, object]]:
    told = {"version_id": "V1", "approval_id": "P1", **opened}
    return sealed(
        [entry("T1", told, event="ApprovalOpened"), entry("T1", {"version_id": "V1"}, event="AssetPublished")]
    )


@pytest.mark.parametrize("missing", ["names", "facts"])
def test_an_approval_of_an_older_galley_has_no_receipt_and_says_why(missing: str) -> None:
    entries = story(**{name: told for name, told in NOTED_TODAY.items() if name != missing})

    for ask in (lambda: concerns(entries, "V1"), lambda: state(entries), lambda: compose(entries, "V1")):
        with pytest.raises(Incomplete, match="by an older Galley"):
            ask()


def test_a_version_about_which_nobody_was_asked_has_no_receipt() -> None:
    with pytest.raises(Incomplete, match="no ApprovalOpened"):
        concerns(story(**NOTED_TODAY), "V2")


def decided() -> list[dict[str, object]]:
    opened = {"stage": "Legal", "position": 1, "rule": "any", "needed": 1, "approvers": ["ANA"], "names": {}}
    moments = {"opened_at": "noon", "due_at": "night"}
    said = {"stage_id": "S", "approval_id": "P1", "decided_at": "noon", "reason": ""}
    return sealed(
        [
            entry("T1", {**NOTED_TODAY, "version_id": "V1", "opened_at": "noon"}, event="ApprovalOpened"),
            entry("T1", {**opened, **moments, "stage_id": "S", "approval_id": "P1"}, event="StageOpened"),
            entry("T1", {**said, "version_id": "V1", "verdict": "reject"}),
            entry("T1", {"stage_id": "S", "approval_id": "P1"}, event="DecisionTakenBack"),
            entry("T1", {**said, "version_id": "V1", "verdict": "request_changes"}),
            entry("T1", {**said, "version_id": "V1", "verdict": "approve"}),
            entry("T1", {"version_id": "V1", "outcome": "approved", "settled_at": "noon"}, event="ApprovalSettled"),
            entry("T1", {"version_id": "V1", "file_name": "hero.jpg"}, event="VersionSubmitted"),
            entry("T1", {"version_id": "V1", "sha256": "1", "size_bytes": 1}, event="VersionStored"),
            entry("T1", {"version_id": "V1", "library": "local", "location": "x"}, event="AssetPublished"),
        ]
    )


def test_a_receipt_tells_the_last_word_of_each_and_what_was_never_settled() -> None:
    (legal,) = state(concerns(decided(), "V1"))["stages"]

    assert [one["verdict"] for one in legal["decisions"]] == ["approve"]
    assert "for" not in legal["decisions"][0]
    assert legal["outcome"] == "withdrawn"


def test_what_a_person_reads_in_a_receipt_is_what_is_proved() -> None:
    """Of a name that stands twice programs take the last, and people the first."""
    paper = written(compose(decided(), "V1"))
    assert written(read(paper)) == paper

    for lie in (b'"statement": {"title": "Approved by EVE"},', b'"digest": "0",'):
        with pytest.raises(Broken, match="stands twice"):
            read(paper.replace(b"{", b"{" + lie, 1))
    with pytest.raises(Broken, match="stands twice"):
        read(paper.replace(b'"verdict": "approve"', b'"verdict": "reject", "verdict": "approve"', 1))


def test_a_receipt_says_for_whom_somebody_decided() -> None:
    opened = {"stage": "Legal", "position": 1, "rule": "any", "needed": 1, "approvers": ["ANA"], "names": {}}
    seats = [{"fact": "DecisionMade", "seat": "DANA"}, {"fact": "StageSettled"}]
    said = {"version_id": "V1", "verdict": "approve", "decided_at": "noon", "reason": "", "facts": seats}
    handed = {"approval_id": "P1", "names": {"DANA": "Dana", "ANA": "Ana"}}
    asked = {"stage_id": "S", "approval_id": "P1"}
    entries = sealed(
        [
            entry("T1", {**NOTED_TODAY, "version_id": "V1", "opened_at": "noon"}, event="ApprovalOpened"),
            entry("T1", {**opened, **asked, "opened_at": "noon", "due_at": "night"}, event="StageOpened"),
            entry("T1", handed, event="SeatsHandedOver"),
            entry("T1", {**said, **asked}),
            entry("T1", {"version_id": "V1", "outcome": "approved", "settled_at": "noon"}, event="ApprovalSettled"),
            entry("T1", {"version_id": "V1", "file_name": "hero.jpg"}, event="VersionSubmitted"),
            entry("T1", {"version_id": "V1", "sha256": "1", "size_bytes": 1}, event="VersionStored"),
            entry("T1", {"version_id": "V1", "library": "local", "location": "x"}, event="AssetPublished"),
        ]
    )

    (decision,) = state(concerns(entries, "V1"))["stages"][0]["decisions"]

    assert decision["by"] == {"id": "ANA", "name": "Ana"}
    assert decision["for"] == [{"id": "DANA", "name": "Dana"}]


def reviewed(*, kept: tuple[str, ...] = ("Legal",), versions: int = 2) -> list[dict[str, object]]:
    """Version 1 passed Legal and failed in Brand; each later one kept what it could, and the last is published."""
    told: list[dict[str, object]] = []
    for number in range(1, versions + 1):
        replaced = {"fact": "VersionReplaced" if number > 1 else "ReviewOpened", "version": {"sha256": f"sha-{number}"}}
        here = {"version_id": f"V{number}", "approval_id": f"V{number}"}
        opened = {**NOTED_TODAY, **here, "number": number, "review_id": "R", "opened_at": NOON}
        facts = [{**replaced, "kept": list(kept)}]
        told.append(entry("T1", {**opened, "names": {"ANA": "Ana"}, "facts": facts}, event="ApprovalOpened"))
        stages = ("Legal", "Brand") if number == 1 else ("Brand",)
        told += [one for stage in stages for one in asked_in(stage, number, here, is_yes=number == versions)]
    last = {"version_id": f"V{versions}"}
    ends = {
        "ApprovalSettled": {"outcome": "approved", "settled_at": NOON},
        "VersionSubmitted": {"file_name": "h.jpg"},
        "VersionStored": {"sha256": "1", "size_bytes": 1},
        "AssetPublished": {"library": "local", "location": "x"},
    }
    return sealed([*told, *(entry("T1", {**last, **details}, event=event) for event, details in ends.items())])


def asked_in(stage: str, number: int, here: dict[str, str], *, is_yes: bool) -> list[dict[str, object]]:
    its = {"stage_id": f"V{number}-{stage}", "stage": stage, "approval_id": here["approval_id"]}
    opened = {"position": 1, "rule": "any", "needed": 1, "approvers": ["ANA"], "names": {}}
    verdict = "approve" if is_yes or stage == "Legal" else "request_changes"
    said = {"verdict": verdict, "decided_at": NOON, "reason": ""}
    return [
        entry("T1", {**its, **opened, "opened_at": NOON, "due_at": NOON}, event="StageOpened"),
        entry("T1", {**its, **here, **said}),
        entry("T1", {**its, "outcome": "approved"}, event="StageSettled"),
    ]


@pytest.mark.parametrize("versions", [2, 3])
def test_a_receipt_names_the_version_to_which_a_yes_was_given_that_still_holds(versions: int) -> None:
    entries = reviewed(versions=versions)

    receipt = compose(entries, f"V{versions}")

    legal, brand = receipt["statement"]["stages"]
    assert (legal["name"], legal["outcome"]) == ("Legal", "approved")
    assert legal["of_version"] == {"number": 1, "sha256": "sha-1"}
    assert [one["by"]["name"] for one in legal["decisions"]] == ["Ana"]
    assert "of_version" not in brand
    assert read(written(receipt)) == receipt


def test_a_receipt_rests_on_the_earlier_yes_and_misses_it() -> None:
    entries = reviewed()
    receipt = compose(entries, "V2")
    search = Search(receipt)
    for one in entries:
        search(one)
    search.end()

    assert "this yes was given to version 1, and holds: SHA-256 sha-1" in text(receipt)
    without = {**receipt, "entries": [one for one in receipt["entries"] if one["details"].get("stage") != "Legal"]}
    with pytest.raises(Broken, match="what its entries do not say"):
        read(written(without))


def test_where_nothing_is_told_of_the_earlier_yes_there_is_no_receipt() -> None:
    with pytest.raises(Incomplete, match="of an earlier yes in Law nothing is told"):
        compose(reviewed(kept=("Law",)), "V2")
