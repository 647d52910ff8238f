"""What people type when they look for something, and what is understood by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.query import LONGEST, STATES, TYPES, Field, Filter, NotUnderstood, Query, Term, parse

WORD = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12).map(str.casefold)
PHRASE = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
TERMS = st.builds(Term, PHRASE)
FILTERS = st.one_of(
    st.builds(Filter, st.sampled_from([Field.TAG, Field.BY, Field.CAMPAIGN]), PHRASE),
    st.builds(Filter, st.just(Field.STATE), st.sampled_from(sorted(STATES))),
    st.builds(Filter, st.just(Field.TYPE), st.sampled_from(sorted(TYPES))),
)
QUERIES = st.lists(TERMS | FILTERS, max_size=8, unique=True).map(tuple).map(Query)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("  Beach ", (Term("beach"),)),
        ('beach "Golden  Hour"', (Term("beach"), Term("golden hour"))),
        ("“golden hour”", (Term("golden hour"),)),
        ('"never closed', (Term("never closed"),)),
        ('""', ()),
        ("TAG:Spring", (Filter(Field.TAG, "spring"),)),
        ('tag:"two words" type:.JPG', (Filter(Field.TAG, "two words"), Filter(Field.TYPE, "jpg"))),
        ("by:@U0ANA", (Filter(Field.BY, "@u0ana"),)),
        ("state:changes-requested", (Filter(Field.STATE, "changes_requested"),)),
        ("16:9 https://acme.example/a", (Term("16:9"), Term("https://acme.example/a"))),
        ("tag:", (Term("tag:"),)),
        ("tag:a tag:a tag:b", (Filter(Field.TAG, "a"), Filter(Field.TAG, "b"))),
    ],
)
def test_words_quotes_and_filters_are_told_apart(text: str, parts: tuple[object, ...]) -> None:
    assert parse(text).parts == parts


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("tags:spring", 'There is no filter "tags". Did you mean tag?'),
        ("colour:red", 'There is no filter "colour".'),
        ("state:aproved", 'There is no state "aproved". Did you mean approved?'),
        ("type:jpgg", 'There is no type "jpgg". Did you mean jpg?'),
        ("x" * (LONGEST + 1), f"a search has {LONGEST} at most"),
        (" ".join(map(str, range(20))), "a search has 12 at most"),
    ],
)
def test_what_makes_no_sense_is_said_with_what_would(text: str, sentence: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse(text)

    assert sentence in str(refused.value)


@given(QUERIES)
def test_a_query_that_is_written_down_reads_as_the_same(query: Query) -> None:
    assert parse(str(query)) == query


@given(st.text(max_size=80))
def test_whatever_is_typed_is_understood_or_refused_in_a_sentence(text: str) -> None:
    query = read(text)

    assert isinstance(query, str) or parse(str(query)) == query


@given(st.text(max_size=40))
def test_case_and_space_make_no_difference(text: str) -> None:
    assert read(f"  {text}  ") == read(text)


def read(words: str) -> Query | str:
    """The query, or why it is none."""
    try:
        return parse(words)
    except NotUnderstood as refused:
        return str(refused)
