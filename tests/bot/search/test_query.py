"""What people type when they look for something, and what is understood by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.query import LONGEST, STATES, TYPES, Field, Filter, Known, NotUnderstood, Query, Term, parse
from bot.search.sql import has_known
from models.asset import Asset
from models.attributes.vocabulary import Vocabulary
from tests.clocks import MONDAY_NOON as NOON

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


DECLARED = {
    "city": Vocabulary(terms={"New York": ("NYC",)}),
    "tags": Vocabulary(terms={"Beach": ("Strand",)}),
    "note": None,
}


def test_an_attribute_of_galley_yml_is_a_filter_and_a_synonym_finds_what_its_term_finds() -> None:
    query = parse("City:NYC note:ours tag:strand type:jpg", DECLARED)

    assert query.known == (Known("city", "new york"), Known("note", "ours"))
    assert query.values(Field.TAG) == ("beach",)
    assert parse(str(query), DECLARED) == query
    with pytest.raises(NotUnderstood, match='There is no filter "city"'):
        parse("city:nyc")


@pytest.mark.parametrize(
    ("kept", "is_found"),
    [
        ("New York", True),
        ("Old New York", True),
        (["Rome", "new  york"], True),
        (["New York City"], False),
        ("", False),
    ],
)
def test_of_several_values_one_counts_and_of_a_text_any_part_of_it(kept: object, is_found: bool) -> None:
    asset = Asset(
        team_id="T1", batch_id="B1", position=1, submitter_id="U1", created_at=NOON, attributes={"City": kept}
    )

    assert has_known(asset, [Known("city", "new york")]) is is_found
