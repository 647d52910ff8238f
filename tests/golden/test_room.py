"""A batch of any size is told whole: Slack takes the view, and no picture of it is left out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk.models.views import View

from bot.approval.forms import each_form, reason_form
from bot.approval.views import card
from bot.intake.views import receipt, which_picture
from bot.slack.parts import Message
from models.batch import MOST
from models.review.words import Verdict
from sandbox.slack.blockkit.checks import Place, Surface
from sandbox.slack.blockkit.surfaces import (
    MOST_TEXT,
    is_too_large,
    length_of_text,
    place_of,
    wrong_with_message,
    wrong_with_view,
)
from tests.golden.cases.cards import WIDE
from tests.golden.cases.forms import questions
from tests.golden.cases.receipts import BACK, CMYK, HEAVY, PLACE, SMALL, Receipt
from tests.golden.cases.studio import IN_REVIEW, batch, card_of

LONG = "a title as long as people write it when they describe the whole picture in it"

every_size = pytest.mark.parametrize("count", range(1, MOST + 1))


@every_size
def test_a_receipt_tells_of_every_picture(count: int) -> None:
    failed, unread = (CMYK, HEAVY, SMALL), "picture.jpg cannot be read. " * 12
    lines = [
        replace(
            BACK, number=n, title=f"{n:02} {LONG}", failed=failed if n % 2 else (), problem="" if n % 2 else unread,
            missing=("Photographer", "Licence until"), details_asset=f"asset-{n}", repair_version=f"version-{n}",
        )
        for n in range(1, count + 1)
    ]  # fmt: skip

    shown = receipt(Receipt(pictures=count, cards=1, lines=tuple(lines), campaign=LONG, place=PLACE))

    assert_told_whole(shown, [f"{n:02} a title" for n in range(1, count + 1)])


@every_size
def test_a_card_tells_of_every_picture(count: int) -> None:
    rows = [
        replace(row, title=f"{row.number:02} {LONG}", version=2, findings=(*row.findings, WIDE), task=IN_REVIEW)
        for row in batch(count)
    ]

    shown = card(card_of(*rows), batch_id="0" * 26)

    assert_told_whole(shown, [f"{row.number:02} a title" for row in rows])


@every_size
def test_the_forms_have_room_for_every_picture(count: int) -> None:
    asked = questions(*(f"{n:02} {LONG}" for n in range(1, count + 1)))

    for shown in (each_form(asked), reason_form(asked, Verdict.REJECT)):
        assert_told_whole(shown, [f"{n:02} a title" for n in range(1, count + 1)])


def test_all_pictures_of_three_cards_can_be_chosen_from() -> None:
    choices = [("0" * 26, f"{n}. {n:02} {LONG}") for n in range(1, 3 * MOST + 1)]

    shown = which_picture("hero.jpg", choices, post_id="0" * 26)

    assert_told_whole(shown, [f"{n:02} a title" for n in range(1, 3 * MOST + 1)])


def assert_told_whole(shown: Message | View, titles: list[str]) -> None:
    drawn = shown.to_json() if isinstance(shown, Message) else shown.to_dict()
    if isinstance(shown, View):
        place = place_of(drawn)
        assert place is not None
        wrong = wrong_with_view(drawn, Surface(place=place, why_not_file=lambda _: None))
    else:
        wrong = wrong_with_message(drawn["blocks"], Surface(place=Place.MESSAGE, why_not_file=lambda _: None))
        assert not is_too_large(drawn)
        assert length_of_text(drawn["blocks"]) <= MOST_TEXT
    assert wrong == []
    said = "\n".join(words_of(drawn["blocks"]))
    assert [title for title in titles if title not in said] == []
    assert "could not be shown" not in said


def words_of(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from words_of(inner)
