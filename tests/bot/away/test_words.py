"""What people type behind /galley away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.away.words import DAYS, NotADay, Typed, day, read

MONDAY = date(2026, 3, 2)
FRIDAY = date(2026, 3, 6)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Typed()),
        ("until friday @anna", Typed(last=FRIDAY, substitute="anna")),
        ("until Fri with @U0ANNA", Typed(last=FRIDAY, substitute="u0anna")),
        ("@anna till 2026-03-06", Typed(last=FRIDAY, substitute="anna")),
        ("from wed to mon anna", Typed(first=date(2026, 3, 4), last=date(2026, 3, 9), substitute="anna")),
        ("until today", Typed(last=MONDAY)),
        ("from tomorrow", Typed(first=date(2026, 3, 3))),
        ("until", Typed()),
    ],
)
def test_days_and_a_name_are_read_in_any_order(typed: str, meant: Typed) -> None:
    assert read(typed, today=MONDAY) == meant


@pytest.mark.parametrize("typed", ["until whenever", "from 2026-13-01", "until fr @anna", "until <!channel>"])
def test_a_day_that_is_none_is_named(typed: str) -> None:
    with pytest.raises(NotADay) as found:
        read(typed, today=MONDAY)

    assert found.value.word in typed


@given(st.dates(), st.sampled_from(DAYS))
def test_a_day_of_the_week_is_the_next_one_of_that_name(after: date, name: str) -> None:
    found = day(name, after=min(after, date.max - timedelta(days=7)))

    assert DAYS[found.weekday()] == name
    assert 0 <= (found - min(after, date.max - timedelta(days=7))).days < len(DAYS)


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_its_word_is_named(typed: str) -> None:
    assert _unread(typed) in typed.casefold()


def _unread(typed: str) -> str:
    """The word that is no day; empty where all was read."""
    try:
        read(typed, today=MONDAY)
    except NotADay as error:
        return error.word
    return ""
