"""/galley: asked in any case, answered in private, with what is true now."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from typing import Any

from bot import clicks
from bot.approval import views as approval
from bot.requests import views as requests
from bot.requests.commands import COMMANDS
from bot.search import views as search
from bot.slack.actor import Actor
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Seen
from tests.waiting import eventually

SMALL = (300, 300)


async def test_whoever_asks_is_answered_alone_and_told_what_could_be_meant(galley: Galley) -> None:
    await help_is_seen_by_nobody_else(galley)
    await help_comes_in_any_case_and_names_every_command(galley)
    await an_unknown_word_is_answered_with_the_nearest_command(galley)
    await a_filter_that_does_not_exist_is_answered_with_the_nearest(galley)
    await what_somebody_types_never_becomes_mark_up(galley)
    await nothing_is_snoozed_where_nothing_is_planned(galley)
    await campaign_and_task_explain_themselves(galley)
    await submit_opens_the_form(galley)


async def help_is_seen_by_nobody_else(galley: Galley) -> None:
    await galley.stage.command("uploader", "intake", "help")

    assert [message.is_private for message in await galley.stage.messages("uploader", "intake")] == [True]
    assert await galley.stage.messages("designer1", "intake") == []


async def help_comes_in_any_case_and_names_every_command(galley: Galley) -> None:
    for text in ("HELP", ""):
        said = await galley.stage.command("uploader", "intake", text)

        for command in COMMANDS:
            assert f"/galley {command.usage}" in said


async def an_unknown_word_is_answered_with_the_nearest_command(galley: Galley) -> None:
    assert "Did you mean `/galley status`?" in await galley.stage.command("uploader", "intake", "statsu hero")
    assert "`/galley help`" in await galley.stage.command("uploader", "intake", "xyzzy")


async def a_filter_that_does_not_exist_is_answered_with_the_nearest(galley: Galley) -> None:
    assert "Did you mean tag?" in await galley.stage.command("lead", "general", "find tga:spring")
    assert "Did you mean approved?" in await galley.stage.command("lead", "general", "find state:aproved")
    assert "Nobody here is called" in await galley.stage.command("lead", "general", "find by:nobody")


async def what_somebody_types_never_becomes_mark_up(galley: Galley) -> None:
    for command in ("<!channel>`*", "status <!channel>`*", "why <!here>", "find <!channel>", "snooze <!channel>"):
        said = await galley.stage.command("uploader", "intake", command)

        assert "<!channel>" not in said
        assert "<!here>" not in said


async def nothing_is_snoozed_where_nothing_is_planned(galley: Galley) -> None:
    assert "No reminder is planned for you" in await galley.stage.command("uploader", "general", "snooze")
    assert "30 days at most" in await galley.stage.command("uploader", "general", "snooze 99d")


async def campaign_and_task_explain_themselves(galley: Galley) -> None:
    assert "/galley campaign link" in await galley.stage.command("lead", "campaign", "campaign")
    assert "Did you mean `/galley campaign link`?" in await galley.stage.command("lead", "campaign", "campaign lnk")
    assert "/galley task link ADDRESS" in await galley.stage.command("lead", "campaign", "task")
    assert "No open task" in await galley.stage.command("lead", "campaign", "tasks")


async def submit_opens_the_form(galley: Galley) -> None:
    assert await form_view(galley)


async def test_whatever_is_asked_about_a_picture_is_answered_with_what_is_true_now(galley: Galley) -> None:
    card = await in_review(galley, "hero_shot.jpg", seed=1)

    await its_status(galley)
    await why_it_waits(galley)
    await what_waits_for_those_who_are_not_asked(galley)
    await where_it_is_found(galley)
    await why_they_are_asked_and_nobody_else_sees_it(galley, card)
    await by_its_tag_it_is_found_and_others_are_not(galley)
    await without_words_the_latest_of_the_channel_come_first(galley)
    await why_names_what_the_uploader_must_do(galley)


async def its_status(galley: Galley) -> None:
    said = await galley.stage.command("uploader", "intake", "status Hero")
    assert "Design, 0 of 1 yes" in said
    assert "Awaited: any one of Dana Designer, Deniz Designer or Dora Designer" in said
    mistyped = await galley.stage.command("uploader", "intake", "status hero shto")
    assert "Did you mean *hero shot*?" in mistyped


async def why_it_waits(galley: Galley) -> None:
    said = await galley.stage.command("uploader", "intake", "why hero")
    assert "waits for Dana Designer, Deniz Designer or Dora Designer since <!date^" in said
    assert "because Design (stage 1 of 2) needs 1 yes of 3 approvers and has 0" in said
    assert "Brand is asked" in said
    assert "Without an answer, they are reminded <!date^" in said


async def what_waits_for_those_who_are_not_asked(galley: Galley) -> None:
    assert "Nothing waits for you" in await galley.stage.command("uploader", "intake", "mine")
    assert "Nothing waits for you" in await galley.stage.command("brand", "review", "mine")


async def where_it_is_found(galley: Galley) -> None:
    assert '1 found for by:"Uma Uploader"' in await galley.stage.command("lead", "general", "find by:@uploader")
    assert "1 found" in await galley.stage.command("uploader", "general", "find HERO by:me state:review")
    assert "Nothing found" in await galley.stage.command("lead", "general", "find by:@designer1")
    assert "Nothing found" in await galley.stage.command("lead", "general", "find state:approved")


async def why_they_are_asked_and_nobody_else_sees_it(galley: Galley, card: Seen) -> None:
    await choose(galley, "designer2", card, clicks.WHY)

    async def told() -> bool:
        seen = await galley.stage.messages("designer2", "review")
        return any(
            one.is_private and "You are asked because galley.yml names you for Design" in one.words for one in seen
        )

    await eventually(told)
    assert not any(one.is_private for one in await galley.stage.messages("designer1", "review"))


async def by_its_tag_it_is_found_and_others_are_not(galley: Galley) -> None:
    await hand_in(galley, await form_view(galley), "beach.jpg", title="Beach", tags="Spring, sand")
    await eventually(lambda: card_of(galley, "Beach"))

    said = await galley.stage.command("lead", "general", "find tag:spring type:jpg")

    assert "1 found" in said
    assert "Beach" in said
    assert "Nothing found" in await galley.stage.command("lead", "general", "find tag:spring type:png")
    assert "Nothing found" in await galley.stage.command("lead", "general", "find tag:autumn")


async def without_words_the_latest_of_the_channel_come_first(galley: Galley) -> None:
    said = await galley.stage.command("lead", "review", "status")

    assert said.index("Beach") < said.index("hero")
    assert "Design, 0 of 1 yes" in await galley.stage.command("lead", "review", "status #2")


async def why_names_what_the_uploader_must_do(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", ("tiny.jpg", photo(1, size=(100, 80))))

    async def said() -> bool:
        return "waits for Uma Uploader" in await galley.stage.command("uploader", "intake", "why tiny")

    await eventually(said)
    assert "Size is 100 x 80 px, expected at least 200 x 200 px" in await galley.stage.command(
        "uploader", "intake", "why tiny"
    )


async def test_what_waits_and_what_is_found_come_in_order_and_in_pages(galley: Galley) -> None:
    await galley.stage.drop("uploader", "intake", *(f(number) for number in range(10)))
    await eventually(galley.stage.card)

    async def all_wait() -> bool:
        return "10 pictures wait for you" in await galley.stage.command("designer1", "review", "mine")

    await eventually(all_wait)
    oldest_first = [words async for words in pages(galley, "mine", requests.NEXT)]
    newest_first = [words async for words in pages(galley, "find shot", search.NEXT)]
    assert [("shot 0" in words, "shot 9" in words) for words in oldest_first] == [(True, False), (False, True)]
    assert [("shot 1" in words, "shot 9" in words) for words in newest_first] == [(False, True), (True, False)]
    assert newest_first[0].index("shot 9") < newest_first[0].index("shot 8")


async def pages(galley: Galley, text: str, further: str) -> AsyncIterator[str]:
    """To the last one, which leads no further."""
    page = await answer(galley, "designer1", text)
    while further in page.actions:
        yield page.words
        await galley.stage.click("designer1", page, further)
        page = (await galley.stage.messages("designer1", "review"))[-1]
    yield page.words


async def test_reminders_are_put_off_by_command_by_the_card_and_by_their_button(galley: Galley) -> None:
    card = await in_review(galley, "hero.jpg", seed=1)
    said = await galley.stage.command("designer1", "review", "snooze hero 2d")
    assert "No reminders about *hero* before <!date^" in said
    await choose(galley, "designer2", card, clicks.SNOOZE)
    await eventually(lambda: is_told(galley.stage.messages("designer2", "review")))

    await galley.stage.advance("PT8H")  # past the first reminder, in working hours
    await eventually(lambda: has_reminder(galley, "designer3"))
    assert not await has_reminder(galley, "designer1")

    [reminder] = [one for one in await galley.stage.direct("designer3") if clicks.PUT_OFF in one.actions]
    await galley.stage.click("designer3", reminder, clicks.PUT_OFF, channel="@designer3")
    await eventually(lambda: is_told(galley.stage.direct("designer3")))


async def test_a_picture_is_known_only_to_those_it_concerns(galley: Galley) -> None:
    board, stage = Board(galley), galley.stage
    await board.link("intake")
    await in_review(galley, "hero.jpg", seed=1)
    await board.settled_task()

    assert "Nothing that concerns you" in await stage.command("stranger", "general", "status hero")
    assert "Nothing that concerns you" in await stage.command("guest", "@guest", "why hero")
    assert "Nothing found" in await stage.command("guest", "@guest", "find hero")
    assert ["hero" in await stage.command(who, "intake", "tasks") for who in ("designer1", "guest")] == [True, False]
    card = await board.card()
    why = next(one["value"] for one in card.actions[clicks.MORE]["options"] if one["value"].startswith(clicks.WHY))
    await galley.house.steps.requests.more(why, by=Actor(team_id="T0SANDBOX", person_id="U0GUEST", channel_id=None))

    async def told() -> str:
        return "\n".join(one.words for one in await stage.direct("guest") if "card" in one.words)

    assert "This card belongs to nothing" in await eventually(told)


async def in_review(galley: Galley, name: str, *, seed: int) -> Seen:
    """Drop a picture, and wait for its card."""
    title = name.removesuffix(".jpg").replace("_", " ")
    await galley.stage.drop("uploader", "intake", (name, photo(seed, size=SMALL)))
    return await eventually(lambda: card_of(galley, title))


async def card_of(galley: Galley, title: str) -> Seen | None:
    card = await galley.stage.card()
    return card if card and title in card.text and approval.APPROVE in card.actions else None


async def answer(galley: Galley, user: str, text: str) -> Seen:
    await galley.stage.command(user, "review", text)
    return (await galley.stage.messages(user, "review"))[-1]


async def form_view(galley: Galley) -> str:
    opened = await galley.stage.post(
        "slack/command", user="uploader", channel="general", command="/galley", text="submit"
    )
    return str(opened["view_id"])


async def hand_in(galley: Galley, view_id: str, name: str, **answers: str) -> None:
    files = await galley.stage.keep("uploader", (name, photo(7, size=SMALL)))
    values: dict[str, Any] = {block_id: {"value": words} for block_id, words in answers.items()}
    assert await galley.stage.submit("uploader", view_id, {"files": {"value": files}, **values}) == {"closed": True}


async def choose(galley: Galley, user: str, card: Seen, verb: str) -> None:
    option = next(one["value"] for one in card.button(clicks.MORE)["options"] if one["value"].startswith(verb))
    await galley.stage.click(user, card, clicks.MORE, option=option)


async def is_told(reading: Awaitable[Sequence[Seen]]) -> bool:
    return any("No reminders before" in one.words for one in await reading)


async def has_reminder(galley: Galley, user: str) -> bool:
    return any("still waits for you" in message.words for message in await galley.stage.direct(user))


def f(number: int) -> tuple[str, bytes]:
    return f"shot_{number}.jpg", photo(number, size=SMALL)
