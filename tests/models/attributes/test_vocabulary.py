"""One word for one thing, however people write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.attributes.vocabulary import Vocabulary, folded

CITIES = Vocabulary(terms={"New York": ("NYC", "New York City"), "São Paulo": (), "Zürich": ("Zurich HB",)})


@pytest.mark.parametrize("written", ["New York", "new york", "NEW-YORK", " new  york ", "NYC", "nyc", "new_york city"])
def test_every_way_to_write_a_place_is_one_term(written: str) -> None:
    assert CITIES.term(written) == "New York"


@pytest.mark.parametrize(("written", "term"), [("sao paulo", "São Paulo"), ("ZURICH", "Zürich"), ("Lima", None)])
def test_accents_make_no_difference_and_unknown_words_are_none(written: str, term: str | None) -> None:
    assert CITIES.term(written) == term


def test_letters_of_other_scripts_are_not_taken_for_accents() -> None:
    kana = Vocabulary(terms={"か": (), "が": ()})

    assert (kana.term("か"), kana.term("が")) == ("か", "が")


@pytest.mark.parametrize(("written", "near"), [("New Yrok", "New York"), ("Zurch", "Zürich"), ("bicycle", None)])
def test_a_typing_mistake_is_answered_with_the_nearest_term(written: str, near: str | None) -> None:
    assert CITIES.nearest(written) == near


def test_what_begins_as_typed_comes_before_what_contains_it() -> None:
    colours = Vocabulary(terms={"dark red": (), "red": (), "reddish": (), "blue": ("azure red",)})

    assert colours.beginning("red", most=10) == ["red", "reddish", "dark red", "blue"]
    assert colours.beginning("", most=2) == ["dark red", "red"]


@pytest.mark.parametrize("terms", [{"New York": ("NYC",), "Nyc": ()}, {"a": ("c",), "b": ("C",)}])
def test_a_word_that_would_mean_two_terms_is_refused(terms: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ValidationError, match="would mean both"):
        Vocabulary(terms=terms)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert folded(folded(word)) == folded(word)


@given(st.dictionaries(st.text("abcäé XY-", min_size=1, max_size=6), st.just(()), min_size=1, max_size=6))
def test_each_term_of_a_vocabulary_is_found_by_its_own_name(terms: dict[str, tuple[str, ...]]) -> None:
    if len({folded(term) for term in terms}) < len(terms):
        return

    words = Vocabulary(terms=terms)

    assert [words.term(term.upper()) for term in terms] == list(terms)
