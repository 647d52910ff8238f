"""Story S5: somebody is away, for some days and one campaign, over the night in which the clocks are put forward."""

from pathlib import Path

import pytest

from bot import clicks
from bot.away import views
from tests.journeys.board import Board
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Json, Seen
from tests.waiting import eventually

SMALL = (300, 300)
FRIDAY, SUNDAY, MONDAY = "2026-03-27", "2026-03-29", "2026-03-30"  # Europe's clocks go forward on that Sunday
FIRST, BESIDE, SECOND = "shot 1", "shot 2", "shot 3"  # of Spring, of Autumn, of Spring again
STANDS_IN = "*You stand in for Bea Brand* from Fri 27 Mar to Sun 29 Mar, for Spring Campaign"


@pytest.fixture
def policy(policy: Path) -> Path:
    """Bea alone decides, in London; each intake channel is a campaign's."""
    before, _, rest = policy.read_text("utf-8").partition("    - name: Design")
    text = before + rest[rest.index("    - name: Brand") :]
    policy.write_text(text.replace("channels: [intake]", "channels: [intake, general]"), "utf-8")
    return policy


async def test_away_for_a_campaign_over_the_night_that_loses_an_hour_and_back(galley: Galley) -> None:
    await it_is(galley, FRIDAY, "13:00")
    board = Board(galley)
    await board.link("intake")
    await board.link("general", "Autumn Campaign")
    await dropped(galley, "intake", seed=1)
    await dropped(galley, "general", seed=2)
    for title in (FIRST, BESIDE):  # four hours of Friday in Berlin, and four of Monday, which begins an hour earlier
        await says(galley, "awaited: *Bea Brand*", "30 Mar 2026, 11:", title=title)
    await eventually(lambda: reads(galley, "brand", "waits for your decision", times=2))

    await goes_away(galley, "brand", "until sunday @director", campaign="Spring Campaign")
    await what_is_of_the_campaign_is_decided_for_her(galley)
    await a_loop_and_a_chain_are_refused_at_the_right_field(galley)
    await it_ends_at_her_midnight_which_comes_an_hour_earlier(galley)
    await back_she_goes_again_and_ends_it_herself(galley)


async def what_is_of_the_campaign_is_decided_for_her(galley: Galley) -> None:
    """And the other picture still waits for her. The lead reads that nobody is missing."""
    stage = galley.stage
    await eventually(lambda: reads(galley, "director", STANDS_IN))
    await eventually(lambda: reads(galley, "director", "for your decision, for Bea Brand"))
    card = await says(galley, "awaited: *Dirk Director (for Bea Brand)*", title=FIRST)
    await says(galley, "awaited: *Bea Brand*", title=BESIDE)
    await eventually(lambda: reads(galley, "brand", "While you are away, Dirk Director is asked"))
    mine = await stage.command("director", "general", "mine")
    assert ("Brand for Bea Brand" in mine, "shot 1" in mine, "shot 2" in mine) == (True, True, False)
    assert "Brand for Bea Brand" in (await opened(galley, "director")).words
    assert "every stage has enough people" in await stage.command("lead", "general", "report absences")
    assert "Only admins and leads" in await stage.command("stranger", "general", "report absences")

    await stage.click("director", card, clicks.APPROVE)
    await says(galley, "*Dirk Director for Bea Brand* approved in Brand", "In the library", title=FIRST)
    await eventually(lambda: is_on_the_receipt(galley, "Dirk Director (U0DIRECTOR) for Bea Brand (U0BRAND) approved"))


async def a_loop_and_a_chain_are_refused_at_the_right_field(galley: Galley) -> None:
    """While Dirk stands in for Bea, she does not for him, and nobody else does; nor does she for anybody."""
    home = await opened(galley, "director")
    assert "You stand in for Bea Brand" in home.words
    form = await click(galley, "director", home, clicks.AWAY)
    away = (
        "Bea Brand is away on some of these days, with Dirk Director standing in. Please choose somebody who is there."
    )
    loop = (await submit(galley, "director", form, substitute="brand"))["errors"]
    assert loop == {views.SUBSTITUTE: away}
    chain = (await submit(galley, "director", form, substitute="designer2"))["errors"]
    assert chain == {views.FIRST: "Dirk Director stands in for Bea Brand on some of these days. "
                                  "Please speak to Bea Brand first."}  # fmt: skip

    form = await command(galley, "lead", "away")
    of_another = (await submit(galley, "lead", form, absent="designer3", substitute="brand"))["errors"]
    assert of_another == loop


