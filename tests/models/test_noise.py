"""Three messages about one picture are enough for one person."""

from hypothesis import given
from hypothesis import strategies as st

from models.noise import BUDGET, Loud, Noise, is_above_budget, is_too_loud
from models.post import PostKind


@given(st.integers(0, 50))
def test_one_more_is_too_many_exactly_when_the_budget_is_spent(rings: int) -> None:
    assert is_above_budget(rings) == is_too_loud(rings + 1)
    assert is_too_loud(rings) == (rings > BUDGET)


@given(st.integers(0, 500), st.integers(0, 50))
def test_a_decision_has_its_price_in_messages(messages: int, decisions: int) -> None:
    noise = Noise(person_id="U1", messages=messages, decisions=decisions)

    assert noise.per_decision == (messages / decisions if decisions else None)


def test_a_picture_is_as_loud_as_all_kinds_together() -> None:
    assert Loud(title="hero", kinds={PostKind.ASK: 2, PostKind.REMINDER: 3}).rings == 5
