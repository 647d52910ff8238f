"""Naming: a template makes plain names out of what people wrote."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.naming import Called, checked, named, slug

HERO = Called(
    campaign="Frühling / Café", title="Hero Shot!", day=date(2026, 3, 2), file_name="IMG 01.JPG", extension="jpg"
)
CONVENTION = "{campaign}-{title}-{date}.{ext}"


def test_a_name_says_campaign_title_and_day() -> None:
    assert named(CONVENTION, HERO) == "fruhling-cafe-hero-shot-2026-03-02.jpg"
    assert named("acme_{name}.{ext}", HERO) == "acme_img-01.jpg"


def test_what_is_not_known_leaves_no_gap() -> None:
    assert named(CONVENTION, replace(HERO, campaign="", title="...")) == "2026-03-02.jpg"
    assert named("{title}.{ext}", replace(HERO, title="...")) == ""


def test_other_scripts_stay() -> None:
    assert slug("Straße が 2") == "strasse-が-2"


@given(st.text(), st.text())
def test_no_name_leads_anywhere_else(title: str, file_name: str) -> None:
    name = named("{title}-{name}.{ext}", replace(HERO, title=title, file_name=file_name))

    assert not set(name) & set("/\\\0 <>@\n")
    assert not name.startswith((".", "-"))
    assert len(name) <= 104


@pytest.mark.parametrize(
    "template", ["hero", "{brand}.{ext}", "{title.{ext}", "a/{title}.{ext}", "{ext}-{title}.{ext}"]
)
def test_what_is_no_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match=r"ends with|there is no|no slashes"):
        checked(template)
