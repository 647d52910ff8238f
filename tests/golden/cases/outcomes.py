"""What the uploader reads once, when all is decided."""

from dataclasses import replace

from bot.approval.card import Card, Look
from bot.approval.notes import outcome
from tests.golden.cases.cards import DECIDED, MET, WISHED_BY_DANA
from tests.golden.cases.notices import LINK
from tests.golden.cases.studio import (
    APPROVED_BY_BEA,
    APPROVED_BY_DANA,
    CHANGES_BY_DENIZ,
    PLACE,
    REJECTED_BY_BEA,
    SHELF,
    batch,
    card_of,
    settled,
)
from tests.golden.golden import Golden


def _outcome(name: str, title: str, shown: Card) -> Golden:
    said = outcome(shown, rounds=range(1, 2), place=PLACE)
    assert said is not None
    return Golden(name=f"outcome/{name}", title=title, shown=said)


GOLDENS = (
    _outcome("approved", "Approved", card_of(settled(Look.PUBLISHING, APPROVED_BY_DANA, APPROVED_BY_BEA))),
    _outcome(
        "published",
        "Approved and published",
        card_of(settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, location=SHELF)),
    ),
    _outcome(
        "published_download",
        "Approved and published, with a link",
        card_of(replace(settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, location=SHELF), download=LINK)),
    ),
    _outcome(
        "unpublished",
        "Approved, and the library was given up",
        card_of(settled(Look.UNPUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA)),
    ),
    _outcome(
        "rejected", "Rejected, with the reason", card_of(settled(Look.REJECTED, APPROVED_BY_DANA, REJECTED_BY_BEA))
    ),
    _outcome("changes_requested", "Changes requested", card_of(settled(Look.CHANGES_REQUESTED, CHANGES_BY_DENIZ))),
    _outcome("to_do", "Approved with a wish", card_of(settled(Look.PUBLISHED, WISHED_BY_DANA, location=SHELF))),
    _outcome("done", "Approved, and the wish is met", card_of(settled(Look.PUBLISHED, MET, location=SHELF))),
    _outcome("batch_mixed", "Five pictures, decided differently", card_of(*DECIDED)),
    _outcome(
        "batch_approved",
        "Twenty pictures, all approved",
        card_of(*(settled(Look.PUBLISHED, APPROVED_BY_DANA, APPROVED_BY_BEA, row=row) for row in batch(20))),
    ),
)
