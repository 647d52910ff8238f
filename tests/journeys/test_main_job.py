"""The main job: dropped, checked, approved in two stages, published, everybody told once."""

from bot.approval import views
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually


async def test_a_dropped_picture_is_shown_approved_by_those_who_are_asked_and_published(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero_shot.jpg", photo()))

    await its_card_says_who_is_awaited(galley)
    await its_card_shows_it(galley)
    await a_strangers_click_is_refused_in_private(galley)
    await two_yeses_publish_it_once_with_its_renditions(galley)


async def its_card_says_who_is_awaited(galley: Galley) -> None:
    card = await eventually(galley.stage.card)

    assert card.text.startswith("Approve hero shot?")
    assert "stage 1 of 2" in card.words
    for name in ("Dana Designer", "Deniz Designer", "Dora Designer"):
        assert name in card.words


async def its_card_shows_it(galley: Galley) -> None:
    async def shown() -> str | None:
        card = await galley.stage.card()
        return card.picture if card else None

    assert await eventually(shown)


async def a_strangers_click_is_refused_in_private(galley: Galley) -> None:
    card = await eventually(galley.stage.card)

    await galley.stage.click("stranger", card, views.APPROVE)

    async def whispered() -> str:
        seen = await galley.stage.messages("stranger", "review")
        return next((message.words for message in seen if message.is_private), "")

    assert "it is for Dana Designer" in await eventually(whispered)
    assert not any(message.is_private for message in await galley.stage.messages("designer1", "review"))


async def two_yeses_publish_it_once_with_its_renditions(galley: Galley) -> None:
    await approve(galley, "designer1", stage="Design")
    await approve(galley, "brand", stage="Brand")

    async def announced() -> bool:
        posts = await galley.stage.messages("lead", "campaign")
        return any("in the library" in post.text for post in posts)

    await eventually(announced)
    sidecars = list((galley.config.data / "library").rglob("asset.json"))
    assert len(sidecars) == 1
    assert sorted(one.name for one in sidecars[0].parent.rglob("v1/renditions/*")) == [
        "social.jpg",
        "thumb.webp",
        "web.jpg",
    ]
    for one in sidecars[0].parent.rglob("v1/renditions/*"):
        assert b'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">hero shot</rdf:li>' in one.read_bytes()
    (original,) = sidecars[0].parent.rglob("v1/hero*")
    assert original.read_bytes() == photo()


async def test_the_uploader_gets_one_message_with_the_reason(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo()))
    card = await eventually(galley.stage.card)
    form = await galley.stage.click("designer2", card, views.REJECT)

    reason = {"reason": {"value": "The logo is missing"}}
    await galley.stage.submit("designer2", form["view_id"], reason)

    async def told() -> bool:
        return any("The logo is missing" in message.words for message in await galley.stage.direct("uploader"))

    await eventually(told)
    assert len(await galley.stage.buzzes("uploader")) == 1


async def test_a_new_version_in_the_thread_asks_again_and_is_from_whoever_brought_it(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("hero.jpg", photo(1)))
    card = await eventually(galley.stage.card)

    await what_was_asked_for_comes_and_the_same_card_asks_again(galley, card)
    await whoever_brings_a_better_one_is_named(galley, card)


async def what_was_asked_for_comes_and_the_same_card_asks_again(galley: Galley, card: Seen) -> None:
    form = await galley.stage.click("designer1", card, views.REQUEST_CHANGES)
    await galley.stage.submit("designer1", form["view_id"], {"reason": {"value": "Brighter, please"}})

    await galley.stage.drop("uploader", "review", ("hero.jpg", photo(2)), thread_ts=card.ts)

    async def asked_again() -> bool:
        seen = await galley.stage.card()
        return seen is not None and "version 2?" in seen.text and views.APPROVE in seen.actions

    await eventually(asked_again)
    assert len([one for one in await galley.stage.messages("designer1", "review") if one.is_card]) == 1


async def whoever_brings_a_better_one_is_named(galley: Galley, card: Seen) -> None:
    await galley.stage.drop("designer3", "review", ("brighter.jpg", photo(3)), thread_ts=card.ts)

    async def attributed() -> bool:
        seen = await galley.stage.card()
        return seen is not None and "version 3, from Dora Designer" in seen.text

    await eventually(attributed)


async def approve(galley: Galley, user: str, *, stage: str) -> None:
    """Click Approve once the card asks this stage."""

    async def asks() -> bool:
        card = await galley.stage.card(user)
        return card is not None and f"*{stage}*" in card.words and views.APPROVE in card.actions

    await eventually(asks)
    card = await galley.stage.card(user)
    assert card is not None
    await galley.stage.click(user, card, views.APPROVE)
