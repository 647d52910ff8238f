"""Somebody goes away: written down in a form, told once, refused where it cannot be, and ended with a click."""

from bot import clicks
from bot.away import views
from models.review.workflow import Subject
from sandbox.slack.names import TEAM
from tests.journeys.conftest import Galley
from tests.journeys.stage import Json, Seen
from tests.waiting import eventually

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
