"""Pictures by hand as /galley, the search and App Home tell of them."""

from dataclasses import replace
from datetime import timedelta

from bot.outlook import Asking, Outlook, Task, Verdicted
from bot.wishes import ToDo
from models.asset import AssetState
from models.reminder import Rung
from models.review.words import Rule, Verdict
from tests.cast import BRAND, DESIGNERS, FIRST_MORNING, UPLOADER
from tests.golden.cases.studio import DANA, DANA_FOR_BEA, DENIZ, DORA, EVENING, PLACE, SHELF, TASK

ASKING = Asking(
    stage_id="stage-design-1",
    stage="Design",
    position=1,
    of=2,
    rule=Rule.ANY,
    needed=1,
    yes=0,
    seats=3,
    awaited=(DANA, DENIZ, DORA),
    awaited_ids=tuple(one.slack_id for one in DESIGNERS),
    since=FIRST_MORNING,
    due_at=EVENING,
    is_late=False,
    then=("Brand",),
    next_rung=Rung.BEFORE,
    next_at=EVENING - timedelta(hours=4),
)
IN_REVIEW = Outlook(
    asset_id="asset-1",
    batch_id="batch-1",
    title="hero shot",
    file_name="hero_shot.jpg",
    version=1,
    state=AssetState.IN_REVIEW,
    submitter=UPLOADER.name,
    since=FIRST_MORNING,
    place=PLACE,
    asking=ASKING,
    verdict=None,
    problems=(),
    first_stage="Design",
    location="",
    task=Task(permalink=TASK, status="Design Review", due="6 Mar", assignees=(UPLOADER.name,)),
)
LATE = replace(
    IN_REVIEW,
    title="Harbour at dusk",
    asking=replace(
        ASKING,
        is_late=True,
        due_at=FIRST_MORNING - timedelta(hours=1),
        next_rung=Rung.ESCALATION,
        next_at=FIRST_MORNING + timedelta(hours=7),
    ),
)
ON_TRIAL = replace(IN_REVIEW, pilot="ba711df3b2f8".ljust(64, "0"))
AHEAD = replace(IN_REVIEW, asking=None, by_time=("Legal",), opens_at=FIRST_MORNING + timedelta(days=2))
FOR_BEA = replace(
    IN_REVIEW,
    title="Poster",
    asking=replace(
        ASKING,
        stage="Brand",
        position=2,
        seats=1,
        awaited=(f"{DANA} (for {BRAND.name})",),
        awaited_ids=(DESIGNERS[0].slack_id,),
        then=(),
        stand_ins=(DANA_FOR_BEA,),
    ),
)
HEARD_OUT = replace(IN_REVIEW, asking=replace(ASKING, awaited=(DENIZ, DORA), has_failed=True))
_QUIET = replace(IN_REVIEW, asking=None, task=None)
CHECKING = replace(_QUIET, state=AssetState.CHECKING, place="")
NEEDS_WORK = replace(
    _QUIET, state=AssetState.NEEDS_WORK, place="", problems=("Colour space is CMYK, expected sRGB or Grey",)
)
NOBODY = _QUIET
CHANGES = replace(
    _QUIET,
    title="Old town",
    state=AssetState.CHANGES_REQUESTED,
    verdict=Verdicted(by=DENIZ, verdict=Verdict.REQUEST_CHANGES, reason="Brighter, please", stage="Design"),
)
REJECTED = replace(
    _QUIET,
    title="Market stall",
    state=AssetState.REJECTED,
    verdict=Verdicted(by=BRAND.name, verdict=Verdict.REJECT, reason="The old logo may not be used", stage="Brand"),
)
PUBLISHED = replace(_QUIET, title="Beach morning", version=2, state=AssetState.PUBLISHED, location=SHELF)
BY_HAND = replace(_QUIET, by_hand=("Legal",))
THEN_BY_HAND = replace(IN_REVIEW, asking=replace(ASKING, by_hand=("Brand",)))
TO_DO = replace(
    PUBLISHED,
    to_do=(ToDo(decision_id="decision-1", name=DANA, stage="Design", wish="The year is 2025", title="Beach morning"),),
)
