"""Cards by hand: one picture, three designers, then the brand manager, on the first morning."""

from dataclasses import replace
from datetime import date, timedelta

from bot.approval.card import Card, Look, Reopened, Row, TaskLine, Turn
from bot.approval.sayings import Said
from bot.calling import StandIn
from models.checks import Finding, Level
from models.reminder import Rung
from models.review.words import Verdict
from tests.cast import BRAND, DESIGNERS, FIRST_MORNING, LEAD, UPLOADER

PLACE = "https://acme.slack.com/archives/C0REVIEW/p1772442000000100"
TASK = "https://www.wrike.com/open.htm?id=4711"
SHELF = "library/assets/hero-shot--3f2a9c41d0/v1/hero_shot.jpg"
EVENING = FIRST_MORNING + timedelta(hours=8)
DANA, DENIZ, DORA = (one.name for one in DESIGNERS)

CHECKS = (
    Finding(rule="Format", level=Level.PASSED, expected="JPEG, PNG", actual="JPEG"),
    Finding(rule="Size", level=Level.PASSED, expected="at least 200 x 200 px", actual="3000 x 2000 px"),
    Finding(rule="Colour space", level=Level.PASSED, expected="sRGB or Grey", actual="sRGB"),
    Finding(rule="Weight", level=Level.PASSED, expected="at most 100 MB", actual="1.2 MB"),
)
TOO_SMALL = Finding(rule="Size", level=Level.FAILED, expected="at least 200 x 200 px", actual="120 x 90 px")

DESIGN = Turn(
    stage_id="stage-design-1",
    name="Design",
    position=1,
    step=1,
    of=2,
    yes=0,
    needed=1,
    seats=3,
    awaited=(DANA, DENIZ, DORA),
    awaited_ids=tuple(one.slack_id for one in DESIGNERS),
    due_at=EVENING,
    then=("Brand",),
    next_rung=Rung.BEFORE,
    next_at=EVENING - timedelta(hours=4),
)
BRANDS = Turn(
    stage_id="stage-brand-1",
    name="Brand",
    position=2,
    step=2,
    of=2,
    yes=0,
    needed=1,
    seats=1,
    awaited=(BRAND.name,),
    awaited_ids=(BRAND.slack_id,),
    due_at=EVENING + timedelta(days=1),
    then=(),
    next_rung=Rung.BEFORE,
    next_at=EVENING + timedelta(hours=15),
)
REOPENED = Reopened(name=LEAD.name, at=FIRST_MORNING + timedelta(hours=3), why="The <!channel> licence\nis new.")
DANA_FOR_BEA = StandIn(
    owner_id=BRAND.slack_id,
    owner=BRAND.name,
    substitute_id=DESIGNERS[0].slack_id,
    substitute=DANA,
    is_also=False,
)
BRANDS_AWAY = replace(
    BRANDS,
    awaited=(f"{DANA} (for {BRAND.name})",),
    awaited_ids=(DESIGNERS[0].slack_id,),
    stand_ins=(DANA_FOR_BEA,),
)
DORA_FOR_DENIZ = StandIn(
    owner_id=DESIGNERS[1].slack_id,
    owner=DENIZ,
    substitute_id=DESIGNERS[2].slack_id,
    substitute=DORA,
    is_also=True,
)
DESIGN_AWAY = replace(
    DESIGN,
    awaited=(DANA, f"{DORA} (also for {DENIZ})"),
    awaited_ids=(DESIGNERS[0].slack_id, DESIGNERS[2].slack_id),
    stand_ins=(DORA_FOR_DENIZ,),
)
IN_REVIEW = TaskLine(
    permalink=TASK, status="Design Review", due=date(2026, 3, 6), assignees=(UPLOADER.name,), is_gone=False
)

HERO = Row(
    asset_id="asset-1",
    number=1,
    title="hero shot",
    file_name="hero_shot.jpg",
    version=1,
    round=1,
    look=Look.WAITING,
    facts="JPEG, 3000 x 2000 px, sRGB, 1.2 MB",
    findings=CHECKS,
    missing=(),
    turns=(DESIGN,),
    said=(),
    task=None,
    location="",
)

APPROVED_BY_DANA = Said(
    name=DANA, verdict=Verdict.APPROVE, stage="Design", at=FIRST_MORNING + timedelta(minutes=14), reason=""
)
APPROVED_BY_BEA = Said(
    name=BRAND.name, verdict=Verdict.APPROVE, stage="Brand", at=FIRST_MORNING + timedelta(minutes=51), reason=""
)
CHANGES_BY_DENIZ = Said(
    name=DENIZ,
    verdict=Verdict.REQUEST_CHANGES,
    stage="Design",
    at=FIRST_MORNING + timedelta(minutes=20),
    reason="Brighter, please.\nAnd the horizon is not level.",
)
REJECTED_BY_BEA = Said(
    name=BRAND.name,
    verdict=Verdict.REJECT,
    stage="Brand",
    at=FIRST_MORNING + timedelta(minutes=51),
    reason="The old logo may not be used any more",
)


DECIDED_FOR_BEA = replace(APPROVED_BY_BEA, name=f"{DANA} for {BRAND.name}")


def settled(look: Look, *said: Said, row: Row = HERO, location: str = "") -> Row:
    return replace(row, look=look, turns=(), said=said, location=location)


def card_of(*rows: Row, campaign: str = "Spring / Instagram", has_picture: bool = True) -> Card:
    several = len(rows) > 1
    return Card(
        rows=rows,
        campaign=campaign,
        submitter=UPLOADER.name,
        picture_file_id=("F0SHEET" if several else "F0HERO") if has_picture else None,
        picture_alt=f"Contact sheet of {len(rows)} numbered pictures"
        if several
        else f"{rows[0].title}, version {rows[0].version}",
        lead=LEAD.name,
    )


TITLES = ("Beach morning", "Harbour at dusk", "Red umbrella", "Old town", "Market stall")


def batch(count: int = 5) -> tuple[Row, ...]:
    """Pictures that wait for Design together."""
    return tuple(_numbered(number) for number in range(1, count + 1))


def _numbered(number: int) -> Row:
    title = TITLES[number - 1] if number <= len(TITLES) else f"Spring collection, look {number}"
    return replace(
        HERO,
        asset_id=f"asset-{number}",
        number=number,
        title=title,
        file_name=f"{title.lower().replace(' ', '_')}.jpg",
        turns=(replace(DESIGN, stage_id=f"{number:026d}"),),
    )
