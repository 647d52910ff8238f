"""What leads read of their team."""

from dataclasses import replace
from datetime import timedelta

from bot.digests.views import digest
from bot.reports.flow import Coverage, Gap
from bot.reports.views import coverage, line
from tests.cast import BRAND, FIRST_MORNING, LEAD
from tests.golden.cases.attention import NOTHING, WAITING
from tests.golden.cases.studio import DANA, DENIZ
from tests.golden.golden import Golden

MONDAY = FIRST_MORNING.date()
DAYS = tuple(MONDAY + timedelta(days=number) for number in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11))
UNTIL = MONDAY + timedelta(days=13)

NOBODY = Gap(stage="Brand", days=DAYS[3:7], able=0, needed=1, missing=(BRAND.name,), pictures=4)
FEWER = Gap(stage="Design", days=(DAYS[1], DAYS[8], DAYS[9]), able=1, needed=2, missing=(DANA, DENIZ), pictures=1)
TOO_SMALL = Gap(stage="Legal <!channel>", days=DAYS, able=1, needed=2, missing=(), pictures=0)
FOUND = Coverage(gaps=(FEWER, NOBODY, TOO_SMALL), working_days=DAYS, until=UNTIL)
ONE = replace(FOUND, gaps=(NOBODY,))

GOLDENS = (
    Golden(name="report/absences", title="/galley report absences", shown=coverage(FOUND), viewer_zone=LEAD.zone),
    Golden(
        name="report/absences_none",
        title="/galley report absences, everybody is there",
        shown=coverage(replace(FOUND, gaps=())),
        viewer_zone=LEAD.zone,
    ),
    Golden(
        name="digest/lead",
        title="The first digest of a lead's week",
        shown=digest(replace(WAITING, team=[line(FOUND)])),
        viewer_zone=LEAD.zone,
    ),
    Golden(
        name="digest/lead_only",
        title="A lead who wants messages, once a week",
        shown=digest(replace(NOTHING, team=[line(ONE)])),
        viewer_zone=LEAD.zone,
    ),
)
