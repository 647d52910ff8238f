"""The card in every state that SURFACES names."""

from dataclasses import replace
from datetime import timedelta

from bot.approval.card import Card, Look, Unopened
from bot.approval.views import card
from models.asset import AssetState
from models.checks import Finding, Level
from models.likeness import Nearness
from models.lookalike import LookAlike
from models.reminder import Rung
from models.review.words import Deed, Verdict
from tests.cast import BRAND, FIRST_MORNING, LEAD, UPLOADER
from tests.golden.cases.studio import (
    APPROVED_BY_BEA,
    APPROVED_BY_DANA,
    BRANDS,
    CHANGES_BY_DENIZ,
    DECIDED_FOR_BEA,
    DESIGN,
    DESIGN_AWAY,
    HERO,
    IN_REVIEW,
    PLACE,
    REJECTED_BY_BEA,
    REOPENED,
    SHELF,
    TASK,
    TITLES,
    TOO_SMALL,
    batch,
    card_of,
    settled,
)
from tests.golden.golden import Golden


def _card(name: str, title: str, shown: Card, *, zone: str = "Europe/Berlin") -> Golden:
    return Golden(name=f"card/{name}", title=title, shown=card(shown, batch_id="batch-1"), viewer_zone=zone)


SECOND = replace(HERO, version=2, file_name="hero_shot_v2.jpg", round=2)
UNSEEN = replace(SECOND, facts="", findings=())
LATE = replace(
    DESIGN,
    due_at=FIRST_MORNING - timedelta(hours=1),
    is_late=True,
    next_rung=Rung.ESCALATION,
    next_at=FIRST_MORNING + timedelta(hours=7),
)
QUORUM = replace(
    DESIGN,
    yes=1,
    needed=2,
    awaited=DESIGN.awaited[1:],
    awaited_ids=DESIGN.awaited_ids[1:],
    next_rung=None,
    next_at=None,
)
WHY = "an SVG drawing is not opened here"
DRAWN = replace(HERO, title="logo", file_name="logo.svg", facts="SVG, 84 kB", no_preview=WHY)
UNTOLD = Finding(
    rule="Size", level=Level.WARNED, expected="at least 1080 x 1080 px", actual="not known without a preview"
)
HEARD_OUT = replace(DESIGN, needed=3, awaited=DESIGN.awaited[1:], awaited_ids=DESIGN.awaited_ids[1:], has_failed=True)
LEGAL = replace(BRANDS, stage_id="legal", name="Legal", position=2, of=3, then=("Brand",))
MARKET = replace(DESIGN, stage_id="market", name="Market", position=3, step=2, of=3, yes=1, needed=2, then=("Brand",))
DECIDER = replace(
    BRANDS,
    decider=BRAND.name,
    next_rung=None,
    next_deed=Deed.ESCALATE,
    next_to=(LEAD.name,),
)
INSTEAD = replace(LATE, next_rung=None, next_deed=Deed.REASSIGN, next_to=(BRAND.name, LEAD.name))
ENDS = replace(LATE, next_rung=None, next_deed=Deed.EXPIRE)
BESIDE = tuple(
    replace(row, turns=(replace(LEGAL, stage_id=f"l{row.number}"), replace(MARKET, stage_id=f"m{row.number}")))
    for row in batch(2)
)
HOSTILE = replace(
    HERO,
    title="<!channel> *free* `prizes` & <https://evil.example|click> " + "very " * 60 + "long",
    file_name="\u202ecod.exe <@U0LEAD> `x`.jpg",
)

WIDE = Finding(rule="Ratio", level=Level.WARNED, expected="4:5 or 1:1", actual="3000:2000 (1.50:1)")

WISHED_BY_DANA = replace(
    APPROVED_BY_DANA,
    verdict=Verdict.APPROVE_WITH_CHANGES,
    reason="The year in the caption is 2025, please correct it",
    to_do_id="decision-1",
)
TRIED = "ba711df3b2f8".ljust(64, "0")
UNOPENED = Unopened(stage_id="version-1-002", name="Brand")
MET = replace(WISHED_BY_DANA, to_do_id="", done_by=UPLOADER.name, done_at=FIRST_MORNING + timedelta(hours=2))

