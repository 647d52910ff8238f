"""A verdict in a card's thread counts for nothing by itself; whoever wrote it is asked, alone and once."""

from collections.abc import Sequence

import pytest
from sqlmodel import select

from bot import clicks
from bot.approval import forms
from bot.remarks import views
from bot.slack.actor import Actor
from models.approval import Decision
from models.remark import Remark
from models.review.words import Verdict
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what is asked of it is the same on both
SILENT = ("lgtm?", "> lgtm", "Anna said ok", "not approved yet", "where is the logo", "`approved`", "approved by Bo")


async def test_a_yes_counts_once_it_is_recorded_and_only_where_nobody_was_faster(galley: Galley) -> None:
    card = await in_review(galley, ("hero.jpg", photo()))

    first = await slack_bringing_it_twice_asks_once(galley, card)
    await a_yes_counts_once_it_is_recorded_and_not_before(galley, card)
    assert [one.ts for one in await private(galley, "designer1", card)] == [first.ts]
    await whoever_comes_after_another_decision_is_refused(galley, first)


async def slack_bringing_it_twice_asks_once(galley: Galley, card: Seen) -> Seen:
    await galley.stage.post("faults", system="slack", kind="duplicate", match="event", times=2)
    await says(galley, "designer1", card, "lgtm")

    first = await offered(galley, "designer1", card)
    await galley.house.jobs.settled()
    assert [one.ts for one in await private(galley, "designer1", card)] == [first.ts]
    return first


async def a_yes_counts_once_it_is_recorded_and_not_before(galley: Galley, card: Seen) -> None:
    await says(galley, "designer2", card, "LGTM!")
    offer = await offered(galley, "designer2", card)
    assert "Record it as your approval of *hero*, version 1, in Design?" in offer.words
    assert await decisions(galley) == []

    await galley.stage.click("designer2", offer, views.APPROVE)

    assert await decisions(galley) == [("U0DESIGNER2", Verdict.APPROVE, "")]
    assert await private(galley, "designer2", card) == []
    assert await private(galley, "designer3", card) == []
    await eventually(lambda: line(galley, card, "Deniz Designer* approved"))


async def whoever_comes_after_another_decision_is_refused(galley: Galley, first: Seen) -> None:
    await galley.stage.click("designer1", first, views.APPROVE)

    await eventually(lambda: told(galley, "designer1", "Design was already settled by Deniz Designer"))
    assert [verdict for _, verdict, _ in await decisions(galley)] == [Verdict.APPROVE]


@on_sqlite
async def test_only_a_verdict_of_those_who_are_awaited_is_asked_about_and_only_once(galley: Galley) -> None:
    card = await in_review(galley, ("hero.jpg", photo()))

    await whoever_says_that_it_is_no_decision_hears_that_nothing_was_recorded(galley, card)
    await what_is_no_verdict_and_who_is_not_awaited_are_heard_in_silence(galley, card)
    async with galley.house.db.read() as session:
        assert [one.person_id for one in await session.exec(select(Remark))] == ["U0DESIGNER1"]
    await a_no_opens_the_form_with_what_was_written(galley, card)


async def whoever_says_that_it_is_no_decision_hears_that_nothing_was_recorded(galley: Galley, card: Seen) -> None:
    await says(galley, "designer1", card, "looks good")
    offer = await offered(galley, "designer1", card)

    await galley.stage.click("designer1", offer, views.NO_DECISION)


async def what_is_no_verdict_and_who_is_not_awaited_are_heard_in_silence(galley: Galley, card: Seen) -> None:
    said = await says(galley, "designer2", card, "hm")
    for words in SILENT:
        await says(galley, "designer2", card, words)
    for who in ("uploader", "brand", "lead"):
        await says(galley, who, card, "lgtm")
    await galley.stage.post("slack/message", user="designer2", channel="review", text="lgtm")
    await galley.stage.post("slack/edit", user="designer2", channel="review", ts=said, text="lgtm")
    await says(galley, "designer1", card, "approved")
    await says(galley, "designer3", card, "lgtm")
    await offered(galley, "designer3", card)

    for who in ("designer2", "uploader", "brand", "lead"):
        assert await private(galley, who, card) == [], who
    assert ["Nothing was recorded" in one.words for one in await private(galley, "designer1", card)] == [True]


