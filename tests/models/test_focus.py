"""Where a crop should look, as people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.focus import focus_of


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("0.3,0.4", (0.3, 0.4)),
        (" .25 ; 1 ", (0.25, 1.0)),
        ("0, 0.5", (0.0, 0.5)),
        ("top left", (0.2, 0.2)),
        ("Bottom-Right", (0.8, 0.8)),
        ("left", (0.2, 0.5)),
        ("centre", (0.5, 0.5)),
        ("top centre", (0.5, 0.2)),
    ],
)
def test_a_focus_is_read(written: str, point: tuple[float, float]) -> None:
    assert focus_of(written) == pytest.approx(point)


@pytest.mark.parametrize("written", ["", "2,3", "1.5,0.5", "left right", "the dog", "0.3", None, 7, ["top"]])
def test_what_cannot_be_followed_is_no_focus(written: object) -> None:
    assert focus_of(written) is None


@given(st.text(max_size=20))
def test_whatever_is_written_a_focus_lies_within_the_picture(written: str) -> None:
    point = focus_of(written)

    assert point is None or all(0 <= share <= 1 for share in point)
