"""One sentence about a picture: what it waits for, since when, by which rule, what is next."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outlook import Asking, Outlook, Verdicted
from bot.why import name, next_step, state, why
from models.asset import AssetState
from models.reminder import Rung
from models.review.words import Rule, Verdict
from tests.cast import FIRST_MORNING

ASKING = Asking(
    stage_id="S",
    stage="Design",
    position=1,
    of=2,
    rule=Rule.ANY,
    needed=1,
    yes=0,
    seats=3,
    awaited=("Dana", "Deniz", "Dora"),
    awaited_ids=("U1", "U2", "U3"),
    since=FIRST_MORNING,
    due_at=FIRST_MORNING + timedelta(hours=8),
    is_late=False,
    then=("Brand",),
    next_rung=Rung.BEFORE,
    next_at=FIRST_MORNING + timedelta(hours=4),
)
HERO = Outlook(
    asset_id="A",
    batch_id="B",
    title="Hero",
    file_name="hero.jpg",
    version=1,
    state=AssetState.IN_REVIEW,
    submitter="Uma",
    since=FIRST_MORNING,
    place="https://acme.slack.com/archives/C0/p1",
    asking=ASKING,
    verdict=None,
    problems=(),
    first_stage="Design",
    location="",
    task=None,
)
TOO_DARK = Verdicted(by="Dana", verdict=Verdict.REJECT, reason="Too dark", stage="Design")


@pytest.mark.parametrize(
    ("asking", "said"),
    [
        (ASKING, "because Design (stage 1 of 2) needs 1 yes of 3 approvers and has 0"),
        (replace(ASKING, rule=Rule.QUORUM, needed=2, yes=1), "needs 2 yes of 3 approvers and has 1"),
        (replace(ASKING, rule=Rule.ALL, needed=3, of=1), "because Design (the only stage) needs a yes from everybody"),
        (replace(ASKING, rule=Rule.ALL, needed=1, seats=1, awaited=("Bea",)), "needs 1 yes of 1 approver and has 0"),
    ],
)
def test_the_rule_is_told_in_numbers(asking: Asking, said: str) -> None:
    assert said in why(replace(HERO, asking=asking))


@pytest.mark.parametrize(
    ("needed", "awaited", "said"),
    [
        (1, ("Dana", "Deniz"), "waits for Dana or Deniz since"),
        (2, ("Dana", "Deniz"), "waits for Dana and Deniz since"),
        (2, ("Dana", "Deniz", "Dora"), "waits for 2 of Dana, Deniz or Dora since"),
        (1, ("Bea",), "waits for Bea since"),
    ],
)
def test_those_who_can_end_the_wait_are_named(needed: int, awaited: tuple[str, ...], said: str) -> None:
    assert said in why(replace(HERO, asking=replace(ASKING, needed=needed, awaited=awaited)))


def test_what_happens_by_itself_is_told_with_its_hour() -> None:
    assert "Without an answer, they are reminded <!date^" in next_step(HERO)
    assert "the lead is told <!date^" in next_step(asked(next_rung=Rung.ESCALATION))
    assert "Without" not in next_step(asked(next_rung=None, next_at=None))
    assert "Brand is asked" in next_step(HERO)
    assert "it is published" in next_step(asked(then=()))


def test_what_is_late_is_called_late() -> None:
    assert "late, was due <!date^" in state(asked(is_late=True))
    assert "It was due" in next_step(asked(is_late=True))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (replace(HERO, state=AssetState.CHECKING, asking=None), "is being checked since"),
        (replace(HERO, state=AssetState.NEEDS_WORK, problems=("Size is 1 x 1 px",)), "waits for Uma since"),
        (replace(HERO, state=AssetState.NEEDS_WORK, problems=("Size is 1 x 1 px",)), ": Size is 1 x 1 px."),
        (replace(HERO, asking=None), "for an admin, because nobody can be found who may decide it"),
        (replace(HERO, state=AssetState.REJECTED, verdict=TOO_DARK), 'because Dana (Design) rejected it: "Too dark"'),
        (replace(HERO, state=AssetState.CHANGES_REQUESTED), "waits for a new version from Uma since"),
        (replace(HERO, state=AssetState.PUBLISHED, location="a/hero"), "it is in the library since"),
        (replace(HERO, state=AssetState.PUBLISHED, location="a/hero"), "as `a/hero`"),
    ],
)
def test_each_state_says_whose_turn_it_is(one: Outlook, said: str) -> None:
    assert said in why(one)


@pytest.mark.parametrize("one", list(AssetState))
def test_no_state_is_without_words(one: AssetState) -> None:
    shown = replace(HERO, state=one, asking=None)

    assert why(shown)
    assert state(shown)
    assert next_step(shown).endswith(".")


def test_strangers_words_are_never_mark_up() -> None:
    evil = "<!channel> <https://evil.example|Approve> `*"
    shown = replace(HERO, title=evil, submitter=evil, problems=(evil,), location=evil, first_stage=evil)
    for one in AssetState:
        for asking in (None, replace(ASKING, awaited=(evil,), stage=evil, then=(evil,))):
            said = why(replace(shown, state=one, asking=asking, verdict=replace(TOO_DARK, reason=evil, by=evil)))

            assert "<!channel>" not in said
            assert "<https://evil" not in said


def test_a_title_leads_to_its_card_once_there_is_one() -> None:
    assert name(HERO) == "*<https://acme.slack.com/archives/C0/p1|Hero>*"
    assert name(replace(HERO, place="", version=3)) == "*Hero* (version 3)"


def asked(**changes: object) -> Outlook:
    return replace(HERO, asking=replace(ASKING, **changes))  # type: ignore[arg-type]