async def it_ends_at_her_midnight_which_comes_an_hour_earlier(galley: Galley) -> None:
    await it_is(galley, SUNDAY, "22:50")  # 23:50 in London
    await dropped(galley, "intake", seed=3)
    await says(galley, "awaited: *Dirk Director (for Bea Brand)*", title=SECOND)
    await it_is(galley, SUNDAY, "23:01")
    card = await says(galley, "awaited: *Bea Brand*", title=SECOND)
    await galley.stage.click("director", card, clicks.APPROVE)
    await eventually(lambda: whispered(galley, "director", "Brand asks others; it is for Bea Brand to decide"))
    await it_is(galley, MONDAY, "07:05")  # her quiet hours are over
    await eventually(lambda: reads(galley, "brand", "waits for your decision", times=2))
    await galley.stage.click("brand", card, clicks.APPROVE)
    await says(galley, "*Bea Brand* approved in Brand", "In the library", title=SECOND)


async def back_she_goes_again_and_ends_it_herself(galley: Galley) -> None:
    """For everything now, so that Dana has what was left."""
    await goes_away(galley, "brand", "until friday @designer1")
    await says(galley, "awaited: *Dana Designer (for Bea Brand)*", title=BESIDE)
    home = await opened(galley, "brand")
    assert "You are away* from Mon 30 Mar to Fri 3 Apr" in home.words
    await click(galley, "brand", home, clicks.END_AWAY)
    await eventually(lambda: reads(galley, "designer1", "Bea Brand is back"))
    await eventually(lambda: shows(galley, "brand", "You are here."))
    card = await says(galley, "awaited: *Bea Brand*", title=BESIDE)
    await galley.stage.click("brand", card, clicks.APPROVE)
    await says(galley, "*Bea Brand* approved in Brand", "In the library", title=BESIDE)


async def test_words_that_are_no_day_are_answered_with_how_to_write_one(galley: Galley) -> None:
    said = await galley.stage.command("brand", "general", "away until <!channel>")

    assert "is no day" in said
    assert "<!channel>" not in said


async def it_is(galley: Galley, day: str, clock: str) -> None:
    await galley.stage.post("clock", set=f"{day}T{clock}:00Z")


async def dropped(galley: Galley, channel: str, *, seed: int) -> None:
    await galley.stage.drop("uploader", channel, (f"shot_{seed}.jpg", photo(seed, size=SMALL)))


async def command(galley: Galley, user: str, text: str) -> Json:
    return await galley.stage.post("slack/command", user=user, channel="general", command="/galley", text=text)


async def goes_away(galley: Galley, user: str, words: str, *, campaign: str = "") -> None:
    """What already waits is handed over unless they say otherwise."""
    form = await command(galley, user, f"away {words}")
    (view,) = [
        one for one in (await galley.stage.get("slack/views", user=user))["views"] if one["id"] == form["view_id"]
    ]
    chosen = {views.CAMPAIGNS: {"value": [option(view, campaign)]}} if campaign else {}
    await galley.stage.submit(user, form["view_id"], chosen)


def option(view: Json, label: str) -> str:
    (field,) = [one for one in view["blocks"] if one.get("block_id") == views.CAMPAIGNS]
    return next(str(one["value"]) for one in field["element"]["options"] if one["text"]["text"] == label)


async def says(galley: Galley, *words: str, title: str) -> Seen:
    """The card of that picture, once it says all of this."""

    async def found() -> Seen | None:
        cards = [one for one in await galley.stage.messages("lead", "review") if one.is_card and title in one.text]
        return next((one for one in cards if all(word in one.words for word in words)), None)

    return await eventually(found)


async def whispered(galley: Galley, user: str, words: str) -> bool:
    return any(words in message.words for message in await galley.stage.messages(user, "review"))


async def reads(galley: Galley, user: str, words: str, *, times: int = 1) -> bool:
    """In so many of their direct messages."""
    return sum(words in message.words for message in await galley.stage.direct(user)) == times


async def is_on_the_receipt(galley: Galley, words: str) -> bool:
    return any(words in path.read_text("utf-8") for path in galley.config.data.rglob("receipt.txt"))


async def submit(galley: Galley, user: str, form: Json, **who: str) -> Json:
    people = {field: {"value": person} for field, person in who.items()}
    days = {views.FIRST: {"value": FRIDAY}, views.LAST: {"value": SUNDAY}}
    return await galley.stage.submit(user, form["view_id"], {**people, **days})


async def opened(galley: Galley, user: str) -> Seen:
    await galley.stage.post("slack/home", user=user)
    return await eventually(lambda: drawn(galley, user))  # type: ignore[return-value]


async def drawn(galley: Galley, user: str) -> Seen | None:
    home = Seen(await galley.stage.get("slack/home", user=user))
    return home if home.blocks else None


async def shows(galley: Galley, user: str, words: str) -> bool:
    home = await drawn(galley, user)
    return home is not None and words in home.words


async def click(galley: Galley, user: str, home: Seen, action_id: str) -> Json:
    view_id = (await galley.stage.get("slack/home", user=user))["view_id"]
    value = home.button(action_id)["value"]
    return await galley.stage.post("slack/click", user=user, view_id=view_id, action_id=action_id, value=value)