async def a_no_opens_the_form_with_what_was_written(galley: Galley, card: Seen) -> None:
    await says(galley, "designer2", card, "not ok because the logo hides R&amp;D")
    offer = await offered(galley, "designer2", card)

    opened = await galley.stage.click("designer2", offer, views.REQUEST_CHANGES)
    form = (await galley.stage.get("slack/views", user="designer2"))["views"][-1]
    written = next(block for block in form["blocks"] if block["block_id"] == "reason")["element"]["initial_value"]
    assert (form["callback_id"], written) == (
        forms.REASON[Verdict.REQUEST_CHANGES], "not ok because the logo hides R&D",
    )  # fmt: skip
    assert await decisions(galley) == []

    await galley.stage.submit("designer2", opened["view_id"], {"reason": {"value": written}})
    assert await decisions(galley) == [("U0DESIGNER2", Verdict.REQUEST_CHANGES, written)]


@on_sqlite
async def test_an_offer_is_for_one_person_and_one_version(galley: Galley) -> None:
    card = await in_review(galley, ("hero.jpg", photo(1)))
    await says(galley, "designer1", card, "lgtm")
    offer = await offered(galley, "designer1", card)

    await nobody_answers_an_offer_to_somebody_else(galley, offer)
    await an_offer_about_an_older_version_is_refused(galley, card, offer)


async def nobody_answers_an_offer_to_somebody_else(galley: Galley, offer: Seen) -> None:
    post_id = offer.button(views.APPROVE)["value"]

    for who, team in (("U0DESIGNER2", "T0SANDBOX"), ("U0DESIGNER1", "T0OTHER")):
        by = Actor(team_id=team, person_id=who, channel_id="C0REVIEW")
        await galley.house.steps.remarks.approve(post_id, by=by)
        await galley.house.steps.remarks.set_aside(post_id, by=by)

    assert await decisions(galley) == []
    async with galley.house.db.read() as session:
        assert (await session.exec(select(Remark))).all() == []


async def an_offer_about_an_older_version_is_refused(galley: Galley, card: Seen, offer: Seen) -> None:
    await galley.stage.drop("uploader", "review", ("hero.jpg", photo(2)), thread_ts=card.ts)
    await eventually(lambda: asks(galley, "version 2?"))

    await galley.stage.click("designer1", offer, views.APPROVE)

    assert await decisions(galley) == []
    await eventually(lambda: told(galley, "designer1", "There is another version by now"))


@on_sqlite
async def test_below_several_pictures_those_that_are_named_count(galley: Galley) -> None:
    card = await in_review(galley, *((f"shot_{number}.jpg", photo(number)) for number in (1, 2, 3)))
    await says(galley, "designer1", card, "this one looks good")
    assert "I cannot tell for which of these 3 pictures" in (await offered(galley, "designer1", card)).words

    await says(galley, "designer2", card, "1 and shot_3.jpg look good")
    offer = await offered(galley, "designer2", card)
    assert "2 of these 3 pictures" in offer.words
    await galley.stage.click("designer2", offer, views.APPROVE)

    assert len(await decisions(galley)) == 2
    await says(galley, "designer3", card, "lgtm")
    assert "your approval of *shot 2*, version 1" in (await offered(galley, "designer3", card)).words


async def in_review(galley: Galley, *files: tuple[str, bytes]) -> Seen:
    await galley.stage.drop("uploader", "intake", *files)
    card = await eventually(galley.stage.card)
    await galley.house.jobs.settled()
    return card


async def says(galley: Galley, who: str, card: Seen, words: str) -> str:
    answer = await galley.stage.post("slack/message", user=who, channel="review", text=words, thread_ts=card.ts)
    return str(answer["ts"])


async def private(galley: Galley, who: str, card: Seen) -> Sequence[Seen]:
    return [one for one in await galley.stage.messages(who, "review", thread_ts=card.ts) if one.is_private]


async def offered(galley: Galley, who: str, card: Seen) -> Seen:
    async def last() -> Seen | None:
        seen = await private(galley, who, card)
        return seen[-1] if seen else None

    return await eventually(last)


async def asks(galley: Galley, words: str) -> bool:
    card = await galley.stage.card()
    return card is not None and words in card.text and clicks.APPROVE in card.actions


async def told(galley: Galley, who: str, words: str) -> bool:
    return any(words in one.words for one in await galley.stage.messages(who, "review") if one.is_private)


async def line(galley: Galley, card: Seen, words: str) -> bool:
    return any(words in one.words for one in await galley.stage.messages("lead", "review", thread_ts=card.ts))


async def decisions(galley: Galley) -> list[tuple[str, Verdict, str]]:
    async with galley.house.db.read() as session:
        made = (await session.exec(select(Decision))).all()
    return [(one.person_id, one.verdict, one.reason) for one in made]
