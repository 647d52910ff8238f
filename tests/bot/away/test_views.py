"""Whatever stands against an absence is said at a field of the form, with names and without mark-up."""

import pytest

from bot.away import views
from bot.away.wishes import Named
from models import absence as absences
from models.person import Person
from models.review import refusals
from models.review.refusals import Refusal
from tests.clocks import MONDAY_NOON

OF_AN_ABSENCE = (
    absences.AppSubstitute,
    absences.CampaignGone,
    absences.DayOver,
    absences.GoneSubstitute,
    absences.GuestAway,
    absences.TooLong,
    absences.Unknown,
    refusals.Backwards,
    refusals.GuestSubstitute,
    refusals.IsSubstitute,
    refusals.OwnSubstitute,
    refusals.SubstituteAway,
    refusals.TwoSubstitutes,
)
FIELDS = {views.SUBSTITUTE, views.FIRST, views.LAST, views.CAMPAIGNS}
PEOPLE = {
    one: Person(team_id="T1", slack_id=one, handle=one, name=name, read_at=MONDAY_NOON)
    for one, name in (("UBEA", "Bea Brand"), ("UDANA", "Dana <!channel>"))
}


@pytest.mark.parametrize("kind", OF_AN_ABSENCE)
def test_every_refusal_has_its_field_and_a_sentence_that_says_what_to_do(kind: type[Refusal]) -> None:
    said = views.refused(Named(refusal=kind(by="UBEA", can_help=("UDANA",)), people=PEOPLE))

    [(field, sentence)] = said.items()
    assert field in FIELDS
    assert "lease" in sentence or "End that first" in sentence
    assert "UBEA" not in sentence
    assert "{" not in sentence


def test_an_absence_without_a_substitute_is_told_without_one() -> None:
    alone = refusals.TwoSubstitutes(by="UBEA", can_help=("",))

    [sentence] = views.refused(Named(refusal=alone, people=PEOPLE)).values()

    assert sentence == "Some of these days are written down already. End that first, or choose other days."


def test_what_stands_is_refused_nowhere() -> None:
    assert views.refused(Named(people=PEOPLE)) == {}