SPRING = LookAlike(
    asset_id="asset-9",
    version_id="version-9",
    title="Hero spring",
    state=AssetState.PUBLISHED,
    since=FIRST_MORNING - timedelta(days=40),
    nearness=Nearness.SAME,
    apart=1,
    place=f"{PLACE}9",
)
SHORE = replace(SPRING, title="Shore", state=AssetState.IN_REVIEW, nearness=Nearness.LIKELY, version=1)
DUNE = replace(SPRING, title="Dune", state=AssetState.NEEDS_WORK, nearness=Nearness.POSSIBLE)
ALIKE = (SPRING, SHORE, DUNE)
ENEMY = replace(SPRING, title=HOSTILE.title, nearness=Nearness.POSSIBLE)
JOINED = replace(settled(Look.JOINED), lookalikes=ALIKE, joined=SPRING)
_BATCH = batch()
_SHELVES = [SHELF.replace("hero-shot", title.lower().replace(" ", "-")) for title in TITLES]
_PUBLISHED = [
    settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, row=row, location=shelf)
    for row, shelf in zip(_BATCH, _SHELVES, strict=True)
]
MIXED = (
    replace(_BATCH[0], turns=(replace(BRANDS, stage_id="b1"),), said=(APPROVED_BY_DANA,)),
    replace(_BATCH[1], turns=(replace(BRANDS, stage_id="b2"),), said=(APPROVED_BY_DANA,)),
    _BATCH[2],
    settled(Look.CHANGES_REQUESTED, CHANGES_BY_DENIZ, row=_BATCH[3]),
    settled(Look.CHECKING, row=replace(_BATCH[4], version=2, facts="", findings=())),
)
DECIDED = (
    _PUBLISHED[0],
    _PUBLISHED[1],
    _PUBLISHED[2],
    settled(Look.CHANGES_REQUESTED, CHANGES_BY_DENIZ, row=_BATCH[3]),
    settled(Look.REJECTED, APPROVED_BY_DANA, REJECTED_BY_BEA, row=_BATCH[4]),
)
FIFTY = tuple(
    replace(row, task=replace(IN_REVIEW, permalink=f"{TASK}{row.number}"), title=f"{row.title}, a rather long title")
    for row in batch(50)
)

