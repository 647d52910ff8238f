"""Look-alikes by rule: what is alike, and that nothing within ten bits is missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.likeness import LEAST_DETAIL, REACH, Nearness, distance, look_of, marks, nearness, probes

PHOTO = look_of("5a3c6996c3a5f00f")
looks = st.integers(-(2**63), 2**63 - 1)
flips = st.sets(st.integers(0, 63), max_size=REACH)


@given(looks, flips)
def test_nothing_within_ten_bits_is_missed(look: int, changed: set[int]) -> None:
    other = flipped(look, changed)

    if marks(look) and marks(other):
        assert set(probes(look)) & set(marks(other))


@given(looks, looks)
def test_both_find_one_another_or_neither_does(look: int, other: int) -> None:
    assert bool(set(probes(look)) & set(marks(other))) == bool(set(probes(other)) & set(marks(look)))
    assert nearness(look, other) == nearness(other, look)


@given(looks, flips)
def test_what_is_called_alike_can_be_found(look: int, changed: set[int]) -> None:
    other = flipped(look, changed)

    if nearness(look, other):
        assert distance(look, other) == len(changed)
        assert set(probes(look)) & set(marks(other))


@pytest.mark.parametrize(
    ("bits", "found"),
    [
        (0, Nearness.SAME),
        (2, Nearness.SAME),
        (3, Nearness.LIKELY),
        (6, Nearness.LIKELY),
        (7, Nearness.POSSIBLE),
        (10, Nearness.POSSIBLE),
        (11, None),
    ],
)
def test_how_much_alike_is_a_matter_of_bits(bits: int, found: Nearness | None) -> None:
    assert nearness(PHOTO, flipped(PHOTO, set(range(bits)))) is found


@pytest.mark.parametrize("plain", ["0" * 16, "f" * 16, "8000000000000001", "7fffffffffffffff"])
def test_a_plain_picture_is_like_no_other(plain: str) -> None:
    assert marks(look_of(plain)) == probes(look_of(plain)) == ()
    assert nearness(look_of(plain), look_of(plain)) is None


def test_the_less_there_is_to_see_the_less_may_differ() -> None:
    mark_on_white = flipped(0, set(range(LEAST_DETAIL)))

    assert nearness(mark_on_white, flipped(mark_on_white, {40, 41, 42})) is Nearness.LIKELY
    assert nearness(mark_on_white, flipped(mark_on_white, {40, 41, 42, 43})) is None


def test_a_look_up_asks_for_as_many_marks_however_large_the_library() -> None:
    assert len(marks(PHOTO)) == 4
    assert len(set(probes(PHOTO))) == 428


def flipped(look: int, places: set[int]) -> int:
    bits = look % 2**64
    for place in places:
        bits ^= 1 << place
    return look_of(f"{bits:016x}")
