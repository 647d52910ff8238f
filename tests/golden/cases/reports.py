"""What leads read of their team."""

from dataclasses import replace
from datetime import timedelta

from bot.digests.views import digest
from bot.reports.completing import Inventory
from bot.reports.flow import Coverage, Gap
from bot.reports.inventory import inventory
from bot.reports.views import coverage, line
from models.attributes.completeness import Described, Standing, Tally
from models.attributes.trust import Source
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

CITY = Tally(
    attribute="city",
    kind="photo",
    counts={
        Standing.FILLED: 118,
        Standing.SUGGESTED: 3,
        Standing.MISSING: 2,
        Standing.CONFLICT: 1,
        Standing.FORMER: 4,
    },
)
BRANDED = Tally(attribute="brand", kind="photo", counts={Standing.FILLED: 128})
NOTED = Tally(attribute="note", kind="", counts={Standing.FILLED: 1, Standing.EMPTY: 11, Standing.SUGGESTED: 1})
LACKING = tuple(
    Described(asset_id=f"asset-{number}", title=title, kind="photo", share=50, standings={"city": standing})
    for number, (title, standing) in enumerate(
        [("hero", Standing.FORMER), ("Red <!channel> umbrella", Standing.CONFLICT), ("", Standing.MISSING)]
        + [("beach", Standing.SUGGESTED)] * 4
    )
)
INVENTORY = Inventory(
    least=100,
    looked_at=141,
    is_cut=False,
    labels={"city": "City", "brand": "Brand", "note": "Note"},
    tallies=(NOTED, CITY, BRANDED),
    below=LACKING,
    doubtful=(Source(name="rule:spring-folder", accepted=1, corrected=3), Source(name="file", accepted=4, corrected=5)),
)

GOLDENS = (
    Golden(name="report/attributes", title="/galley report attributes", shown=inventory(INVENTORY)),
    Golden(
        name="report/attributes_fine",
        title="/galley report attributes 80%, of very many, all of them described",
        shown=inventory(
            replace(INVENTORY, least=80, looked_at=5000, is_cut=True, tallies=(BRANDED,), below=(), doubtful=())
        ),
    ),
    Golden(
        name="report/attributes_none",
        title="/galley report attributes, where none are declared",
        shown=inventory(replace(INVENTORY, labels={}, tallies=(), below=())),
    ),
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
