"""The doors: an intake channel, a thread, a form, a shortcut; and what a receipt lets its uploader do."""

from pathlib import Path

import pytest

from bot.intake import views as intake
from bot.intake.listeners import SEND_TO_REVIEW, WRONG_TAG
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually


@pytest.fixture
def strict_policy(policy: Path) -> Path:
    text = policy.read_text(encoding="utf-8")
    needed = "  photographer: { label: Photographer, required: true }\n"
    policy.write_text(text.replace("  tags: {", f"{needed}  tags: {{"), encoding="utf-8")
    return policy


async def test_the_form_and_the_shortcut_bring_pictures_in(galley: Galley) -> None:
    await a_form_hands_in_two_files_as_one_batch(galley)
    await the_shortcut_takes_a_message_of_any_channel_once(galley)
    await a_wrong_tag_is_corrected_from_the_card(galley)


async def a_form_hands_in_two_files_as_one_batch(galley: Galley) -> None:
    answer = await galley.stage.post(
        "slack/command", user="uploader", channel="general", command="/galley", text="submit"
    )
    files = await galley.stage.keep("uploader", ("one.jpg", photo(1)), ("two.jpg", photo(2)))

    await galley.stage.submit("uploader", answer["view_id"], {"files": {"value": files}})

    card = await eventually(lambda: card_naming(galley, "two"))
    assert "one" in card.words

    async def received() -> bool:
        return any("2 pictures" in one.words for one in await galley.stage.direct("uploader"))

    await eventually(received)


async def the_shortcut_takes_a_message_of_any_channel_once(galley: Galley) -> None:
    ts = await galley.stage.drop("uploader", "general", ("hero.jpg", photo(3)))
    for _ in range(2):
        await galley.stage.post(
            "slack/shortcut", user="designer3", callback_id=SEND_TO_REVIEW, channel="general", ts=ts
        )

    await eventually(lambda: card_naming(galley, "hero"))

    async def told() -> bool:
        seen = await galley.stage.messages("designer3", "general")
        return any(one.is_private and "in review already" in one.words for one in seen)

    await eventually(told)
    shown = [one for one in await galley.stage.messages("designer1", "review") if one.is_card]
    assert ["hero" in one.words for one in shown] == [False, True]


async def a_wrong_tag_is_corrected_from_the_card(galley: Galley) -> None:
    await galley.house.jobs.settled()  # Slack shows the card a moment before Galley has heard that it does
    card = await card_naming(galley, "hero")
    assert card
    opened = await galley.stage.post(
        "slack/shortcut", user="uploader", callback_id=WRONG_TAG, channel="review", ts=card.ts
    )

    await galley.stage.submit(
        "uploader", opened["view_id"], {"title": {"value": "Lighthouse"}, "tags": {"value": "dusk"}}
    )

    await eventually(lambda: card_naming(galley, "Lighthouse"))
    assert "Lighthouse" in await galley.stage.command("uploader", "general", "find tag:dusk")


async def test_the_thread_of_an_upload_makes_good_what_was_not(galley: Galley) -> None:
    await a_file_deleted_before_it_was_fetched_is_missed_in_words(galley)
    await a_better_file_is_a_new_version(galley)
    await an_ambiguous_file_is_asked_about(galley)
    await one_click_repairs_a_copy_and_two_clicks_do_no_more(galley)
    assert await galley.stage.direct("admin") == []


async def a_file_deleted_before_it_was_fetched_is_missed_in_words(galley: Galley) -> None:
    await galley.stage.post("faults", system="slack", kind="error", match="files.info", times=1)
    ts = await galley.stage.drop("uploader", "intake", ("gone.jpg", photo(1)))
    upload = (await galley.stage.messages("uploader", "intake"))[-1]

    await galley.stage.post("slack/file_delete", user="uploader", file=upload.raw["files"][0]["id"])

    await eventually(lambda: receipt_saying(galley, ts, "no longer in Slack"))


async def a_better_file_is_a_new_version(galley: Galley) -> None:
    ts = await galley.stage.drop("uploader", "intake", ("tiny.jpg", photo(2, size=(100, 90))))
    await eventually(lambda: receipt_saying(galley, ts, "100 x 90 px"))

    await galley.stage.drop("uploader", "intake", ("large.jpg", photo(3)), thread_ts=ts)

    card = await eventually(lambda: card_naming(galley, "tiny"))
    assert "version 2" in card.words


async def an_ambiguous_file_is_asked_about(galley: Galley) -> None:
    ts = await galley.stage.drop("uploader", "intake", ("one.jpg", photo(4)), ("two.jpg", photo(5)))
    await eventually(lambda: card_naming(galley, "two"))
    await galley.stage.drop("uploader", "intake", ("better.jpg", photo(6)), thread_ts=ts)

    async def question() -> Seen | None:
        thread = await galley.stage.messages("uploader", "intake", thread_ts=ts)
        return next((one for one in thread if one.is_private and "better" in one.words), None)

    asked = await eventually(question)
    await galley.stage.click("uploader", asked, f"{intake.WHICH}.1", channel="intake")

    card = await eventually(lambda: card_naming(galley, "two, version 2"))
    assert "one, version 2" not in card.words


async def one_click_repairs_a_copy_and_two_clicks_do_no_more(galley: Galley) -> None:
    ts = await galley.stage.drop("uploader", "intake", ("print.jpg", photo(7, mode="CMYK")))
    receipt = await eventually(lambda: receipt_offering(galley, ts, intake.REPAIR))

    for _ in range(2):
        await galley.stage.click("uploader", receipt, intake.REPAIR, channel="intake")

    card = await eventually(lambda: card_naming(galley, "print"))
    assert "version 2" in card.words
    assert "version 3" not in card.words


async def test_what_is_missing_is_asked_before_anybody_else(strict_policy: Path, galley: Galley) -> None:
    assert strict_policy.exists()
    ts = await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    receipt = await eventually(lambda: receipt_offering(galley, ts, intake.DETAILS))
    assert await galley.stage.card() is None

    form = await galley.stage.click("uploader", receipt, intake.DETAILS, channel="intake")
    await galley.stage.submit("uploader", form["view_id"], {"photographer": {"value": "Ana"}})

    await eventually(lambda: card_naming(galley, "hero"))


async def receipt_offering(galley: Galley, ts: str, action_id: str) -> Seen | None:
    receipt = await galley.stage.receipt(ts)
    return receipt if receipt and action_id in receipt.actions else None


async def receipt_saying(galley: Galley, ts: str, words: str) -> bool:
    receipt = await galley.stage.receipt(ts)
    return receipt is not None and words in receipt.words


async def card_naming(galley: Galley, words: str) -> Seen | None:
    card = await galley.stage.card()
    return card if card and words in card.words else None
