"""One attribute as galley.yml declares it, and of which type an asset is."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from models.attributes.defaults import Occasion, defaults
from models.attributes.reading import Reader
from models.attributes.schema import Attribute, Kind, Moment
from models.attributes.sorts import AssetType, Picture, type_of

LATE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # the third of March in Berlin
FIRST = Occasion(title="hero shot", campaign="Spring", submitter="U1", at=LATE)


def attribute(**words: Any) -> Attribute:
    return Attribute.model_validate({"label": "Field", **words})


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({}, Kind.TEXT),
        ({"many": True}, Kind.MULTI),
        ({"options": ["a"]}, Kind.SINGLE),
        ({"vocabulary": "cities"}, Kind.SINGLE),
        ({"options": ["a"], "many": True}, Kind.MULTI),
        ({"type": "date"}, Kind.DATE),
    ],
)
def test_without_a_type_the_rest_tells_it(words: dict[str, Any], kind: Kind) -> None:
    assert attribute(**words).kind is kind


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"options": ["a"], "vocabulary": "b"}, "write options, or the name of a vocabulary; one of them"),
        ({"many": True, "type": "date"}, "many goes with type: multi, not with date"),
        ({"options": ["a"], "type": "int"}, "options and vocabulary go with type: single or multi, not with int"),
        ({"options": ["Über", "uber"]}, "uber would mean both Über and uber"),
        ({"default": "submitter"}, "default: submitter goes with type: user, not with text"),
        ({"default": "today", "type": "int"}, "default: today goes with type: date or datetime, not with int"),
        ({"required": True, "required_in": "approved"}, "required: true means required_in: submitted"),
    ],
)
def test_what_contradicts_itself_is_refused(words: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        attribute(**words)


def test_what_is_needed_for_one_moment_is_needed_for_those_after_it() -> None:
    needed = {by: [moment for moment in Moment if attribute(required_in=by).is_needed(moment)] for by in Moment}

    assert needed[Moment.SUBMITTED] == list(Moment)
    assert needed[Moment.APPROVED] == [Moment.APPROVED, Moment.PUBLISHED]
    assert needed[Moment.PUBLISHED] == [Moment.PUBLISHED]
    assert attribute(required=True).needed_by is Moment.SUBMITTED
    assert attribute().needed_by is None


def test_an_asset_is_of_the_first_type_whose_rules_it_meets() -> None:
    types = {
        "logo": AssetType(file_name=("*logo*",), formats=("png",)),
        "spring": AssetType(channels=("#spring",), campaigns=("Spring",)),
        "photo": AssetType(formats=("JPEG",)),
    }

    logo = Picture(file_name="ACME-Logo.png", format="PNG", channels=("C1", "spring"), campaign="spring")

    assert type_of(logo, types) == "logo"
    assert type_of(Picture(file_name="logo.jpg", format="JPEG"), types) == "photo"
    assert type_of(Picture(format="JPEG", channels=("C1", "spring"), campaign="SPRING"), types) == "spring"
    assert type_of(Picture(format="GIF"), types) == ""


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ({"default": "file_name"}, "hero shot"),
        ({"default": "campaign"}, "Spring"),
        ({"default": "submitter", "type": "user"}, "U1"),
        ({"default": "today", "type": "date"}, "2026-03-03"),
        ({"default": "today", "type": "datetime"}, "2026-03-02T23:30Z"),
        ({"default": "Europe", "options": ["Europe", "Asia"]}, "Europe"),
        ({"default": "Spring", "many": True}, ["Spring"]),
    ],
)
def test_a_default_is_looked_up_or_taken_as_it_stands(words: dict[str, Any], value: object) -> None:
    assert defaults([("field", _reader(**words))], FIRST) == {"field": value}


def test_a_default_that_is_no_value_of_its_attribute_is_none() -> None:
    assert defaults([("field", _reader(default="campaign", options=["Autumn"]))], FIRST) == {}


def _reader(**words: Any) -> Reader:
    one = attribute(**words)
    return Reader(attribute=one, vocabulary=one.words({}), zone=ZoneInfo("Europe/Berlin"))
