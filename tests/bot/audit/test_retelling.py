"""Retelling: the rows follow from the entries by the rules, and entries that contradict them are named."""

from typing import Any

import pytest

from bot.audit.retelling import Story, Untellable, retell
from models.approval import Outcome
from models.asset import AssetState
from tests.clocks import MONDAY_NOON

AT = MONDAY_NOON.isoformat()
STAGE = {
    "stage_id": "S1", "position": 1, "name": "Design", "rule": "all", "needed": 2, "due_in_s": 3600,
    "allows_own_work": False, "approvers": ["ANA", "BO"],
}  # fmt: skip
OPENED = {
    "approval_id": "P1", "version_id": "V1", "policy_digest": "d", "opened_at": AT, "round": 1, "submitter_id": "UMA",
    "stages": [STAGE],
}  # fmt: skip

Told = dict[str, Any]


def entry(event: str, actor: str | None = None, **details: Any) -> Told:
    return {"team_id": "T1", "asset_id": "A1", "event": event, "actor_id": actor, "at": MONDAY_NOON, "details": details}


def decided(person: str, verdict: str = "approve") -> Told:
    told = {"version_id": "V1", "stage_id": "S1", "decided_at": AT, "click_id": "C", "reason": ""}
    return entry("DecisionMade", person, decision_id=f"D-{person}", verdict=verdict, **told)


def settled(outcome: str) -> Told:
    return entry("ApprovalSettled", approval_id="P1", version_id="V1", outcome=outcome, settled_at=AT)


BEGUN = (
    entry("FilesReceived", "UMA", batch_id="B1"),
    entry(
        "VersionSubmitted", "UMA",
        batch_id="B1", version_id="V1", file_name="hero.jpg", position=1, title="hero", filled=["title"],
    ),
    entry("VersionReady", batch_id="B1", version_id="V1", number=1),
    entry("ApprovalOpened", **OPENED),
    entry("StageOpened", stage_id="S1", opened_at=AT, due_at=AT),
)  # fmt: skip


def told(*entries: Told) -> Story:
    return retell({**one, "number": number} for number, one in enumerate([*BEGUN, *entries], start=1))


def test_an_approval_follows_from_its_decisions() -> None:
    story = told(decided("ANA"), decided("BO"), entry("StageSettled", stage_id="S1", outcome="approved"))

    assert story.stages["S1"].settled_by == "BO"
    assert told(decided("ANA")).stages["S1"].awaited == ("BO",)
    done = told(decided("ANA"), decided("BO"), settled("approved"))
    assert done.approvals["V1"].outcome is Outcome.APPROVED
    assert done.assets["A1"].state is AssetState.APPROVED


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([decided("ANA"), settled("approved")], "entry 7 says approved, but by the rules and decisions .* pending"),
        ([decided("ANA", "reject"), settled("approved")], "entry 7 says approved, .* rejected"),
        ([entry("StageSettled", stage_id="S1", outcome="rejected")], "entry 6 says rejected, .* pending"),
        ([decided("EVE")], "entry 6 .* only the approvers of Design decide here"),
        ([decided("UMA")], "entry 6 .* nobody approves their own upload here"),
        ([decided("ANA"), decided("ANA")], "entry 7 .* already recorded"),
        ([entry("Prophesied")], "entry 6 is a Prophesied, which this Galley does not know"),
        ([entry("ApprovalOpened", approval_id="P2", version_id="V1")], "entry 6 .* an older Galley"),
    ],
)
def test_what_cannot_have_happened_is_named(entries: list[Told], words: str) -> None:
    with pytest.raises(Untellable, match=words):
        told(*entries)
