"""How completely pictures are described: counted by type and attribute, and held against a threshold."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from models.attributes.completeness import WHOLE, Described, Kind, Standing, below, described, following, tallies
from models.attributes.completing import gaps
from models.attributes.former import is_former, todays
from models.attributes.reading import Value
from models.attributes.suggesting import Hint
from models.attributes.trust import Source, doubtful
from tests.models.attributes.test_suggesting import readers

PHOTO = Kind(
    name="photo",
    readers=readers(
        city={"vocabulary": "cities"}, tags={"vocabulary": "cities", "many": True}, note={}, creator={"required": True}
    ),
    needed=("city", "creator"),
)


def picture(asset_id: str = "a", *hints: Hint, **has: Value) -> Described:
    return described(asset_id, asset_id, has, hints, PHOTO)


def hint(attribute: str, value: Value, source: str = "file") -> Hint:
    return Hint(attribute=attribute, value=value, source=source)


def test_every_attribute_stands_somehow_and_the_share_is_what_is_right_of_what_is_asked() -> None:
    found = picture("a", hint("creator", "Ana"), note="x")

    assert found.standings == {
        "city": Standing.MISSING,
        "tags": Standing.EMPTY,
        "note": Standing.FILLED,
        "creator": Standing.SUGGESTED,
    }
    assert (found.share, found.lacking) == (0, ("city", "creator"))
    assert picture(city="Berlin").share == 50
    assert picture(city="Berlin", creator="Ana").share == WHOLE


def test_sources_that_differ_are_a_contradiction_even_where_nothing_is_needed() -> None:
    found = picture("a", hint("note", "x"), hint("note", "y", "rule:r"), city="Berlin", creator="Ana")

    assert (found.standings["note"], found.share) == (Standing.CONFLICT, 66)


def test_a_synonym_that_was_kept_before_the_vocabulary_is_a_former_word_with_its_term_offered() -> None:
    found = picture(city="NYC", creator="Ana")
    (gap,) = gaps(PHOTO.readers, {"city": "NYC", "creator": "Ana"}, PHOTO.needed, ())

    assert (found.standings["city"], found.share) == (Standing.FORMER, 50)
    assert (gap.attribute, gap.is_former, gap.has, gap.offer) == ("city", True, "NYC", "New York")
    assert picture(city="New York", creator="Ana").share == WHOLE


def test_what_the_vocabulary_never_knew_is_not_offered_again() -> None:
    city, tags = PHOTO.readers["city"], PHOTO.readers["tags"]

    assert (is_former(city, "Atlantis"), todays(city, "Atlantis")) == (True, "")
    assert todays(tags, ["NYC", "Atlantis", "New York", "berlin"]) == ["New York", "Berlin"]
    assert not is_former(PHOTO.readers["note"], "whatever")


def test_tallies_are_by_type_and_attribute() -> None:
    found = {one.attribute: one for one in tallies([picture("a", city="NYC"), picture("b", city="Berlin")])}

    assert found["city"].counts == {Standing.FORMER: 1, Standing.FILLED: 1}
    assert (found["city"].is_fine, found["note"].is_fine) == (False, True)


def test_the_emptiest_comes_first_and_behind_the_last_the_first_again() -> None:
    found = below([picture("a", city="Berlin"), picture("b"), picture("c", city="Berlin", creator="Ana")], WHOLE)

    assert [one.asset_id for one in found] == ["b", "a"]
    assert [one and one.asset_id for one in (following(found, ""), following(found, "b"), following(found, "a"))] == [
        "b",
        "a",
        "b",
    ]
    assert following([], "a") is None


def test_a_source_is_doubtful_once_people_have_corrected_it_often() -> None:
    often, seldom, once = (
        Source(name="rule:often", accepted=1, corrected=3),
        Source(name="file", accepted=9, corrected=2),
        Source(name="rule:once", accepted=0, corrected=1),
    )

    assert doubtful([seldom, once, often]) == [often]


@given(
    st.dictionaries(st.sampled_from(["city", "tags", "note", "creator"]), st.sampled_from(["NYC", "Berlin", "", "?"]))
)
def test_a_picture_is_whole_exactly_when_nothing_is_lacking(has: dict[str, Any]) -> None:
    found = picture(**has)

    assert 0 <= found.share <= WHOLE
    assert (found.share == WHOLE) is not bool(found.lacking)
    assert set(found.lacking) == {gap.attribute for gap in gaps(PHOTO.readers, has, PHOTO.needed, ())}
