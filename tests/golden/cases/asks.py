"""The question to one approver, in a direct message."""

from dataclasses import replace

from bot.approval.card import Card, Look
from bot.approval.notes import ask, stuck, unstuck
from bot.approval.openers import opened_by_now, waits_for_you
from bot.approval.opinions import advice_asked, advice_over
from tests.cast import BRAND, DESIGNERS
from tests.golden.cases.studio import (
    APPROVED_BY_BEA,
    APPROVED_BY_DANA,
    BRANDS,
    BRANDS_AWAY,
    CHANGES_BY_DENIZ,
    DENIZ,
    DESIGN,
    DESIGN_AWAY,
    HERO,
    PLACE,
    REOPENED,
    TITLES,
    batch,
    card_of,
    settled,
)
from tests.golden.golden import Golden


def _ask(name: str, title: str, shown: Card, *, of: str = DESIGNERS[0].slack_id, position: int = 1) -> Golden:
    asked = ask(shown, of, position=position, round_number=1, place=PLACE)
    return Golden(name=f"ask/{name}", title=title, shown=asked)


_WHY = "everybody must say yes, and 1 of them cannot"

GOLDENS = (
    Golden(
        name="ask/advice",
        title="Advice on a picture is welcome",
        shown=advice_asked(["hero <!here> shot"], "Legal", ["version-001"], place=PLACE),
    ),
    Golden(
        name="ask/advice_many",
        title="Advice on five pictures is welcome",
        shown=advice_asked(TITLES, "Legal", [f"version{number}-001" for number in range(1, 6)], place=""),
    ),
    Golden(name="ask/advice_over", title="Advice is needed no more", shown=advice_over("Legal", place=PLACE)),
    Golden(
        name="ask/stuck",
        title="To the lead: a stage that nobody can make pass",
        shown=stuck(["hero <!here> shot"], "Legal", _WHY, place=PLACE),
    ),
    Golden(
        name="ask/stuck_many",
        title="To the lead: five pictures are stuck alike",
        shown=stuck(TITLES, "Legal", _WHY, place=""),
    ),
    Golden(
        name="ask/stuck_no_longer",
        title="To the lead: somebody was named, and it goes on",
        shown=unstuck("Legal", place=PLACE),
    ),
    Golden(
        name="ask/to_open",
        title="To the lead: a stage waits for their hand",
        shown=waits_for_you(["hero <!here> shot"], "Legal", ["version-001"], place=PLACE),
    ),
    Golden(
        name="ask/to_open_many",
        title="To the lead: five pictures wait for their hand",
        shown=waits_for_you(TITLES, "Legal", [f"version{number}-001" for number in range(1, 6)], place=""),
    ),
    Golden(
        name="ask/to_open_no_longer",
        title="To the lead: it is open",
        shown=opened_by_now("Legal", place=PLACE),
    ),
    _ask("one", "A picture waits for you", card_of(HERO)),
    _ask(
        "one_alone",
        "A second version waits for you alone",
        card_of(replace(HERO, version=2, turns=(BRANDS,), said=(APPROVED_BY_DANA,))),
        of=BRAND.slack_id,
        position=2,
    ),
    _ask(
        "for_somebody",
        "A picture waits for you, for somebody who is away",
        card_of(replace(HERO, turns=(BRANDS_AWAY,), said=(APPROVED_BY_DANA,))),
        position=2,
    ),
    _ask(
        "also_for_somebody",
        "A picture waits for you, and for somebody who is away",
        card_of(replace(HERO, turns=(DESIGN_AWAY,))),
        of=DESIGNERS[2].slack_id,
    ),
    _ask(
        "while_away",
        "While you are away somebody else is asked",
        card_of(replace(HERO, turns=(BRANDS_AWAY,), said=(APPROVED_BY_DANA,))),
        of=BRAND.slack_id,
        position=2,
    ),
    _ask("again", "A picture is asked about again", card_of(replace(HERO, turns=(DESIGN,), reopened=REOPENED))),
    _ask(
        "again_elsewhere",
        "No longer: a newer message asks",
        card_of(replace(HERO, round=2, turns=(DESIGN,), reopened=REOPENED)),
    ),
    _ask("many", "Five pictures wait for you", card_of(*batch())),
    _ask("many_more", "Fifty pictures wait for you", card_of(*batch(50))),
    _ask(
        "no_longer_next_stage",
        "No longer: somebody else said yes",
        card_of(replace(HERO, turns=(BRANDS,), said=(APPROVED_BY_DANA,))),
    ),
    _ask(
        "no_longer_others",
        "No longer: others sit in the stage by now",
        card_of(replace(HERO, turns=(replace(DESIGN, awaited=(DENIZ,), awaited_ids=(DESIGNERS[1].slack_id,)),))),
    ),
    _ask(
        "no_longer_decided",
        "No longer: sent back for changes",
        card_of(settled(Look.CHANGES_REQUESTED, CHANGES_BY_DENIZ)),
    ),
    _ask(
        "no_longer_many",
        "No longer: all five are decided",
        card_of(*(settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, row=row) for row in batch())),
    ),
)
