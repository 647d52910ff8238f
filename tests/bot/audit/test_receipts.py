"""Decision receipts: what an approval of an older Galley cannot tell is said in a sentence."""

import pytest

from bot.audit.receipt import compose
from bot.audit.statement import Incomplete, concerns, state
from tests.bot.audit.papers import entry, sealed

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


def test_a_receipt_tells_the_last_word_of_each_and_what_was_never_settled() -> None:
    opened = {"stage": "Legal", "position": 1, "rule": "any", "needed": 1, "approvers": ["ANA"], "names": {}}
    moments = {"opened_at": "noon", "due_at": "night"}
    said = {"stage_id": "S", "approval_id": "P1", "decided_at": "noon", "reason": ""}
    entries = sealed(
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

    (legal,) = state(concerns(entries, "V1"))["stages"]

    assert [one["verdict"] for one in legal["decisions"]] == ["approve"]
    assert "for" not in legal["decisions"][0]
    assert legal["outcome"] == "withdrawn"


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
