"""Somebody goes away: written down in a form, told once, refused where it cannot be, and ended with a click."""

from bot import clicks
from bot.away import views
from models.review.workflow import Subject
from sandbox.slack.names import TEAM
from tests.journeys.conftest import Galley
from tests.journeys.photos import photo
from tests.journeys.stage import Json, Seen
from tests.waiting import eventually

SMALL = (300, 300)
MONDAY, FRIDAY = "2026-03-02", "2026-03-06"


async def test_an_absence_from_the_command_to_its_end(galley: Galley) -> None:
    form = await galley.stage.post(
        "slack/command", user="brand", channel="general", command="/galley", text="away until friday @designer1"
    )
    closed = await galley.stage.submit("brand", form["view_id"], {})

    assert "view_id" in closed  # it says what follows
    await eventually(lambda: has_heard(galley, "designer1", "You stand in for Bea Brand"))
    assert await galley.stage.direct("brand") == []
    assert await standing_in(galley) == {"U0BRAND": "U0DESIGNER1"}
    await a_chain_is_refused_at_the_right_field(galley)
    await the_lead_reads_what_is_left_without_anybody(galley)
    await ended_in_home(galley)


async def a_chain_is_refused_at_the_right_field(galley: Galley) -> None:
    """While Dana stands in for Bea, she names nobody herself, and Bea stands in for nobody."""
    home = await opened(galley, "designer1")
    assert "You stand in for Bea Brand" in home.words
    form = await click(galley, "designer1", home, clicks.AWAY)
    errors = (await submit(galley, "designer1", form, substitute="designer2"))["errors"]
    assert errors == {views.FIRST: "Dana Designer stands in for Bea Brand on some of these days. "
                                   "Please speak to Bea Brand first."}  # fmt: skip

    form = await galley.stage.post("slack/command", user="lead", channel="general", command="/galley", text="away")
    errors = (await submit(galley, "lead", form, absent="designer3", substitute="brand"))["errors"]
    assert list(errors) == [views.SUBSTITUTE]
    assert "Bea Brand is away on some of these days, with Dana Designer standing in" in errors[views.SUBSTITUTE]


async def the_lead_reads_what_is_left_without_anybody(galley: Galley) -> None:
    """Bea is away, and Dana covers Brand."""
    report = "report absences"
    assert "every stage has enough people" in await galley.stage.command("lead", "general", report)
    assert "Only admins and leads" in await galley.stage.command("stranger", "general", report)
    assert "`/galley report absences or noise`" in await galley.stage.command("lead", "general", "report figures")


async def ended_in_home(galley: Galley) -> None:
    home = await opened(galley, "brand")
    assert "You are away* from Mon 2 Mar to Fri 6 Mar" in home.words

    await click(galley, "brand", home, clicks.END_AWAY)

    await eventually(lambda: has_heard(galley, "designer1", "Bea Brand is back"))
    await eventually(lambda: shows(galley, "brand", "You are here."))
    assert await standing_in(galley) == {}
    assert len(await galley.stage.buzzes("designer1")) == 1


async def test_what_already_waits_is_decided_by_a_substitute_and_the_rest_comes_back(galley: Galley) -> None:
    """Bea alone decides about brands. Dirk decides one of two pictures for her; then she is back."""
    for number in (1, 2):
        await galley.stage.drop("uploader", "intake", (f"shot_{number}.jpg", photo(number, size=SMALL)))
        card = await says(galley, "*Design*, stage 1 of 2", number=number - 1)
        await galley.stage.click("designer2", card, clicks.APPROVE)
        await says(galley, "awaited: *Bea Brand*", number=number - 1)
    await eventually(lambda: waits_for(galley, "brand", "waits for your decision", times=2))

    await goes_away(galley, "brand", until="friday @director")
    card = await says(galley, "awaited: *Dirk Director (for Bea Brand)*", number=0)
    await eventually(lambda: waits_for(galley, "director", "for your decision, for Bea Brand", times=2))
    await eventually(lambda: waits_for(galley, "brand", "While you are away, Dirk Director is asked", times=2))
    assert "Brand for Bea Brand" in await galley.stage.command("director", "general", "mine")
    assert "Brand for Bea Brand" in (await opened(galley, "director")).words

    await galley.stage.click("director", card, clicks.APPROVE)
    await says(galley, "*Dirk Director for Bea Brand* approved in Brand", "In the library", number=0)
    await eventually(lambda: is_on_the_receipt(galley, "Dirk Director (U0DIRECTOR) for Bea Brand (U0BRAND) approved"))

    rung = len(await galley.stage.buzzes("brand"))
    await click(galley, "brand", await opened(galley, "brand"), clicks.END_AWAY)
    card = await says(galley, "awaited: *Bea Brand*", number=1)
    await eventually(lambda: shows(galley, "brand", "Waiting on me (1)"))
    await eventually(lambda: waits_for(galley, "brand", "waits for your decision", times=1))
    await galley.stage.click("director", card, clicks.APPROVE)
    await eventually(lambda: whispered(galley, "director", "Brand asks others; it is for Bea Brand to decide"))
    await galley.stage.click("brand", card, clicks.APPROVE)
    await says(galley, "*Bea Brand* approved in Brand", "In the library", number=1)
    assert len(await galley.stage.buzzes("brand")) == rung


async def goes_away(galley: Galley, user: str, *, until: str) -> None:
    """What already waits is handed over unless they say otherwise."""
    form = await galley.stage.post(
        "slack/command", user=user, channel="general", command="/galley", text=f"away until {until}"
    )
    await galley.stage.submit(user, form["view_id"], {})


async def says(galley: Galley, *words: str, number: int) -> Seen:
    """The card of that picture, once it says all of this."""

    async def found() -> Seen | None:
        cards = [one for one in await galley.stage.messages("lead", "review") if one.is_card]
        return next((one for one in cards[number:][:1] if all(word in one.words for word in words)), None)

    return await eventually(found)


async def waits_for(galley: Galley, user: str, words: str, *, times: int) -> bool:
    return sum(words in message.words for message in await galley.stage.direct(user)) == times


async def whispered(galley: Galley, user: str, words: str) -> bool:
    return any(words in message.words for message in await galley.stage.messages(user, "review"))


async def is_on_the_receipt(galley: Galley, words: str) -> bool:
    return any(words in path.read_text("utf-8") for path in galley.config.data.rglob("receipt.txt"))


async def test_words_that_are_no_day_are_answered_with_how_to_write_one(galley: Galley) -> None:
    said = await galley.stage.command("brand", "general", "away until <!channel>")

    assert "is no day" in said
    assert "<!channel>" not in said


async def standing_in(galley: Galley) -> dict[str, str]:
    """Through the port that whoever seats people asks."""
    async with galley.house.db.read() as session:
        found = await galley.house.substitutes.standing_in(
            session, TEAM, ["U0BRAND"], subject=Subject(), at=galley.house.clock.now()
        )
    return {absent: one.substitute for absent, one in found.items()}


async def submit(galley: Galley, user: str, form: Json, **who: str) -> Json:
    people = {field: {"value": person} for field, person in who.items()}
    days = {views.FIRST: {"value": MONDAY}, views.LAST: {"value": FRIDAY}}
    return await galley.stage.submit(user, form["view_id"], {**people, **days})


async def has_heard(galley: Galley, user: str, words: str) -> bool:
    return any(words in message.words for message in await galley.stage.direct(user))


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
