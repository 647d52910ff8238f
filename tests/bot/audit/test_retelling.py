"""Retelling: the rows follow from the entries by the rules, and entries that contradict them are named."""

from typing import Any

import pytest

from bot.audit.retelling import retell
from bot.audit.story import Story, Untellable
from models.asset import AssetState, Version
from models.projection import Step, Told, decision_id
from models.review import to_json
from models.review.words import Outcome, Rule, Verdict
from tests import reviews
from tests.clocks import MONDAY_NOON

AT = MONDAY_NOON.isoformat()
V1 = Version(
    id="V1", team_id="T1", asset_id="A1", file_name="hero.jpg", submitter_id="UMA", submitted_at=MONDAY_NOON, sha256="1"
)
OPENED = reviews.begun(V1, asked=reviews.workflow("Design", rule=Rule.ALL), at=MONDAY_NOON, lead="LEA")
ASKED = reviews.opened(OPENED.told, {"Design": ["ANA", "BO"]})[0]

Entry = dict[str, Any]


def entry(event: str, actor: str | None = None, **details: Any) -> Entry:
    return {"team_id": "T1", "asset_id": "A1", "event": event, "actor_id": actor, "at": MONDAY_NOON, "details": details}


def facts_of(step: Step) -> Entry:
    facts = [to_json(fact) for fact in step.facts]
    return {"review_id": "V1", "approval_id": "V1", "version_id": "V1", "first": step.first, "facts": facts}


def deciding(told: Told, person: str, verdict: str = "approve") -> Step:
    return told.adding(reviews.said(told, "Design", person, Verdict(verdict)))


def decided(step: Step, person: str, verdict: str = "approve") -> Entry:
    told = {"stage": "Design", "decided_at": AT, "click_id": "C", "reason": "", "verdict": verdict}
    return entry("DecisionMade", person, decision_id=decision_id("V1", step.first), **told, **facts_of(step))


def settled(outcome: str) -> Entry:
    return entry("ApprovalSettled", approval_id="V1", version_id="V1", outcome=outcome, settled_at=AT)


ANA = deciding(ASKED.told, "ANA")
BO = deciding(ANA.told, "BO")
NO = deciding(ASKED.told, "ANA", "reject")
BEGUN = (
    entry("FilesReceived", "UMA", batch_id="B1"),
    entry(
        "VersionSubmitted", "UMA",
        batch_id="B1", version_id="V1", file_name="hero.jpg", position=1, title="hero", filled=["title"],
    ),
    entry("VersionReady", batch_id="B1", version_id="V1", number=1),
    entry("ApprovalOpened", policy_digest="d", round=1, opened_at=AT, **facts_of(OPENED)),
    entry("StageOpened", stage_id="V1-001", **facts_of(ASKED)),
)  # fmt: skip


def told(*entries: Entry) -> Story:
    return retell({**one, "number": number} for number, one in enumerate([*BEGUN, *entries], start=1))


def test_an_approval_follows_from_its_decisions() -> None:
    story = told(decided(ANA, "ANA"), decided(BO, "BO"), entry("StageSettled", stage_id="V1-001", outcome="approved"))

    assert story.stages["V1-001"].settled_by == "BO"
    assert told(decided(ANA, "ANA")).stages["V1-001"].awaited == ("BO",)
    done = told(decided(ANA, "ANA"), decided(BO, "BO"), settled("approved"))
    assert done.approvals["V1"].outcome is Outcome.APPROVED
    assert done.assets["A1"].state is AssetState.APPROVED
    assert [(one.id, one.person_id) for one in done.approvals["V1"].stages[0].decisions] == [
        ("V1-00004", "ANA"),
        ("V1-00005", "BO"),
    ]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            [decided(ANA, "ANA"), settled("approved")],
            "entry 7 says approved, but by the rules and decisions .* pending",
        ),
        ([decided(NO, "ANA", "reject"), settled("approved")], "entry 7 says approved, .* rejected"),
        ([entry("StageSettled", stage_id="V1-001", outcome="rejected")], "entry 6 says rejected, .* pending"),
        ([decided(ANA, "EVE")], "entry 6 .* Design asks others; it is for ANA or BO to decide"),
        ([decided(ANA, "UMA")], "entry 6 .* Nobody approves their own work"),
        ([decided(ANA, "ANA"), decided(ANA, "ANA")], "entry 7 .* already decided here by ANA"),
        ([decided(BO, "ANA")], "entry 6 tells what does not follow, by the rules, from what was decided"),
        ([decided(NO, "ANA")], "entry 6 tells what does not follow"),
        ([entry("StageOpened", **facts_of(BO))], "entry 6: of review V1 fact 4 is missing; fact 5 comes next"),
        ([entry("Prophesied")], "entry 6 is a Prophesied, which this Galley does not know"),
        ([entry("ApprovalOpened", approval_id="P2", version_id="V1")], "entry 6 .* an older Galley"),
    ],
)
def test_what_cannot_have_happened_is_named(entries: list[Entry], words: str) -> None:
    with pytest.raises(Untellable, match=words):
        told(*entries)
