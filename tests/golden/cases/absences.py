"""The form about being away, and what each of those concerned reads."""

from dataclasses import replace
from datetime import timedelta

from bot.absences import AwayNote
from bot.away.forms import away_form
from bot.away.views import Told, named, not_a_day, told
from bot.away.wishes import Opening
from models.absence import Absence
from tests.cast import BRAND, DESIGNERS, FIRST_MORNING, LEAD, PEOPLE, TEAM
from tests.golden.golden import Golden

DANA = DESIGNERS[0]
MONDAY = FIRST_MORNING.date()
FRIDAY = MONDAY + timedelta(days=4)

EMPTY = Opening(person_id=DANA.slack_id, today=MONDAY, first=MONDAY)
FULL = replace(
    EMPTY,
    last=FRIDAY,
    substitute_id=BRAND.slack_id,
    campaigns=(("Spring / Instagram", "campaign-1"), ("Autumn", "campaign-2")),
    brands=("Brand", ("Acme", "Acme Kids")),
    waiting=3,
)

DANAS = AwayNote(
    absence_id="absence-1",
    absent=DANA.name,
    substitute=BRAND.name,
    first=MONDAY,
    last=FRIDAY,
    scope=(),
    has_begun=True,
    is_absent=True,
    is_substitute=False,
    may_end=True,
)
FOR_BEA = replace(DANAS, is_absent=False, is_substitute=True, may_end=False)
SPRING_ONLY = replace(FOR_BEA, scope=("Spring / Instagram",), last=MONDAY)
TOLD = Told(
    note=FOR_BEA, named_by=DANA.name, is_own_word=True, hands_over=True, has_ended=False, ended_by=""
)  # fmt: skip
BY_LEAD = replace(TOLD, note=DANAS, named_by=LEAD.name, is_own_word=False)

STANDING = Absence(
    id="absence-1",
    team_id=TEAM,
    absent_id=DANA.slack_id,
    substitute_id=BRAND.slack_id,
    first_day=MONDAY,
    last_day=FRIDAY,
    hands_over=True,
    named_by=DANA.slack_id,
    named_at=FIRST_MORNING,
)
ALONE = Absence(
    id="absence-2",
    team_id=TEAM,
    absent_id=DANA.slack_id,
    first_day=MONDAY,
    last_day=MONDAY,
    campaigns=["Spring / Instagram"],
    named_by=LEAD.slack_id,
    named_at=FIRST_MORNING,
)

GOLDENS = (
    Golden(name="away/form", title="Going away", shown=away_form(EMPTY)),
    Golden(name="away/form_full", title="Going away, typed ahead, with campaigns and brands", shown=away_form(FULL)),
    Golden(
        name="away/form_lead",
        title="Somebody is gone already: the lead's form",
        shown=away_form(replace(EMPTY, person_id=LEAD.slack_id, is_for_others=True)),
    ),
    Golden(name="away/written", title="Written down", shown=named(STANDING, PEOPLE, by=DANA.slack_id)),
    Golden(
        name="away/written_alone",
        title="Written down by the lead, with nobody standing in",
        shown=named(ALONE, PEOPLE, by=LEAD.slack_id),
    ),
    Golden(name="away/stand_in", title="You stand in", shown=told(TOLD)),
    Golden(
        name="away/stand_in_campaign",
        title="You stand in, for a day and a campaign; the lead wrote it down",
        shown=told(replace(BY_LEAD, note=SPRING_ONLY, hands_over=False)),
    ),
    Golden(name="away/sent_away", title="The lead wrote down that you are away", shown=told(BY_LEAD)),
    Golden(
        name="away/over_substitute", title="They are back", shown=told(replace(TOLD, has_ended=True))
    ),
    Golden(
        name="away/over_absent",
        title="You are back, and somebody ended it",
        shown=told(replace(BY_LEAD, has_ended=True, ended_by=LEAD.name)),
    ),
    Golden(name="away/not_a_day", title="/galley away until whenever", shown=not_a_day("whenever <!channel>")),
)  # fmt: skip