GOLDENS = (
    _card("waiting", "Waiting, stage 1 of 2", card_of(HERO)),
    _card("waiting_elsewhere", "The same, read in India", card_of(HERO), zone="Asia/Kolkata"),
    _card("waiting_no_campaign", "Waiting, outside a campaign", card_of(HERO, campaign="")),
    _card(
        "waiting_second_stage",
        "Waiting, stage 2 of 2, with its task",
        card_of(replace(HERO, turns=(BRANDS,), said=(APPROVED_BY_DANA,), task=IN_REVIEW)),
    ),
    _card(
        "unseen",
        "Waiting, a drawing of which there is no preview",
        card_of(replace(DRAWN, findings=(HERO.findings[0], UNTOLD))),
    ),
    _card(
        "batch_unseen",
        "Three pictures, of two of which there is no preview",
        card_of(batch(3)[0], *(replace(row, no_preview=WHY) for row in batch(3)[1:])),
    ),
    _card(
        "carried_over",
        "A new version, for which a yes to the one before holds",
        card_of(replace(HERO, version=2, turns=(BRANDS,), carried_over=("Design",))),
    ),
    _card(
        "reopened",
        "Asked again, and why",
        card_of(replace(HERO, round=2, turns=(BRANDS,), said=(APPROVED_BY_DANA,), reopened=REOPENED)),
    ),
    _card(
        "on_trial",
        "Asked by an edition of galley.yml that is on trial",
        card_of(replace(HERO, pilot=TRIED)),
    ),
    _card(
        "batch_on_trial",
        "Five pictures, two of them asked by an edition on trial",
        card_of(*(replace(row, pilot=TRIED) for row in _BATCH[:2]), *_BATCH[2:]),
    ),
    _card(
        "waiting_for",
        "Waiting, one of them for a colleague as well",
        card_of(replace(HERO, turns=(DESIGN_AWAY,))),
    ),
    _card(
        "decided_for",
        "Decided for somebody who is away",
        card_of(settled(Look.PUBLISHED, APPROVED_BY_DANA, DECIDED_FOR_BEA, location=SHELF)),
    ),
    _card(
        "waiting_quorum",
        "One of two yeses, the last reminder sent",
        card_of(replace(HERO, turns=(QUORUM,), said=(APPROVED_BY_DANA,))),
    ),
    _card(
        "waiting_heard_out",
        "Enough have said no, and the others are still heard",
        card_of(replace(HERO, turns=(HEARD_OUT,), said=(replace(REJECTED_BY_BEA, stage="Design"),))),
    ),
    _card(
        "waiting_beside",
        "Legal and Market beside one another",
        card_of(replace(HERO, turns=(LEGAL, MARKET), said=(APPROVED_BY_DANA,))),
    ),
    _card(
        "waiting_decider",
        "One person decides, and who is told if they do not",
        card_of(replace(HERO, turns=(DECIDER,), said=(APPROVED_BY_DANA,))),
    ),
    _card(
        "late_instead",
        "Late, and others are asked next",
        card_of(replace(HERO, turns=(INSTEAD,), look=Look.LATE)),
    ),
    _card("late_ends", "Late, and ends by itself", card_of(replace(HERO, turns=(ENDS,), look=Look.LATE))),
    _card(
        "waiting_may_change",
        "A yes with a wish, which may still be taken back",
        replace(card_of(replace(HERO, turns=(QUORUM,), said=(WISHED_BY_DANA,))), may_change=True),
    ),
    _card(
        "published_to_do",
        "Published, and a wish is still open",
        card_of(settled(Look.PUBLISHED, WISHED_BY_DANA, APPROVED_BY_BEA, location=SHELF)),
    ),
    _card(
        "published_done",
        "Published, and the wish is met",
        card_of(settled(Look.PUBLISHED, MET, APPROVED_BY_BEA, location=SHELF)),
    ),
    _card(
        "batch_to_do",
        "Five pictures in the library, two of them with a wish",
        card_of(
            settled(Look.PUBLISHED, WISHED_BY_DANA, row=_BATCH[0], location=SHELF),
            settled(Look.PUBLISHED, replace(WISHED_BY_DANA, to_do_id="decision-2"), row=_BATCH[1], location=SHELF),
            settled(Look.PUBLISHED, MET, row=_BATCH[2], location=SHELF),
            *_PUBLISHED[3:],
        ),
    ),
    _card(
        "waiting_then_by_hand",
        "The next stage is opened by hand",
        card_of(replace(HERO, turns=(replace(DESIGN, by_hand=("Brand",)),), by_hand=(UNOPENED,))),
    ),
    _card(
        "waiting_beside_by_hand",
        "A stage beside it is opened by hand",
        card_of(replace(HERO, by_hand=(replace(UNOPENED, name="Legal"),))),
    ),
    _card(
        "by_hand",
        "Nobody is asked before the lead opens the next stage",
        card_of(replace(settled(Look.BY_HAND, APPROVED_BY_DANA), by_hand=(UNOPENED,))),
    ),
    _card(
        "batch_by_hand",
        "Five pictures, two of them wait to be opened",
        card_of(
            *(replace(settled(Look.BY_HAND, APPROVED_BY_DANA, row=row), by_hand=(UNOPENED,)) for row in _BATCH[:2]),
            *_BATCH[2:],
        ),
    ),
    _card(
        "ahead",
        "The first stage begins on a date",
        card_of(replace(settled(Look.AHEAD), by_time=("Legal",), opens_at=FIRST_MORNING + timedelta(days=2))),
    ),
    _card(
        "batch_ahead",
        "Five pictures, two of them not asked about yet",
        card_of(
            *(
                replace(settled(Look.AHEAD, row=row), by_time=("Legal", "Press"), opens_at=FIRST_MORNING)
                for row in _BATCH[:2]
            ),
            *_BATCH[2:],
        ),
    ),
    _card("expired", "Nobody answered in time", card_of(settled(Look.EXPIRED, APPROVED_BY_DANA))),
    _card("batch_beside", "Two pictures, each with two stages at once", card_of(*BESIDE)),
    _card("late", "Late", card_of(replace(HERO, turns=(LATE,), look=Look.LATE))),
    _card(
        "warned",
        "Waiting, with a warning and a missing attribute",
        card_of(
            replace(
                HERO,
                findings=(*HERO.findings, WIDE),
                missing=("Licence until", "Photographer"),
            )
        ),
    ),
    _card("decided", "A moment after the decision", card_of(settled(Look.DECIDED, APPROVED_BY_DANA))),
    _card("nobody", "Nobody may decide", card_of(settled(Look.NOBODY))),
    _card("changes_requested", "Changes requested", card_of(settled(Look.CHANGES_REQUESTED, CHANGES_BY_DENIZ))),
    _card(
        "new_version_checking",
        "A new version is being checked",
        card_of(settled(Look.CHECKING, row=UNSEEN), has_picture=False),
    ),
    _card(
        "new_version_failed",
        "A new version failed: its reviewers are spared the numbers",
        card_of(settled(Look.NEEDS_WORK, row=replace(SECOND, findings=(TOO_SMALL,))), has_picture=False),
    ),
    _card("new_version", "Version 2 waits", card_of(SECOND)),
    _card(
        "publishing", "Approved, being published", card_of(settled(Look.PUBLISHING, APPROVED_BY_DANA, APPROVED_BY_BEA))
    ),
    _card(
        "unpublished",
        "Approved, and the library was given up",
        card_of(settled(Look.UNPUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA)),
    ),
    _card(
        "published",
        "Published, with its receipt",
        card_of(settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, location=SHELF)),
    ),
    _card(
        "published_task",
        "Published, its task closed",
        card_of(
            replace(
                settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, location=SHELF),
                task=replace(IN_REVIEW, status="Published"),
            )
        ),
    ),
    _card("rejected", "Rejected", card_of(settled(Look.REJECTED, APPROVED_BY_DANA, REJECTED_BY_BEA))),
    _card("withdrawn", "Withdrawn", card_of(settled(Look.WITHDRAWN))),
    _card("looks_alike", "It looks like pictures that are here", card_of(replace(HERO, lookalikes=ALIKE))),
    _card(
        "told_apart",
        "The same picture as one in review, and its uploader says that it is another",
        card_of(replace(HERO, lookalikes=(SPRING,), is_told_apart=True)),
    ),
    _card("joined", "It goes on as a version of another picture", card_of(JOINED)),
    _card(
        "batch_looks_alike",
        "Two of five look like pictures that are here, one like its neighbour",
        card_of(
            replace(_BATCH[0], lookalikes=ALIKE),
            replace(_BATCH[1], lookalikes=(replace(SPRING, position=1, place="", version=None),)),
            *_BATCH[2:],
        ),
    ),
    _card(
        "batch_all_alike",
        "All of them look like pictures that are here",
        card_of(*(replace(row, lookalikes=ALIKE) for row in _BATCH)),
    ),
    _card("alike_hostile", "A look-alike with a hostile title", card_of(replace(HERO, lookalikes=(ENEMY,)))),
    _card("task_gone", "Its task was deleted", card_of(replace(HERO, task=replace(IN_REVIEW, is_gone=True)))),
    _card("hostile", "A title that tries everything", card_of(HOSTILE, campaign="Spring <!here> " + "x" * 200)),
    _card(
        "crowd",
        "A stage of twenty",
        card_of(
            replace(
                HERO,
                turns=(
                    replace(
                        DESIGN,
                        needed=3,
                        awaited=tuple(f"{BRAND.name} {number}" for number in range(1, 21)),
                        awaited_ids=tuple(f"U0{number}" for number in range(1, 21)),
                    ),
                ),
            )
        ),
    ),
    _card(
        "stuck",
        "Nobody can make it pass any more",
        card_of(replace(HERO, turns=(replace(DESIGN, stuck="everybody must say yes, and 1 of them cannot"),))),
    ),
    _card("batch_waiting", "Five pictures wait", card_of(*_BATCH)),
    _card(
        "batch_new_versions",
        "Five pictures wait, all of them in a newer version",
        card_of(*(replace(row, version=number) for number, row in enumerate(_BATCH, start=2))),
    ),
    _card("batch_no_sheet", "Five pictures wait, without a sheet", replace(card_of(*_BATCH), lacks_sheet=True)),
    _card("batch_mixed", "Five pictures in several stages", card_of(*MIXED)),
    _card("batch_one_left", "One of five still waits", card_of(*_PUBLISHED[:4], _BATCH[4])),
    _card("batch_decided", "Five pictures, decided differently", card_of(*DECIDED)),
    _card("batch_published", "Five pictures, all published", card_of(*_PUBLISHED)),
    _card("batch_fifty", "Fifty pictures wait, each with its task", card_of(*FIFTY)),
    _card(
        "batch_fifty_decided",
        "Fifty pictures, all published",
        card_of(
            *(settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, row=row, location=SHELF) for row in FIFTY)
        ),
    ),
)
