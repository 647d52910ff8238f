"""What people type into an attribute: read kindly, kept in one way, and refused in a sentence."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.attributes.reading import MOST, Reader, Unfit, Value
from models.attributes.schema import Attribute, Kind
from models.attributes.vocabulary import Vocabulary

BERLIN, NEW_YORK, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")
CITIES = {"cities": Vocabulary(terms={"New York": ("NYC",), "Berlin": ()})}


def reader(kind: str = "text", *, zone: ZoneInfo = BERLIN, **words: Any) -> Reader:
    attribute = Attribute.model_validate({"label": "Field", "type": kind, **words})
    return Reader(attribute=attribute, vocabulary=attribute.words(CITIES), zone=zone)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        ("text", "  a\tlong \n title ", "a long title"),
        ("longtext", " one \r\n\n two ", "one\n\ntwo"),
        ("int", " 1 200 ", "1200"),
        ("int", "-007", "-7"),
        ("decimal", "3,5", "3.5"),
        ("decimal", "1200.50", "1200.5"),
        ("decimal", "100", "100"),
        ("decimal", "-0.0", "0"),
        ("bool", "Ja", "yes"),
        ("bool", "false", "no"),
        ("date", "2026-12-31", "2026-12-31"),
        ("date", "31.12.2026", "2026-12-31"),
        ("date", "3/4/2026", "2026-04-03"),
        ("datetime", "31.12.2026 14:30", "2026-12-31T13:30Z"),
        ("datetime", "2026-07-01 00:10", "2026-06-30T22:10Z"),
        ("url", " https://acme.example/a?b=c#d ", "https://acme.example/a?b=c#d"),
        ("user", "U0ANA", "U0ANA"),
        ("single", "anything", "anything"),
        ("multi", "one, two,, One ", ["One", "two"]),
        ("date", "  ", ""),
        ("multi", " , ", []),
    ],
)
def test_it_is_kept_in_one_way(kind: str, written: str, kept: object) -> None:
    assert reader(kind).read(written) == kept


@pytest.mark.parametrize(
    ("kind", "written", "sentence"),
    [
        ("int", "3.5", "“3.5” is not a whole number; write digits alone, such as 1200"),
        ("decimal", "1,200", "“1,200” may be 1200 or 1.200; write one of these"),
        ("decimal", "lots", "“lots” is not a number; write it as 1200 or 3.5"),
        ("bool", "maybe", "“maybe” is neither yes nor no; write one of the two"),
        ("date", "tomorrow", "Field: “tomorrow” is not a day; write it as 2026-12-31"),
        ("date", "31.11.2026", "Field: there is no day 31.11.2026; write it as 2026-12-31"),
        ("date", "31.12.26", "Field: “31.12.26” is not a day; write it as 2026-12-31"),
        ("datetime", "2026-12-31", "Field: “2026-12-31” has no time of the clock; write it as 2026-12-31 14:30"),
        ("datetime", "2026-12-31 25:00", "has no time of the clock"),
        ("datetime", "0001-01-01 00:00", "is not a day of any calendar in use"),
        ("url", "javascript:alert(1)", "is no web address"),
        ("url", "ftp://acme.example", "is no web address"),
        ("url", "https://", "is no web address"),
        ("url", "https://ana:secret@acme.example", "is no web address"),
        ("url", "https://acme.example/<!channel>", "is no web address"),
        ("url", "https://[::1", "is no web address"),
        ("user", "ana", "Field is a person; choose one from the list"),
        ("text", "x" * 1_001, "Field has room for 1000 letters, and these are 1001"),
        ("multi", ",".join(map(str, range(MOST + 1))), "Field has room for 100 values, not 101"),
    ],
)
def test_what_is_no_value_is_refused_in_a_sentence(kind: str, written: str, sentence: str) -> None:
    with pytest.raises(Unfit) as refused:
        reader(kind).read(written)

    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("zone", "written", "kept"),
    [
        (NEW_YORK, "3/4/2026", "2026-03-04"),
        (NEW_YORK, "12/31/2026", "2026-12-31"),
        (NEW_YORK, "31.12.2026", "2026-12-31"),
        (TOKYO, "2026/03/04", "2026-03-04"),
        (TOKYO, "04.03.2026", "2026-03-04"),
        (TOKYO, "5/5/2026", "2026-05-05"),
    ],
)
def test_a_day_is_read_as_people_of_that_zone_write_it(zone: ZoneInfo, written: str, kept: str) -> None:
    assert reader("date", zone=zone).read(written) == kept


@pytest.mark.parametrize(("zone", "written"), [(TOKYO, "3/4/2026"), (NEW_YORK, "3.4.2026")])
def test_what_may_mean_two_days_is_asked_again(zone: ZoneInfo, written: str) -> None:
    with pytest.raises(Unfit, match="may be two days, of month 3 or of month 4"):
        reader("date", zone=zone).read(written)


def test_new_york_and_nyc_are_one_term() -> None:
    city = reader("single", vocabulary="cities")

    assert {city.read("nyc"), city.read("New  york"), city.read("NEW YORK")} == {"New York"}
    assert reader("multi", vocabulary="cities").read("NYC, berlin, new york") == ["New York", "Berlin"]


def test_an_unknown_term_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(Unfit, match="“Belin” is no word of Field; did you mean Berlin"):
        reader("single", vocabulary="cities").read("Belin")
    with pytest.raises(Unfit, match="“Rome” is no word of Field; choose one from the list"):
        reader("multi", options=["Paris"]).read(["Rome"])


def test_an_open_vocabulary_collects_what_it_does_not_know() -> None:
    opened = {"cities": CITIES["cities"].model_copy(update={"open": True})}
    attribute = Attribute(label="City", vocabulary="cities")

    city = Reader(attribute=attribute, vocabulary=attribute.words(opened), zone=BERLIN)

    assert (city.read("Rome"), city.read("nyc")) == ("Rome", "New York")


@given(st.sampled_from(Kind), st.text(max_size=60))
def test_whatever_is_written_has_a_value_or_a_sentence_and_reading_that_again_changes_nothing(
    kind: Kind, written: str
) -> None:
    field = reader(kind)

    kept, sentence = read_or_refused(field, written)

    assert sentence or field.read(kept) == kept


@given(st.dates(), st.sampled_from([BERLIN, NEW_YORK, TOKYO]))
def test_every_day_can_be_written_as_iso(day: Any, zone: ZoneInfo) -> None:
    assert reader("date", zone=zone).read(day.isoformat()) == day.isoformat()


def read_or_refused(field: Reader, written: str) -> tuple[Value, str]:
    try:
        return field.read(written), ""
    except Unfit as unfit:
        return "", str(unfit)
