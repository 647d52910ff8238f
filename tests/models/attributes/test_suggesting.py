"""What rules and files suggest: marked with its source, never over a person's word, and never guessed."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.attributes.reading import Reader, Value
from models.attributes.rules import TagRule
from models.attributes.schema import Attribute
from models.attributes.sorts import Picture
from models.attributes.sources import in_words
from models.attributes.suggesting import Desk, Hint, conflicting, is_accepted, suggest, taken, together
from models.attributes.vocabulary import Vocabulary

CITIES = {"cities": Vocabulary(terms={"New York": ("NYC",), "Berlin": ()})}
HERO = Picture(
    file_name="Spring-hero.jpg",
    channels=("C1", "spring"),
    campaign="Spring 2026",
    format="JPEG",
    shape="landscape",
    colours=("blue", "white"),
    fields={
        "city": ("NYC",),
        "keywords": ("beach", "sun, sand"),
        "creator": ("Ana", "Bo"),
        "licence_end": ("2026-12-31T23:59:59",),
        "camera_model": ("Canon EOS R5",),
    },
)


def readers(**attributes: dict[str, Any]) -> dict[str, Reader]:
    made = {name: Attribute.model_validate({"label": name, **words}) for name, words in attributes.items()}
    zone = ZoneInfo("Europe/Berlin")
    return {name: Reader(attribute=one, vocabulary=one.words(CITIES), zone=zone) for name, one in made.items()}


CITY: dict[str, Any] = {"vocabulary": "cities", "maps_to": {"file": "city"}}
TAGS: dict[str, Any] = {"many": True, "maps_to": {"file": "keywords"}}


def rule(name: str, when: dict[str, Any], **says: Any) -> TagRule:
    return TagRule.model_validate({"name": name, "when": when, **says})


def desk(*rules: TagRule, has: dict[str, Value] | None = None, **attributes: dict[str, Any]) -> Desk:
    return Desk(readers=readers(**attributes), rules=rules, has=has or {})


def test_a_file_suggests_what_maps_to_it_in_the_words_of_the_vocabulary() -> None:
    creator, until = {"maps_to": {"file": "creator"}}, {"type": "date", "maps_to": {"file": "licence_end"}}

    hints = suggest(HERO, desk(city=CITY, tags=TAGS, creator=creator, until=until, note={}))

    assert hints == [
        Hint(attribute="city", value="New York", source="file"),
        Hint(attribute="tags", value=["beach", "sun, sand"], source="file"),
        Hint(attribute="creator", value="Ana, Bo", source="file"),
        Hint(attribute="until", value="2026-12-31", source="file"),
    ]


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"file_name": ["spring-*"]},
        {"channel": ["#Spring"], "campaign": ["spring*"]},
        {"format": ["jpeg"], "shape": ["landscape"], "colour": ["Blue", "red"]},
        {"file": {"camera_model": ["canon*"]}, "attribute": {"note": ["b*"]}},
    ],
)
def test_a_rule_suggests_when_every_kind_that_it_names_meets(when: dict[str, Any]) -> None:
    found = suggest(
        HERO, desk(rule("spring", when, add={"tags": ["spring"]}), has={"note": "Beach"}, tags={"many": True})
    )

    assert found == [Hint(attribute="tags", value=["spring"], source="rule:spring")]


@pytest.mark.parametrize(
    "when",
    [
        {"file_name": ["autumn-*"]},
        {"format": ["JPEG"], "shape": ["square"]},
        {"colour": ["red"]},
        {"file": {"lens": ["*"]}},
        {"attribute": {"note": ["*"]}},
    ],
)
def test_and_not_when_one_of_them_does_not(when: dict[str, Any]) -> None:
    assert suggest(HERO, desk(rule("spring", when, add={"tags": ["spring"]}), tags={"many": True})) == []


def test_what_a_person_has_said_is_not_suggested_against() -> None:
    assert suggest(HERO, desk(city=CITY, has={"city": "Berlin"})) == []


def test_but_against_a_default_and_to_several_values_it_is() -> None:
    weak = Desk(readers=readers(city=CITY, tags=TAGS), has={"city": "Berlin", "tags": ["sun"]}, weak={"city"})

    assert [hint.attribute for hint in suggest(HERO, weak)] == ["city", "tags"]


def test_what_is_no_value_is_left_out() -> None:
    odd = Picture(fields={"city": ("Atlantis",), "licence_end": ("soon",)})

    assert suggest(odd, desk(city=CITY, until={"type": "date", "maps_to": {"file": "licence_end"}})) == []


def test_two_sources_that_differ_are_a_conflict_and_nothing_is_taken() -> None:
    by_rule = rule("berlin", {}, set={"city": "Berlin"})
    both = desk(by_rule, city={**CITY, "accept": "automatic"})

    hints = suggest(HERO, both)

    assert conflicting(hints, both.readers) == {"city"}
    assert taken(hints, both) == {}


def test_two_sources_that_agree_are_one_suggestion_which_may_count_by_itself() -> None:
    both = desk(rule("ny", {}, set={"city": "nyc"}), city={**CITY, "accept": "automatic"}, tags=TAGS)

    hints = suggest(HERO, both)

    assert [(one.attribute, one.source) for one in hints] == [("city", "file"), ("tags", "file")]
    assert taken(hints, both) == {"city": "New York"}


def test_look_alikes_that_are_approved_offer_theirs_but_not_their_title() -> None:
    known: dict[str, Value] = {"title": "Old hero", "city": "Berlin", "unknown": "x"}
    alike = Desk(readers=readers(title={}, city=CITY), has={}, likenesses=[known])

    assert suggest(Picture(), alike) == [Hint(attribute="city", value="Berlin", source="likeness")]


@pytest.mark.parametrize(
    ("given", "suggested", "accepted"),
    [
        ("Berlin", "berlin", True),
        ("Bern", "Berlin", False),
        ("", "Berlin", False),
        (["sun", "sea"], ["Sun"], True),
        (["sea"], ["sun", "sea"], False),
    ],
)
def test_it_is_accepted_by_whoever_gives_all_of_it(given: Value, suggested: Value, accepted: bool) -> None:
    assert is_accepted(given, suggested) is accepted


@given(st.lists(st.sampled_from("abcABC")), st.lists(st.sampled_from("abcABC")))
def test_values_put_together_lose_none_and_double_none(one: list[str], other: list[str]) -> None:
    both = together(one, other)

    assert {value.casefold() for value in both} == {value.casefold() for value in (*one, *other)}
    assert len({value.casefold() for value in both}) == len(both)


def test_sources_are_told_in_words() -> None:
    assert [in_words(one) for one in ("file", "rule:spring", "likeness")] == [
        "from the file",
        "by the rule spring",
        "from a look-alike that is approved",
    ]
